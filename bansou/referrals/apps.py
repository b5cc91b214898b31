"""Registers the app with Django and its tab with the case page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "bansou.referrals"

    def ready(self) -> None:
        from bansou.cases import tabs
        from bansou.cases.rules.fields import Part

        tabs.add(page="case_referrals", label=_("Referrals"), part=Part.REFERRALS)
