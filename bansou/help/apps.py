"""Registers the app with Django."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "bansou.help"
