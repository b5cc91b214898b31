"""Registers the app with Django, adds its tab to the case, and listens for cases that are erased."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnquiriesConfig(AppConfig):
    name = "bansou.enquiries"

    def ready(self) -> None:
        from bansou.cases import tabs
        from bansou.cases.rules.fields import Part
        from bansou.enquiries import receivers  # noqa: F401  connects the receiver

        tabs.add(page="case_messages", label=_("Messages"), part=Part.MESSAGES)
