"""Registers the app with Django."""

from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "bansou.accompaniment"
