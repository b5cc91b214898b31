"""Lists of staff."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from bansou.accounts.enums import STAFF
from bansou.accounts.models import User


def staff() -> QuerySet[User]:
    """Everybody with a staff role, by name, with `has_factor`; roles are prefetched."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type="recovery_codes")
    return (
        User.objects.filter(roles__kind__in=STAFF)
        .distinct()
        .annotate(has_factor=Exists(factors))
        .prefetch_related("roles")
        .order_by("name", "pk")
    )
