"""Registers the app with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "bansou.core"

    def ready(self) -> None:
        from bansou.core.documents import checks  # noqa: F401 - registers its check
