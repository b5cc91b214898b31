"""Registers the app with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bansou.accounts"

    def ready(self) -> None:
        from allauth.mfa import signals

        from bansou.accounts.adapters import on_factor_changed

        for signal in (
            signals.authenticator_added,
            signals.authenticator_removed,
            signals.authenticator_reset,
        ):
            signal.connect(on_factor_changed)
