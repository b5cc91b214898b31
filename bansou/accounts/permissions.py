"""Who has which role, and for which regions."""

from bansou.accounts.enums import STAFF, RoleKind
from bansou.accounts.models import User
from bansou.core.municipalities import REGIONS


def roles(user: User) -> frozenset[str]:
    """The kinds of a user's roles."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(kind for kind, _region in user.role_rows)


def has_role(user: User, *kinds: RoleKind) -> bool:
    """Whether somebody who is signed in has one of these roles."""
    return user.is_authenticated and user.has_role(*kinds)


def is_staff(user: User) -> bool:
    return bool(roles(user) & STAFF)


def regions(user: User) -> frozenset[str]:
    """The regions (codes of core.municipalities.REGIONS) that a coordinator looks after."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(region for kind, region in user.role_rows if kind == RoleKind.COORDINATOR)


def coordinated_prefectures(user: User) -> frozenset[str]:
    """The prefectures ("13") of a coordinator's regions; none for everybody else."""
    return frozenset(code for region in regions(user) for code in REGIONS[region])


def can_change_roles(actor: User, user: User) -> bool:
    """The secretariat gives and ends roles; nobody their own."""
    return has_role(actor, RoleKind.SECRETARIAT) and actor.pk != user.pk
