"""What this room does when a case ends or is erased, or somebody is taken off it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from bansou.cases.models import Case
from bansou.cases.signals import case_closed, case_erased, member_left
from bansou.matching.actions import asking, blank_spots, diary
from bansou.supporters.models import Supporter


@receiver(case_closed)
def close(sender: Any, *, case: Case, now: datetime, **_more: Any) -> None:
    asking.withdraw_all(case, now=now)
    diary.cancel_all(case, now=now)


@receiver(case_erased)
def erase(sender: Any, *, case: Case, now: datetime, **_more: Any) -> None:
    close(sender, case=case, now=now)
    case.visits.update(sealed_place_name=None)
    blank_spots.detach(case)


@receiver(member_left)
def release(sender: Any, *, case: Case, user: Any, actor: Any, now: datetime, **_more: Any) -> None:
    """Who is off the case learns no more of when and where."""
    supporter = Supporter.objects.filter(user=user).select_related("user").first()
    if supporter:
        diary.release(case, supporter, actor=actor, now=now)
