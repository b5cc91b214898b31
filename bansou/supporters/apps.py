"""Registers the app with Django."""

from django.apps import AppConfig


class SupportersConfig(AppConfig):
    name = "bansou.supporters"
