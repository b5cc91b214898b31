"""Makes cases with their leads, threads with and without a case, and messages of three years, sealed in bulk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bansou.accounts.models import Role, User
from bansou.cases.enums import Route, Topic
from bansou.cases.enums import State as CaseState
from bansou.cases.models import Case, CaseMember
from bansou.core.municipalities import REGIONS
from bansou.enquiries.enums import Delivery, Direction, Kind, State
from bansou.enquiries.models import Channel, Message, Thread, ThreadTopic, Translation
from bansou.people.models import Person
from bench.data.common import BATCH, Keys, insert, new_id, seal

DAYS = 1_000
# Every sixth thread has no case: those live for a year only.
DESK_DAYS = 365
MESSAGES_EACH = 8
LEADS = 300
# Cases of each of the two people whose pages are measured.
OWN_CASES = 500
LANGUAGES = ("vi", "ne", "my", "pt-br", "zh-hans", "fil", "id", "es", "en", "ja", "fa", "ko")
PREFECTURES = tuple(code for codes in REGIONS.values() for code in codes)
WORDS = (
    "給料が二か月払われていません。社長に聞いても、来月と言うだけです。どうしたらいいですか。",
    "Tôi bị ốm và không có bảo hiểm. Tôi sợ đi bệnh viện vì không có tiền.",
    "मेरो भिसाको म्याद अर्को महिना सकिँदै छ। मलाई के गर्नुपर्छ थाहा छैन।",
)


@dataclass(frozen=True)
class Desk:
    """Whose pages are measured."""

    secretariat: User
    coordinator: User


def make_threads(cases: int, keys: Keys, chance: Random, now: datetime) -> Desk:
    """`cases` cases with one thread each, a fifth as many threads without one, and some nine messages for each."""
    leads = [_user(f"lead-{n}", "coordinator", now, region="kinki") for n in range(LEADS)]
    desk = Desk(
        _user("inbox-secretariat", "secretariat", now),
        _user("inbox-coordinator", "coordinator", now, "kanto"),
    )
    channels = [Channel(id=new_id(chance), kind=kind, name=kind) for kind in Kind.values]
    existing = dict(Channel.objects.values_list("kind", "pk"))
    insert(channel for channel in channels if channel.kind not in existing)
    channels = list(Channel.objects.all())
    step = max(1, cases // OWN_CASES)
    takers = [desk.secretariat, desk.coordinator, *leads[:30]]
    for start in range(0, cases, BATCH):
        batch = [_case(n, cases, keys, chance, now) for n in range(start, min(start + BATCH, cases))]
        theirs = [_lead_of(start + n, step, leads, desk) for n in range(len(batch))]
        keys.store()
        insert(each.person for each in batch)
        insert(batch)
        insert(
            CaseMember(case=each, user=lead, role="lead", granted_at=each.opened_at)
            for each, lead in zip(batch, theirs, strict=True)
        )
        _threads(
            [
                _thread(each.person, each, lead, channels, keys, chance, now)
                for each, lead in zip(batch, theirs, strict=True)
            ],
            keys,
            chance,
        )
    for start in range(0, cases // 5, BATCH):
        people = [Person(id=new_id(chance), created_at=now) for _ in range(min(BATCH, cases // 5 - start))]
        insert(people)
        _threads(
            [_thread(each, None, chance.choice(takers), channels, keys, chance, now) for each in people],
            keys,
            chance,
        )
    return desk


def _user(label: str, kind: str, now: datetime, region: str = "") -> User:
    user = User.objects.create(email=f"{label}@example.org", name=f"Bench {label}", password="!")
    Role.objects.create(user=user, kind=kind, region=region, granted_at=now)
    return user


def _lead_of(index: int, step: int, leads: list[User], desk: Desk) -> User:
    if index % step == 0:
        return desk.secretariat
    return desk.coordinator if index % step == step // 2 else leads[index % LEADS]


def _case(index: int, count: int, keys: Keys, chance: Random, now: datetime) -> Case:
    opened = now - timedelta(days=1 + DAYS * (count - 1 - index) / count)
    case = Case(
        id=new_id(chance), number=f"B-{opened.year % 100:02}-{index + 1:06}",
        person=Person(id=new_id(chance), created_at=opened),
        urgency=chance.choice("12333"), prefecture=chance.choice(PREFECTURES), language=chance.choice(LANGUAGES),
        main_topic=chance.choice(Topic.values), route=chance.choice(Route.values), opened_at=opened,
        last_at=opened + timedelta(days=chance.randrange(0, 60)), form_token=new_id(chance),
        state=CaseState.CLOSED if now - opened > timedelta(days=150) else CaseState.OPEN,
    )  # fmt: skip
    key = keys.make("case", case.pk)
    facts = json.dumps(
        {"summary": WORDS[0], "wish": "", "municipality": "", "through": ""}, ensure_ascii=False
    )
    case.sealed_facts = seal(key, case.pk, f"cases.case.sealed_facts|{case.pk}", facts)
    return case


def _thread(
    person: Person,
    case: Case | None,
    taker: User,
    channels: list[Channel],
    keys: Keys,
    chance: Random,
    now: datetime,
) -> tuple[Thread, bytes]:
    """A thread with its key. Of the open ones, every tenth waits for us."""
    began = case.opened_at if case else now - timedelta(days=DESK_DAYS * chance.random())
    last = min(now, began + timedelta(days=30 * chance.random()))
    old = now - last > timedelta(days=120 if case else 20)
    state = State.CLOSED if old else chance.choices(list(State), weights=(4, 6, 75, 5, 10))[0]
    thread = Thread(
        id=new_id(chance), channel=chance.choice(channels), person=person, case=case, state=state,
        urgency=chance.choice("12333"), language=case.language if case else chance.choice(LANGUAGES),
        prefecture=case.prefecture if case else chance.choice(("", *PREFECTURES)),
        waiting_since=last if state in (State.NEW, State.OPEN, State.SNOOZED) else None,
        snoozed_until=now + timedelta(days=3) if state == State.SNOOZED else None,
        taken_by=None if state == State.NEW or chance.random() < 0.2 else taker, taken_at=last,
        created_at=began, last_at=last, version=MESSAGES_EACH, form_token=new_id(chance),
    )  # fmt: skip
    key = keys.make("thread", thread.pk)
    place = f"enquiries.thread.sealed_preview|{thread.pk}"
    thread.sealed_preview = seal(key, thread.pk, place, chance.choice(WORDS))
    return thread, key


def _threads(made: list[tuple[Thread, bytes]], keys: Keys, chance: Random) -> None:
    keys.store()
    insert(thread for thread, _key in made)
    insert(
        ThreadTopic(thread=thread, topic=topic)
        for thread, _key in made
        for topic in chance.sample(Topic.values, 2)
    )
    messages = [(message, key) for thread, key in made for message in _messages(thread, key, chance)]
    insert(message for message, _key in messages)
    insert(
        _translation(message, key, chance)
        for message, key in messages
        if message.direction == Direction.IN and chance.random() < 0.3
    )


def _messages(thread: Thread, key: bytes, chance: Random) -> Iterator[Message]:
    span = (thread.last_at - thread.created_at) / MESSAGES_EACH
    for n in range(MESSAGES_EACH + (n_more := chance.randrange(2))):
        direction = (Direction.IN, Direction.OUT)[n % 2] if n else Direction.IN
        message = Message(
            id=new_id(chance), thread=thread, direction=direction, at=thread.created_at + span * n,
            delivery=Delivery.RECEIVED if direction == Direction.IN else Delivery.SENT,
            language=thread.language if direction == Direction.IN else "ja",
        )  # fmt: skip
        if n == MESSAGES_EACH + n_more - 1:
            message.at = thread.last_at
        place = f"enquiries.message.sealed_text|{message.pk}"
        message.sealed_text = seal(key, thread.pk, place, chance.choice(WORDS))
        yield message


def _translation(message: Message, key: bytes, chance: Random) -> Translation:
    made = Translation(
        id=new_id(chance), message=message, language="ja", engine="libretranslate", at=message.at
    )
    place = f"enquiries.translation.sealed_text|{made.pk}"
    made.sealed_text = seal(key, message.thread_id, place, WORDS[0])
    return made
