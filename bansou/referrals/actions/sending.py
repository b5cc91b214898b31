"""Showing what would leave, sending it, taking it back."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from bansou.audit import actions as audit
from bansou.cases.actions.entries import add_entry
from bansou.cases.enums import Answer, EntryKind, Purpose
from bansou.cases.models import Case, Conflict, Consent
from bansou.cases.queries.sealed import place
from bansou.core.refusal import Refused
from bansou.directory.models import Organisation
from bansou.referrals import notifications, rules
from bansou.referrals.actions.common import locked_referral
from bansou.referrals.enums import OPEN, PUBLIC, Body, Kind, Reason, State
from bansou.referrals.models import Referral
from bansou.referrals.queries import shown
from bansou.vault import actions as vault


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to hand on, to whom: `fields` are enums.Field codes, `name` that of an office or person
    outside, `warned` that the sender knows of the duty to report."""

    kind: str
    body: str
    fields: Sequence[str]
    question: str
    to_user: Any = None
    organisation: Organisation | None = None
    name: str = ""
    warned: bool = False


def compose(case: Case, proposal: Proposal, *, actor: Any, now: datetime) -> dict[str, str]:
    """What the receiver would read, by field. Counts as reading the case. Raises Refused (quota)."""
    found = shown.sources(case, proposal.fields)
    opened = audit.open_sealed(
        actor, "referrals.compose", case, sealed=list(found.values()), now=now, fields=list(proposal.fields)
    )
    texts = dict(zip(found, opened, strict=True))
    return shown.words(case, proposal.fields, texts, body=proposal.body, lang=get_language() or "ja")


def refer(case: Case, proposal: Proposal, *, token: uuid.UUID, actor: Any, now: datetime) -> Referral:
    """Send exactly the chosen fields as they stand now. The same form sent twice gives the same referral.

    Raises Refused(NO_FIELDS, NOT_WARNED, STATUS_TO_OFFICIALS, TRANSFER_OUTSIDE, TO_ONESELF, CONFLICT, NO_CONSENT),
    and those of a closed case.
    """
    sent = Referral.objects.filter(form_token=token, case=case).first()
    if sent:
        return sent
    check(case, proposal, actor)
    # Outside the transaction: the log of what was read stays, whatever happens next.
    shared = compose(case, proposal, actor=actor, now=now)
    return _send(case, proposal, shared, token, actor, now)


@transaction.atomic
def revoke(referral: Referral, *, actor: Any, now: datetime) -> Referral:
    """Take it back: from now on the receiver sees nothing of it here. Raises Refused(WRONG_STATE)."""
    referral = locked_referral(referral.pk, *OPEN)
    referral.state, referral.ended_at = State.REVOKED, now
    referral.save(update_fields=["state", "ended_at"])
    audit.record(actor, "referrals.revoke", referral, referral.case, now=now)
    notifications.tell_receiver(referral, "revoked", now=now)
    return referral


def check(case: Case, proposal: Proposal, actor: Any) -> None:
    """Whether it may go so. Raises Refused as `refer` does, the closed case excepted."""
    public = proposal.body in PUBLIC
    if not proposal.fields:
        raise Refused(Reason.NO_FIELDS)
    official = public or (proposal.to_user is not None and proposal.to_user.is_public_official)
    if rules.tells_officials_too_much(proposal.fields, public=official):
        raise Refused(Reason.STATUS_TO_OFFICIALS)
    if public and not proposal.warned:
        raise Refused(Reason.NOT_WARNED)
    if proposal.kind == Kind.TRANSFER and proposal.to_user is None:
        raise Refused(Reason.TRANSFER_OUTSIDE)
    if proposal.to_user and proposal.to_user.pk == actor.pk:
        raise Refused(Reason.TO_ONESELF)
    if proposal.to_user and Conflict.objects.filter(case=case, user=proposal.to_user).exists():
        raise Refused(Reason.CONFLICT, name=proposal.to_user.name)
    require_consent(case, proposal.body)


@transaction.atomic
def _send(
    case: Case, proposal: Proposal, shared: dict[str, str], token: uuid.UUID, actor: Any, now: datetime
) -> Referral:
    referral = Referral(
        case=case,
        kind=proposal.kind,
        body=proposal.body,
        to_user=proposal.to_user,
        organisation=proposal.organisation,
        fields=list(proposal.fields),
        consent=require_consent(case, proposal.body),
        warned=proposal.warned,
        sent_at=now,
        sent_by=actor,
        answer_by_on=rules.answer_by(timezone.localtime(now).date(), case.urgency),
        form_token=token,
    )
    told = {"name": proposal.name, "question": proposal.question}
    for field, words in (("sealed_shared", shared), ("sealed_words", told)):
        text = json.dumps(words, ensure_ascii=False)
        setattr(referral, field, vault.seal(case.pk, place(referral, field), text))
    referral.save(force_insert=True)
    add_entry(case, EntryKind.DECISION, str(Body(proposal.body).label), actor=actor, now=now)
    audit.record(actor, "referrals.send", referral, case, now=now, fields=list(proposal.fields))
    notifications.tell_receiver(referral, "waits", now=now)
    return referral


def require_consent(case: Case, body: str) -> Consent:
    """The answer on which it is handed on. Raises Refused(NO_CONSENT) if the person has not agreed, or no longer."""
    # Inside the network the person agreed to sharing, outside to being referred.
    purpose = Purpose.SHARE if body == Body.COLLEAGUE else Purpose.REFER
    last = (
        Consent.objects.filter(case=case, purpose=purpose).order_by("-recorded_at", "-said_on", "-pk").first()
    )
    if last is None or last.answer != Answer.GIVEN:
        raise Refused(Reason.NO_CONSENT)
    return last
