"""Registers the app with Django."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "bansou.website"
