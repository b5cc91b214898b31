"""What the person agreed to, refused or took back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.actions.common import locked_case, seal, touch
from bansou.cases.models import Case, CaseFile, Consent
from bansou.cases.rules import consents


@transaction.atomic
def record_consent(
    case: Case,
    purpose: str,
    answer: str,
    *,
    form: str,
    said_on: date,
    actor: Any,
    now: datetime,
    bodies: str = "",
    words: str = "",
    proof: CaseFile | None = None,
) -> Consent:
    """Keep an answer, with the version of the text that was read to the person. Nothing is overwritten.

    `bodies`: to whom; `words`: in which words, or under which condition. An answer can be taken back after closing
    too. Raises Refused(UNREADABLE).
    """
    case = locked_case(case.pk)
    said = Consent(
        case=case,
        purpose=purpose,
        answer=answer,
        form=form,
        text_version=consents.VERSION,
        proof=proof,
        said_on=said_on,
        recorded_at=now,
        recorded_by=actor,
    )
    seal(case.pk, said, "sealed_extent", {"bodies": bodies, "words": words})
    said.save(force_insert=True)
    touch(case, now)
    audit.record(actor, "cases.consent", case, now=now, fields=[purpose, answer])
    return said
