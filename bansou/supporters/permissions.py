"""Who sees and changes which supporters."""

from typing import Any

from django.db.models import QuerySet

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import coordinated_prefectures, has_role
from bansou.supporters.models import Registration, Supporter

SEES_ALL = (RoleKind.SECRETARIAT, RoleKind.ACCOUNTANT, RoleKind.AUDITOR)
READERS = (*SEES_ALL, RoleKind.COORDINATOR)
EXPORTERS = (RoleKind.SECRETARIAT, RoleKind.COORDINATOR)
CONFIRMS = (RoleKind.SECRETARIAT, RoleKind.COORDINATOR)


def visible_supporters(user: Any) -> QuerySet[Supporter]:
    """The supporters whose data a user may read: all, those of a coordinator's regions, or oneself."""
    if has_role(user, *SEES_ALL):
        return Supporter.objects.all()
    if has_role(user, RoleKind.COORDINATOR):
        return Supporter.objects.filter(prefecture__in=coordinated_prefectures(user))
    if has_role(user, RoleKind.SUPPORTER):
        return Supporter.objects.filter(user=user)
    return Supporter.objects.none()


def is_own(user: Any, supporter: Supporter) -> bool:
    """Whether the two are one person: nobody on the staff decides about their own membership."""
    return user is not None and supporter.user_id == user.pk


def visible_registrations(user: Any) -> QuerySet[Registration]:
    """The papers of the supporters whom a user may read."""
    if has_role(user, *SEES_ALL):
        return Registration.objects.all()
    return Registration.objects.filter(supporter__in=visible_supporters(user))
