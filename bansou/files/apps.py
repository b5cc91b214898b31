"""Registers the app with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "bansou.files"
