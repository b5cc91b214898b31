"""Who has which role, and for which regions."""

from bansou.accounts.enums import STAFF, RoleKind
from bansou.accounts.models import User


def roles(user: User) -> frozenset[str]:
    """The kinds of a user's roles; read once per request."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_role_rows"):
        user._role_rows = list(user.roles.values_list("kind", "region"))
    return frozenset(kind for kind, _region in user._role_rows)


def has_role(user: User, *kinds: RoleKind) -> bool:
    return bool(roles(user) & set(kinds))


def is_staff(user: User) -> bool:
    return bool(roles(user) & STAFF)


def regions(user: User) -> frozenset[str]:
    """The regions (codes of core.municipalities.REGIONS) that a coordinator looks after."""
    roles(user)
    return frozenset(region for kind, region in user._role_rows if kind == RoleKind.COORDINATOR)
