"""Registers the app with Django and listens for money that went through or came back."""

from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "bansou.accompaniment"

    def ready(self) -> None:
        from bansou.accompaniment import receivers  # noqa: F401  connects the receiver
