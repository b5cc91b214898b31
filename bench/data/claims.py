"""Makes claims of three years with recipients, cards, places in the cap, seconds, events, signs and audit."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from bansou.accompaniment.enums import LIVE, Activity, Place, Sign, State
from bansou.accompaniment.models import Claim, Event, Flag, Participation, Series, Slot
from bansou.accounts.models import User
from bansou.audit.models import Entry
from bansou.core.checkchars import new_card_code
from bansou.people import rules
from bansou.people.models import Card, Person, Recipient
from bansou.programmes.models import Terms
from bansou.programmes.rules import deadline_for, pay_month_for
from bansou.supporters.models import Supporter
from bansou.vault import actions as vault
from bench.data.common import BATCH, Keys, insert, new_id, seal

DAYS = 1_000
CAP = 3
TEXT = {
    "place_name": "見本市役所 保険年金課",
    "done": "国民健康保険の手続きに同行し、窓口の説明を通訳した。" * 4,
    "result": "減額の申請が受け付けられた。来月、結果の通知が届く。",
    "refusal": "",
    "transport": "",
}
OLD = ([State.PAID, State.REJECTED, State.WITHDRAWN], [90, 5, 5])
NEW = ([State.SUBMITTED, State.RETURNED, State.APPROVED, State.REJECTED], [60, 8, 27, 5])


def make_claims(
    count: int,
    supporters: list[Supporter],
    terms: Terms,
    actor: User,
    keys: Keys,
    chance: Random,
    now: datetime,
) -> list[Claim]:
    """In the order of filing, up to yesterday; those of this month are open, older ones settled."""
    recipients = _recipients(count // 2, terms, keys, chance, now)
    places, numbers = _Places(recipients, chance), Counter[int]()
    made: list[Claim] = []
    while len(made) < count:
        batch = []
        for index in range(len(made), min(len(made) + BATCH, count)):
            filed_at = now - timedelta(days=1 + DAYS * (count - 1 - index) / count)
            claim = _claim(chance.choice(supporters), terms, filed_at, now, keys, chance)
            numbers[claim.filed_on.year] += 1
            claim.number = f"C-{claim.filed_on.year % 100:02}-{numbers[claim.filed_on.year]:06}"
            batch.append(claim)
        keys.store()
        slots = [slot for claim in batch if (slot := places.take(claim))]
        insert(batch)
        insert(slots)
        _around(batch, supporters, actor, chance)
        made += batch
    insert(Series(year=year, last=last) for year, last in numbers.items())
    return made


def _recipients(count: int, terms: Terms, keys: Keys, chance: Random, now: datetime) -> list[Recipient]:
    """Every second one by name and birth date, the others by card."""
    made: list[Recipient] = []
    while len(made) < count:
        batch = [
            _recipient(index, terms, keys, chance, now)
            for index in range(len(made), min(len(made) + BATCH, count))
        ]
        keys.store()
        insert(each.person for each in batch)
        insert(batch)
        insert(
            Card(code=new_card_code(chance), person=each.person, issued_at=now)
            for each in batch
            if each.digest is None
        )
        made += batch
    return made


def _recipient(index: int, terms: Terms, keys: Keys, chance: Random, now: datetime) -> Recipient:
    person = Person(id=new_id(chance), created_at=now)
    made = Recipient(id=new_id(chance), terms=terms, person=person, created_at=now)
    if index % 2:
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
        identity = rules.Identity(f"MIHON {chance.randbytes(5).hex().translate(LETTERS)}", born)
        made.digest, made.birth_block, made.name_block = (
            vault.link_digest(terms.pk, key(identity))
            for key in (rules.exact_key, rules.birth_key, rules.name_key)
        )
        told = json.dumps({"name": identity.name, "birth_on": born.isoformat()})
        key = keys.make("person", person.pk)
        made.sealed_identity = seal(key, person.pk, f"people.recipient.sealed_identity|{made.pk}", told)
    return made


LETTERS = str.maketrans("0123456789abcdef", "ABDEGHIKLMNORSTU")


class _Places:
    """Finds recipients with a free place, and takes the place for claims that are live."""

    def __init__(self, recipients: list[Recipient], chance: Random) -> None:
        self.free = recipients
        self.used = Counter[object]()
        self.chance = chance

    def take(self, claim: Claim) -> Slot | None:
        index = self.chance.randrange(len(self.free))
        claim.recipient = recipient = self.free[index]
        if claim.state not in LIVE:
            return None
        self.used[recipient.pk] += 1
        if self.used[recipient.pk] == CAP:
            self.free[index] = self.free[-1]
            self.free.pop()
        return Slot(recipient=recipient, claim=claim, number=self.used[recipient.pk], cap=CAP)


def _claim(
    applicant: Supporter, terms: Terms, filed_at: datetime, now: datetime, keys: Keys, chance: Random
) -> Claim:
    filed_on = timezone.localtime(filed_at).date()
    this_month = filed_on >= timezone.localtime(now).date().replace(day=1)
    (state,) = chance.choices(*(NEW if this_month else OLD))
    hours = chance.choice((1, 2, 3))
    claim = Claim(
        id=new_id(chance), terms=terms, applicant=applicant, prefecture=applicant.prefecture, state=state,
        support_on=filed_on - timedelta(days=chance.randrange(1, 25)), starts=time(9 + chance.randrange(6)),
        minutes=60 * hours, place=chance.choice(Place.values), activities=chance.sample(Activity.values, 2),
        outcome="solved", filed_on=filed_on, filed_at=filed_at, amount_yen=4000 if hours == 1 else 8000,
        assessment={"terms": str(terms), "verdict": "accepted"}, form_token=new_id(chance),
        text_digest=chance.randbytes(16), form_digest=chance.randbytes(16),
    )  # fmt: skip
    claim.ends = time(claim.starts.hour + hours)
    claim.deadline_on = deadline_for(terms.rules, claim.support_on)
    claim.pay_month_on = pay_month_for(terms.rules, filed_on)
    key = keys.make("claim", claim.pk)
    text = json.dumps(TEXT, ensure_ascii=False)
    claim.sealed_text = seal(key, claim.pk, f"accompaniment.claim.sealed_text|{claim.pk}", text)
    return claim


def _around(batch: list[Claim], supporters: list[Supporter], actor: User, chance: Random) -> None:
    """All that hangs on claims."""
    insert(
        Participation(claim=each, supporter=each.applicant, position=1, confirmed_at=each.filed_at)
        for each in batch
    )
    insert(_seconds(batch, supporters, chance))
    insert(event for each in batch for event in _events(each, actor))
    insert(
        Flag(claim=each, sign=chance.choice(Sign.values), raised_at=each.filed_at, cleared_at=_cleared(each))
        for each in batch
        if chance.random() < 0.08
    )
    insert(entry for each in batch for entry in _entries(each, actor))


def _seconds(batch: list[Claim], supporters: list[Supporter], chance: Random) -> Iterator[Participation]:
    for claim in batch:
        second = chance.choice(supporters)
        if chance.random() < 0.25 and second.pk != claim.applicant_id:
            yield Participation(claim=claim, supporter=second, position=2, confirmed_at=claim.filed_at)


def _events(claim: Claim, actor: User) -> Iterator[Event]:
    at = claim.filed_at
    yield Event(claim=claim, state=State.SUBMITTED, at=at, by=claim.applicant.user)
    if claim.state == State.PAID:
        yield Event(claim=claim, state=State.APPROVED, at=at + timedelta(days=2), by=actor)
    if claim.state != State.SUBMITTED:
        yield Event(claim=claim, state=claim.state, at=at + timedelta(days=3), by=actor)


def _entries(claim: Claim, actor: User) -> Iterator[Entry]:
    for verb, who, days in (
        ("file", claim.applicant.user_id, 0),
        ("read", actor.pk, 1),
        ("approve", actor.pk, 2),
    ):
        yield Entry(
            at=claim.filed_at + timedelta(days=days), actor_id=who, verb=f"claims.{verb}",
            object_type="accompaniment.claim", object_ids=[str(claim.pk)], object_id=str(claim.pk),
        )  # fmt: skip


def _cleared(claim: Claim) -> datetime | None:
    return None if claim.state in (State.SUBMITTED, State.RETURNED) else claim.filed_at
