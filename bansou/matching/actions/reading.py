"""Opening where a visit meets, for whoever goes along and is still on the case; in the log first."""

from datetime import datetime
from typing import Any

from bansou.cases.actions.reading import read
from bansou.cases.permissions import access_to
from bansou.cases.rules.fields import Part
from bansou.core.refusal import Refused
from bansou.matching.models import Visit


def place_name(visit: Visit, *, user: Any, now: datetime) -> str:
    """The name of the office; empty if none was written, or the reader may not or no longer know it."""
    access = access_to(user, visit.case, now=now)
    if access is None or not visit.sealed_place_name:
        return ""
    try:
        opened = read(visit.case, access, {Part.FACTS: [(visit, "sealed_place_name")]}, user=user, now=now)
    except Refused:
        return ""
    return opened.text(visit, "sealed_place_name")
