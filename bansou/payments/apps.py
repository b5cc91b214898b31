"""Registers the app with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "bansou.payments"
