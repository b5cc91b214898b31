"""What this room does when a case ends or is erased."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from bansou.cases.models import Case
from bansou.cases.signals import case_closed, case_erased
from bansou.matching.actions import asking, blank_spots, diary


@receiver(case_closed)
def close(sender: Any, *, case: Case, now: datetime, **_more: Any) -> None:
    asking.withdraw_all(case, now=now)
    diary.cancel_all(case, now=now)


@receiver(case_erased)
def erase(sender: Any, *, case: Case, now: datetime, **_more: Any) -> None:
    close(sender, case=case, now=now)
    case.visits.update(sealed_place_name=None)
    blank_spots.detach(case)
