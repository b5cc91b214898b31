"""Registers the app with Django."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "bansou.vault"
