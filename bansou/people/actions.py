"""Issuing cards, recognising a recipient again, looking at two that may be one, and merging them."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from bansou.audit import actions as audit
from bansou.core import checkchars
from bansou.core.later import after_commit
from bansou.core.refusal import Refused
from bansou.people import queries, rules
from bansou.people.enums import Decision, Reason
from bansou.people.models import Card, MatchHint, Person, Recipient
from bansou.people.models import SafeContact as SafeContactRow
from bansou.people.rules import Identity
from bansou.people.rules.contact import SafeContact
from bansou.programmes.models import Terms
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable

# How long after its term an identity can still be compared; then the network forgets.
IDENTITY_KEPT_DAYS = 365


@transaction.atomic
def issue_cards(count: int, *, actor: Any, now: datetime) -> list[str]:
    """New card codes, each standing for a person of whom nothing is known yet."""
    rng = SystemRandom()
    people = Person.objects.bulk_create(Person(created_at=now) for _ in range(count))
    cards = Card.objects.bulk_create(
        Card(code=checkchars.new_card_code(rng), person=person, issued_at=now, issued_by=actor)
        for person in people
    )
    audit.record(actor, "people.issue_cards", *people, now=now)
    return [card.code for card in cards]


def new_person(*, erase_on: date, now: datetime) -> Person:
    """Somebody of whom nothing is known yet, with a key until `erase_on`."""
    person = Person(created_at=now)
    vault.create_key("person", erase_on=erase_on, now=now, scope=person.pk)
    person.save(force_insert=True)
    return person


def save_safe_contact(person: Person, contact: SafeContact, *, actor: Any, now: datetime) -> None:
    """Keep how a person can be reached; replaces what was kept. `actor` is None when they told it themselves."""
    told = json.dumps(asdict(contact) | {"ways": sorted(contact.ways)}, ensure_ascii=False)
    sealed = vault.seal(person.pk, contact_place(person.pk), told)
    SafeContactRow.objects.update_or_create(
        person=person, defaults={"sealed_contact": sealed, "updated_at": now}
    )
    audit.record(actor, "people.safe_contact", person, now=now)


def open_safe_contact(person_id: uuid.UUID) -> SafeContact:
    """How a person can be reached; nobody said anything: only by their coming back with the code.

    For senders and for pages that were already allowed. Raises crypto.Unreadable once erased.
    """
    row = SafeContactRow.objects.filter(person_id=person_id).first()
    if row is None:
        return SafeContact()
    told = json.loads(vault.unseal(person_id, contact_place(person_id), row.sealed_contact))
    hours = tuple(told["hours"]) if told["hours"] else None
    return SafeContact(**told | {"ways": frozenset(told["ways"]), "hours": hours})


def forget_contact(person_id: uuid.UUID) -> None:
    """Nobody needs to reach this person any more: erase how, and the key unless it still seals an identity."""
    SafeContactRow.objects.filter(person_id=person_id).delete()
    if not Recipient.objects.filter(person_id=person_id).exclude(sealed_identity=None).exists():
        vault.erase(person_id)


def contact_place(person_id: uuid.UUID) -> str:
    """Where a safe contact is sealed."""
    return f"people.safecontact.sealed_contact|{person_id}"


def recipient_of_person(person: Person, terms: Terms, *, now: datetime, locked: bool = False) -> Recipient:
    """The recipient of a person whom a case knows; made on first use in a term."""
    recipient, _new = _rows(locked).get_or_create(terms=terms, person=person, defaults={"created_at": now})
    return _heir(recipient, locked)


def recipient_by_card(code: str, terms: Terms, *, now: datetime, locked: bool = False) -> Recipient:
    """The recipient that a card stands for; made on first use in a term. Raises Refused(UNKNOWN_CARD)."""
    card = queries.card_with(code)
    recipient, _new = _rows(locked).get_or_create(
        terms=terms, person_id=card.person_id, defaults={"created_at": now}
    )
    return _heir(recipient, locked)


def recipient_by_identity(
    identity: Identity, terms: Terms, *, now: datetime, locked: bool = False
) -> Recipient:
    """The recipient with this identity, made on first use.

    A known and an unknown person take the same steps, so that the time tells nothing: key and rows are made first,
    and only the database knows that there is one already. The worker then erases the person whom nobody needs.
    """
    person = Person(created_at=now)
    vault.create_key("person", erase_on=_erase_on(terms, now), now=now, scope=person.pk)
    made = _unsaved(person, identity, terms, now)
    person.save(force_insert=True)
    Recipient.objects.bulk_create([made], ignore_conflicts=True)
    after_commit("bansou.people.tasks.erase_spare_person", str(person.pk))
    return _heir(_rows(locked).get(terms=terms, digest=made.digest), locked)


def _erase_on(terms: Terms, now: datetime) -> date:
    return max(terms.support_to, now.date()) + timedelta(days=IDENTITY_KEPT_DAYS)


def _unsaved(person: Person, identity: Identity, terms: Terms, now: datetime) -> Recipient:
    digest, birth, name = (
        vault.link_digest(terms.pk, key(identity))
        for key in (rules.exact_key, rules.birth_key, rules.name_key)
    )
    made = Recipient(
        terms=terms, person=person, digest=digest, birth_block=birth, name_block=name, created_at=now
    )
    told = json.dumps({"name": identity.name, "birth_on": identity.birth_on.isoformat()}, ensure_ascii=False)
    made.sealed_identity = vault.seal(person.pk, _place(made), told)
    return made


def erase_spare_person(person_id: uuid.UUID) -> None:
    """Remove a person whom no recipient and no card came to need, the key after the row."""
    spare = Person.objects.filter(pk=person_id, recipients=None, cards=None)
    if spare.exists():
        spare.delete()
        vault.erase(person_id)


def compare(recipient: Recipient, *, now: datetime) -> list[MatchHint]:
    """Hints about people who may be this one: new ones are kept, likeness never is. Decided ones are left out."""
    if recipient.sealed_identity is None or recipient.merged_into_id:
        return []
    near = list(queries.candidates_for(recipient))
    if near:
        audit.record(None, "people.compare", recipient, *near, now=now, fields=["identity"])
    mine = _identity(recipient)
    for other in near:
        if rules.likeness(mine, _identity(other)) >= rules.ALIKE_FROM:
            _hint(recipient, other, now)
    return list(queries.hints_about(recipient).filter(decision=""))


def suggest(recipient: Recipient, other: Recipient, *, actor: Any, now: datetime) -> MatchHint:
    """The hint of somebody who knows more than the records do. Raises Refused(ONE_ALREADY)."""
    if recipient.pk == other.pk:
        raise Refused(Reason.ONE_ALREADY)
    audit.record(actor, "people.suggest", recipient, other, now=now)
    return _hint(recipient, other, now)


def _hint(recipient: Recipient, other: Recipient, now: datetime) -> MatchHint:
    one, two = sorted((recipient, other), key=lambda each: each.pk)
    return MatchHint.objects.get_or_create(one=one, other=two, defaults={"created_at": now})[0]


def look_up_card(code: str, terms: Terms, *, actor: Any, now: datetime) -> Recipient | None:
    """Whom a card stands for in this term, if it was used in it. Each code counts, also one that no card has.

    Raises Refused(LOOKUPS_USED), for every new code alike: else the refusal would tell which cards exist.
    """
    recipient = queries.recipient_of_card(code, terms)
    card = Card.objects.select_related("person").filter(code=code).first()
    # A code that no card has is nobody's secret, and shows the auditor what was tried.
    found = recipient or (card.person if card else Card(code=code))
    _count_look_ups([found], actor=actor, now=now)
    return recipient


def open_identities(
    hint: MatchHint, *, actor: Any, reason: str, now: datetime
) -> tuple[Identity | None, Identity | None]:
    """Both identities of a hint, for one coordinator with a reason; None of who is known by card only.

    Raises Refused(LOOKUPS_USED, NOT_READABLE).
    """
    _key_of(hint, now)
    _count_look_ups([hint.one, hint.other], actor=actor, now=now, reason=reason, scope=hint.pk)
    try:
        one, other = (_identity(each) if each.sealed_identity else None for each in (hint.one, hint.other))
    except Unreadable:
        raise Refused(Reason.NOT_READABLE) from None
    return one, other


def _key_of(hint: MatchHint, now: datetime) -> None:
    """Make the key for what people write about the hint; it goes when the identities do."""
    vault.ensure_key("hint", scope=hint.pk, erase_on=_erase_on(hint.one.terms, now), now=now)


def _count_look_ups(
    found: Iterable[Model],
    *,
    actor: Any,
    now: datetime,
    reason: str = "",
    scope: uuid.UUID | None = None,
) -> None:
    seen = queries.looked_up_today(actor, now=now)
    fresh = [each for each in found if str(each.pk) not in seen]
    if len(seen) + len(fresh) > rules.LOOKUPS_A_DAY:
        raise Refused(Reason.LOOKUPS_USED, limit=rules.LOOKUPS_A_DAY)
    for each in fresh:
        audit.record(actor, queries.LOOK_UP, each, now=now, fields=["identity"], reason=reason, scope=scope)


def lock(*ids: uuid.UUID) -> list[Recipient]:
    """These recipients, locked in the order of their ids, so that two actions never wait for each other.

    In place of one that was merged meanwhile its heir is locked and returned.
    """
    rows = {row.pk: row for row in _rows(locked=True).filter(pk__in=ids).order_by("pk")}
    return [_heir(rows[each], locked=True) for each in ids]


def _rows(locked: bool) -> QuerySet[Recipient]:
    return Recipient.objects.select_for_update() if locked else Recipient.objects.all()


def _heir(row: Recipient, locked: bool) -> Recipient:
    while row.merged_into_id:
        row = _rows(locked).get(pk=row.merged_into_id)
    return row


def decide(
    hint: MatchHint, decision: Decision, *, actor: Any, reason: str, now: datetime
) -> Recipient | None:
    """Keep what a coordinator decided; of the same person one recipient is left and returned: the older one, but
    rather one with an identity, for only that is compared with others.

    Runs in the caller's transaction, which moves what hangs on the other.
    Raises Refused(ALREADY_DECIDED, LOOK_FIRST).
    """
    if not {str(hint.one_id), str(hint.other_id)} <= queries.looked_up_today(actor, now=now):
        raise Refused(Reason.LOOK_FIRST)
    hint = MatchHint.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=hint.pk)
    if hint.decision:
        raise Refused(Reason.ALREADY_DECIDED, decision=hint.get_decision_display())
    hint.decision, hint.decided_by, hint.decided_at = decision, actor, now
    hint.save()
    _key_of(hint, now)
    audit.record(actor, f"people.{decision}", hint.one, hint.other, now=now, reason=reason, scope=hint.pk)
    if decision != Decision.SAME:
        return None
    one, other = lock(hint.one_id, hint.other_id)
    kept, gone = sorted((one, other), key=lambda each: (each.digest is None, each.created_at, each.pk))
    if kept.pk != gone.pk:
        Recipient.objects.filter(merged_into=gone).update(merged_into=kept)
        gone.merged_into = kept
        gone.save()
    return kept


def _identity(recipient: Recipient) -> Identity:
    if recipient.sealed_identity is None:
        raise Unreadable
    told = json.loads(vault.unseal(recipient.person_id, _place(recipient), recipient.sealed_identity))
    return Identity(told["name"], date.fromisoformat(told["birth_on"]))


def _place(recipient: Recipient) -> str:
    return f"people.recipient.sealed_identity|{recipient.pk}"


def forget_ended_terms(*, today: date) -> None:
    """Destroy the link keys of terms that ended IDENTITY_KEPT_DAYS ago: nobody can be recognised there any more."""
    for terms in Terms.objects.filter(support_to__lt=today - timedelta(days=IDENTITY_KEPT_DAYS)):
        vault.forget_links(terms.pk)
