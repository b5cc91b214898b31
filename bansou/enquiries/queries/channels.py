"""Questions about the ways in and out."""

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from bansou.enquiries.enums import Delivery, Kind
from bansou.enquiries.models import Channel, Outgoing


def channels() -> QuerySet[Channel]:
    """All channels in the order of their kinds, each with `waiting`: its answers that have not left yet."""
    order = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(Kind)), output_field=IntegerField()
    )
    by_it = Q(message__address__channel=OuterRef("pk")) | Q(
        message__address=None, message__thread__channel=OuterRef("pk")
    )
    waiting = Outgoing.objects.filter(by_it, message__delivery=Delivery.WAITING).order_by()
    counted = waiting.values(one=Value(1)).annotate(all=Count("pk")).values("all")
    return Channel.objects.annotate(order=order, waiting=Subquery(counted)).order_by("order", "name", "pk")


def is_open(kind: Kind) -> bool:
    """Whether people can write by a way: one of its channels is switched on."""
    return Channel.objects.filter(kind=kind, active=True).exists()
