"""Questions about member organisations."""

from itertools import groupby

from django.db.models import Count, Q, QuerySet

from bansou.core.municipalities import REGIONS
from bansou.directory.models import Organisation


def search(text: str = "", region: str = "", with_left: bool = False) -> QuerySet[Organisation]:
    """The organisations that fit, by prefecture and reading, with the number of their active `members`."""
    found = Organisation.objects.all() if with_left else Organisation.objects.filter(left_on=None)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(kana__icontains=text) | Q(latin__icontains=text))
    if region:
        found = found.filter(prefecture__in=REGIONS[region])
    # Over the reverse relation: this room imports nothing of the supporters' room.
    active = Count("supporters", filter=Q(supporters__left_on=None))
    return found.annotate(members=active).order_by("prefecture", "kana", "name")


def by_prefecture() -> list[tuple[str, list[Organisation]]]:
    """The present organisations under the codes of their prefectures."""
    present = Organisation.objects.filter(left_on=None).order_by("prefecture", "kana", "name")
    return [(code, list(rows)) for code, rows in groupby(present, key=lambda each: each.prefecture)]
