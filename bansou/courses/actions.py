"""Recording completed questionnaires."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.courses.enums import Questionnaire, Reason
from bansou.courses.models import Completion
from bansou.supporters.enums import Reason as Membership
from bansou.supporters.models import Supporter
from bansou.supporters.permissions import is_own


@transaction.atomic
def record_completions(
    supporter: Supporter, days: dict[Questionnaire, date | None], *, actor: Any, now: datetime
) -> None:
    """Set the day of each named questionnaire; None takes a record back. Raises Refused(FUTURE, OWN)."""
    if is_own(actor, supporter):
        raise Refused(Membership.OWN)
    held = dict(supporter.completions.select_for_update().values_list("questionnaire", "completed_on"))
    changed = {code: day for code, day in days.items() if held.get(str(code)) != day}
    done = {code: day for code, day in changed.items() if day}
    if done and max(done.values()) > timezone.localtime(now).date():
        raise Refused(Reason.FUTURE, day=max(done.values()))
    supporter.completions.filter(questionnaire__in=changed.keys() - done.keys()).delete()
    Completion.objects.bulk_create(
        (
            Completion(supporter=supporter, questionnaire=code, completed_on=day, recorded_by=actor)
            for code, day in done.items()
        ),
        update_conflicts=True,
        unique_fields=["supporter", "questionnaire"],
        update_fields=["completed_on", "recorded_by"],
    )
    if changed:
        audit.record(actor, "courses.record", supporter, now=now, fields=[str(code) for code in changed])
