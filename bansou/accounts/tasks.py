"""Forgets where people were signed in."""

from datetime import timedelta

from allauth.usersessions.models import UserSession

from bansou.core import clock
from bansou.core.periodic import every


@every(hours=1)
def prune_user_sessions() -> None:
    UserSession.objects.filter(created_at__lt=clock.now() - timedelta(hours=13)).delete()
