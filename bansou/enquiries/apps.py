"""Registers the app with Django."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "bansou.enquiries"
