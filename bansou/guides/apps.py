"""Registers the app with Django."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "bansou.guides"
