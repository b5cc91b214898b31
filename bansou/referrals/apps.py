"""Registers the app with Django."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "bansou.referrals"
