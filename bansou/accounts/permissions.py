"""Who has which role, and for which regions."""

from bansou.accounts.enums import STAFF, RoleKind
from bansou.accounts.models import User


def roles(user: User) -> frozenset[str]:
    """The kinds of a user's roles."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(kind for kind, _region in user.role_rows)


def has_role(user: User, *kinds: RoleKind) -> bool:
    return bool(roles(user) & set(kinds))


def is_staff(user: User) -> bool:
    return bool(roles(user) & STAFF)


def regions(user: User) -> frozenset[str]:
    """The regions (codes of core.municipalities.REGIONS) that a coordinator looks after."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(region for kind, region in user.role_rows if kind == RoleKind.COORDINATOR)


def can_change_roles(actor: User, user: User) -> bool:
    """The secretariat gives and ends roles; nobody their own."""
    return has_role(actor, RoleKind.SECRETARIAT) and actor.pk != user.pk
