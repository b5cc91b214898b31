"""Filing a claim, and filing it again after it was sent back."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from bansou.accompaniment import notifications
from bansou.accompaniment.actions.common import (
    add_event,
    going,
    locked_claim,
    move,
    parts_of,
    require_state,
    sealed_text,
)
from bansou.accompaniment.actions.drafts import forget_draft
from bansou.accompaniment.actions.numbers import next_number
from bansou.accompaniment.actions.signs import forget_signs, raise_signs
from bansou.accompaniment.actions.slots import fit_slots, free_slots
from bansou.accompaniment.enums import Refusal, State
from bansou.accompaniment.models import Claim, Participation
from bansou.accompaniment.queries.judging import Told, supporter_facts, told, used_slots
from bansou.accompaniment.queries.visits import visit_to_claim
from bansou.accompaniment.rules import Assessment, ClaimFacts, Entry, Verdict, assess, plain_text
from bansou.audit import actions as audit
from bansou.core.later import after_commit
from bansou.core.refusal import Refused
from bansou.people import actions as people
from bansou.people.models import Recipient
from bansou.people.rules import Identity
from bansou.programmes.models import Terms
from bansou.programmes.queries import terms_on
from bansou.supporters.models import Supporter
from bansou.vault import actions as vault

# How long after its term the text of a claim stays readable.
TEXT_KEPT_DAYS = 2 * 365


class ClaimRefused(Refused):
    """The rules of the term say no; `reasons` tells all of them."""

    def __init__(self, reasons: Told) -> None:
        super().__init__(reasons[0][0], **reasons[0][1])
        self.reasons = reasons

    @property
    def messages(self) -> list[str]:
        return [Refused(reason, **values).message for reason, values in self.reasons]


def file_claim(
    *,
    supporter: Supporter,
    entry: Entry,
    token: uuid.UUID,
    actor: Any,
    now: datetime,
    today: date,
    filed_at: datetime | None = None,
) -> Claim:
    """Store a claim that the rules accept; the same form again gives the claim that is there.

    `today` is the day of filing. `filed_at` is when the form was filled in, if that was elsewhere and before `now`;
    whoever filed it then was told there. A recipient who is named by name and birth date is never refused: over the
    cap the claim waits without a place, and a sign tells the reviewer.
    Raises ClaimRefused (nothing is stored), Refused(NO_TERMS, UNKNOWN_CARD, NO_VISIT, FORM_USED).
    """
    terms = terms_on(entry.programme, entry.support_on)
    judged = judge(entry, supporter, terms, filed_on=today)
    try:
        with transaction.atomic():
            claim = Claim(terms=terms, applicant=supporter, filed_on=today, filed_at=filed_at or now)
            claim.prefecture, claim.form_token = supporter.prefecture, token
            return _file(claim, entry, judged, actor, now)
    except IntegrityError:
        sent = sent_before(token, supporter, entry, terms)
        if sent is None:
            raise
        return sent


def _file(claim: Claim, entry: Entry, judged: Assessment, actor: Any, now: datetime) -> Claim:
    supporter, terms, token = claim.applicant, claim.terms, claim.form_token
    recipient = _locked_recipient(entry, supporter, terms, now)
    sent = sent_before(token, supporter, entry, terms)
    if sent:
        return sent
    if entry.names_surely:
        judge(entry, supporter, terms, filed_on=claim.filed_on, used=used_slots(recipient))
    vault.create_key("claim", scope=claim.pk, erase_on=_erase_on(terms, now), now=now)
    _fill(claim, entry, judged, recipient)
    claim.number = next_number(claim.filed_on)
    claim.save(force_insert=True)
    Participation.objects.create(claim=claim, supporter=supporter, position=1, confirmed_at=claim.filed_at)
    second = _name_second(claim, entry.second)
    _fit_and_look(claim, recipient, [supporter, *second], now)
    add_event(claim, by=actor, now=claim.filed_at)
    audit.record(actor, "claims.file", claim, now=now)
    forget_draft(token)
    _tell(claim, claim.filed_at == now, second, now)
    return claim


@transaction.atomic
def resubmit_claim(*, claim: Claim, entry: Entry, token: uuid.UUID, actor: Any, now: datetime) -> Claim:
    """File a returned claim again; it keeps its first filing day. The same form again changes nothing.

    An entry that names no recipient keeps the one of the claim. Raises ClaimRefused,
    Refused(NO_TERMS, UNKNOWN_CARD, NO_VISIT, NAME_AGAIN, DECIDED).
    """
    terms = terms_on(entry.programme, entry.support_on)
    recipient, former = _locked_recipients(claim, entry, terms, now)
    claim = locked_claim(claim.pk)
    if claim.correction_token == token:
        return claim
    require_state(claim, State.RETURNED)
    used = used_slots(recipient, without=claim) if entry.names_surely else 0
    judged = judge(entry, claim.applicant, terms, filed_on=claim.filed_on, used=used)
    if recipient.pk != former.pk:
        free_slots(claim)
    asked = _ask_second_again(claim, entry)
    claim.terms, claim.correction_token = terms, token
    _fill(claim, entry, judged, recipient)
    claim.save()
    forget_signs(claim)
    _fit_and_look(claim, recipient, going(parts_of(claim)), now)
    move(claim, State.SUBMITTED, by=actor, now=now, coordinator_ok_on=None)
    audit.record(actor, "claims.resubmit", claim, now=now)
    forget_draft(token)
    _tell(claim, True, asked, now)
    return claim


def judge(entry: Entry, supporter: Supporter, terms: Terms, *, filed_on: date, used: int = 0) -> Assessment:
    """What the rules say; `used` places count only where the applicant may learn of them. Raises ClaimRefused."""
    seconds = (entry.second,) if entry.second else ()
    facts = supporter_facts([supporter.number, *seconds])
    claim = ClaimFacts(supporter.number, seconds, entry.support_on, entry.minutes, filed_on)
    judged = assess(claim, terms.rules, facts, used)
    if judged.verdict is Verdict.REFUSED:
        raise ClaimRefused(told(judged, claim, terms.rules, facts))
    return judged


def sent_before(token: uuid.UUID, supporter: Supporter, entry: Entry, terms: Terms) -> Claim | None:
    """The claim that this form already made. Raises Refused(FORM_USED) if it said something else."""
    claim = Claim.objects.filter(form_token=token).only("number", "applicant", "form_digest").first()
    if claim is None:
        return None
    if claim.applicant_id != supporter.pk or bytes(claim.form_digest) != form_digest(entry, terms):
        raise Refused(Refusal.FORM_USED, number=claim.number if claim.applicant_id == supporter.pk else "")
    return claim


def form_digest(entry: Entry, terms: Terms) -> bytes:
    return vault.link_digest(terms.pk, f"form|{entry.fingerprint}")


def _named(
    entry: Entry, supporter: Supporter, terms: Terms, now: datetime, *, locked: bool = False
) -> Recipient | None:
    if entry.visit:
        person = visit_to_claim(supporter, entry.visit).case.person
        return people.recipient_of_person(person, terms, now=now, locked=locked)
    if entry.card:
        return people.recipient_by_card(entry.card, terms, now=now, locked=locked)
    if entry.name and entry.birth_on:
        identity = Identity(entry.name, entry.birth_on)
        return people.recipient_by_identity(identity, terms, now=now, locked=locked)
    return None


def _locked_recipient(entry: Entry, supporter: Supporter, terms: Terms, now: datetime) -> Recipient:
    recipient = _named(entry, supporter, terms, now, locked=True)
    if recipient is None:
        raise ValueError("Only the correction of a claim may leave its recipient unnamed.")
    return recipient


def _locked_recipients(
    claim: Claim, entry: Entry, terms: Terms, now: datetime
) -> tuple[Recipient, Recipient]:
    """The recipient to be and the one until now; a new day may lie in another term, which counts anew."""
    old = Claim.objects.select_related("recipient").get(pk=claim.pk).recipient
    new = _named(entry, claim.applicant, terms, now)
    if new is None and old.terms_id != terms.pk:
        raise Refused(Refusal.NAME_AGAIN)
    recipient, former = people.lock((new or old).pk, old.pk)
    return recipient, former


def _fill(claim: Claim, entry: Entry, judged: Assessment, recipient: Recipient) -> None:
    if judged.band is None or judged.pay_month is None:
        raise ValueError("Only a claim that the rules accept is stored.")
    claim.recipient, claim.visit_id = recipient, entry.visit
    for name in ("support_on", "starts", "ends", "place", "outcome", "refused_by_office"):
        setattr(claim, name, getattr(entry, name))
    claim.activities = list(entry.activities)
    claim.minutes = judged.minutes
    claim.amount_yen = judged.amount_yen
    claim.deadline_on, claim.pay_month_on = judged.deadline_on, judged.pay_month
    band = {"minutes_from": judged.band.minutes_from, "yen": judged.band.yen}
    claim.assessment = {"terms": str(claim.terms), "verdict": judged.verdict, "band": band}
    claim.sealed_text = sealed_text(claim, entry.text)
    plain = plain_text(entry)
    claim.text_digest = vault.link_digest(claim.terms_id, f"text|{plain}") if plain else None
    claim.form_digest = form_digest(entry, claim.terms)


def _fit_and_look(claim: Claim, recipient: Recipient, supporters: list[Supporter], now: datetime) -> None:
    has_slots = fit_slots(claim, recipient, len(supporters))
    raise_signs(claim, supporters, has_slots=has_slots, now=now)


def _ask_second_again(claim: Claim, entry: Entry) -> list[Supporter]:
    """Name the second anew if it is another one, or another occasion; whom there is to ask."""
    second = claim.participations.filter(position=2).select_related("supporter").first()
    before = (second.supporter.number if second else "", claim.support_on, claim.starts, claim.ends)
    if before == (entry.second, entry.support_on, entry.starts, entry.ends):
        return []
    claim.participations.filter(position=2).delete()
    return _name_second(claim, entry.second)


def _name_second(claim: Claim, number: str) -> list[Supporter]:
    found = list(Supporter.objects.select_related("user").filter(number=number)) if number else []
    for second in found:
        Participation.objects.create(claim=claim, supporter=second, position=2)
    return found


def _erase_on(terms: Terms, now: datetime) -> date:
    return max(terms.support_to, now.date()) + timedelta(days=TEXT_KEPT_DAYS)


def _tell(claim: Claim, applicant: bool, asked: list[Supporter], now: datetime) -> None:
    if applicant:
        notifications.tell_applicant(claim, "received", now=now)
    notifications.tell_all(claim, asked, "second_asked", now=now)
    after_commit("bansou.accompaniment.tasks.look_for_matches", str(claim.pk))
