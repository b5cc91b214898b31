"""Keeping where nobody could be found: what the network lacks."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.models import Case
from bansou.matching.models import BlankSpot
from bansou.matching.rules import Wanted


@transaction.atomic
def note(case: Case, wanted: Wanted, *, actor: Any, now: datetime) -> None:
    """Note each wanted language that nobody speaks within reach; the same for the same case once."""
    for language in wanted.languages:
        spot, new = BlankSpot.objects.get_or_create(
            case=case,
            language=language,
            field=min(wanted.fields, default=""),
            prefecture=wanted.prefecture,
            interpret=wanted.interpret,
            defaults={"municipality": wanted.town, "noted_at": now},
        )
        if new:
            audit.record(actor, "matching.blank_spot", spot, now=now)


def detach(case: Case) -> None:
    """The case is erased: what remains tells of a prefecture, and of nobody."""
    BlankSpot.objects.filter(case=case).update(case=None, municipality="")
