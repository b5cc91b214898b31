"""Registers the app with Django, its receivers, and its tab with the case page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "bansou.matching"

    def ready(self) -> None:
        from bansou.cases import tabs
        from bansou.cases.rules.fields import Part
        from bansou.matching import receivers  # noqa: F401

        tabs.add(page="case_helpers", label=_("Helpers"), part=Part.MEMBERS)
