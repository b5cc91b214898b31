"""Registers the app with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "bansou.cases"
