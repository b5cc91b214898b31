"""Makes what hangs on cases: notes, names, cards and tasks of the two measured people's own, deadlines of others."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from json import dumps
from random import Random

from bansou.accounts.models import User
from bansou.cases.enums import EntryKind, Relation, Topic
from bansou.cases.models import Case, Entry, EntryTopic, Relative, Task
from bansou.core.checkchars import new_card_code
from bansou.people.models import Card
from bansou.vault import keyring
from bench.data.common import BATCH, insert, new_id, seal
from bench.data.threads import Desk

# In turn: 10,000 over 500 cases, and every second case has a full page of them.
FULL, FEW = 30, 10
NOTES = (
    "会社に電話し、未払い賃金の計算書を求めた。担当者は来週までに送ると約束した。",
    "病院に同行した。無料低額診療の申請を手伝い、次の予約は二週間後になった。",
    "Called the ward office about the school place. They need proof of address; the landlord will write one.",
    "Chị ấy nói rằng chủ nhà đòi trả phòng trước cuối tháng. Đã hẹn gặp vào thứ ba.",
    "入管の呼出状を一緒に読んだ。次回の出頭には支援者が付き添う。",
)
LAWYER = "労働審判について弁護士に相談し、必要な書類の一覧をもらった。"
NAMES = (("NGUYEN THI HOA", "グエン ティ ホア"), ("GURUNG MAYA", "グルン マヤ"), ("SILVA ANA", "シルバ アナ"))


def make_notes(desk: Desk, chance: Random, now: datetime) -> None:
    """Of both people, 500 cases each; every third of all cases has a task with a day."""
    for user in (desk.secretariat, desk.coordinator):
        _own(user, chance, now)
    rest = Case.objects.filter(tasks=None, pk__lt="55555555-5555-5555-5555-555555555555").only(
        "pk", "opened_at"
    )
    cases = iter(rest.order_by("pk"))
    while batch := list(islice(cases, BATCH)):
        keys = keyring.many(case.pk for case in batch)
        insert(_task(case, keys[case.pk], chance, now) for case in batch)
        keyring.forget()


def _own(user: User, chance: Random, now: datetime) -> None:
    cases = list(Case.objects.filter(members__user=user).order_by("number"))
    keys = keyring.many(case.pk for case in cases)
    insert(_task(case, keys[case.pk], chance, now) for case in cases)
    insert(_relative(case, keys[case.pk], chance) for case in cases)
    insert(Card(code=new_card_code(chance), person_id=case.person_id, issued_at=now) for case in cases)
    notes = [
        note
        for n, case in enumerate(cases)
        for note in _entries(case, (FULL, FEW)[n % 2], keys[case.pk], user, chance)
    ]
    insert(notes)
    insert(EntryTopic(entry=note, topic=chance.choice(Topic.values)) for note in notes if note.mode)


def _entries(case: Case, count: int, key: bytes, by: User, chance: Random) -> Iterator[Entry]:
    for n in range(count):
        contact = n % 3 == 0
        at = case.opened_at + timedelta(days=2 * n, minutes=chance.randrange(600))
        note = Entry(
            id=new_id(chance), case=case, kind=EntryKind.CONTACT if contact else EntryKind.NOTE, by=by, at=at,
            mode="phone" if contact else "", written_at=at, private=n % 10 == 9,
        )  # fmt: skip
        # One word in a hundred notes is worth looking for.
        said = " ".join((*chance.sample(NOTES, 3), *([LAWYER] if chance.random() < 0.01 else [])))
        note.sealed_text = seal(key, case.pk, f"cases.entry.sealed_text|{note.pk}", said)
        yield note


def _relative(case: Case, key: bytes, chance: Random) -> Relative:
    made = Relative(id=new_id(chance), case=case, relation=Relation.SELF)
    name, kana = chance.choice(NAMES)
    told = dumps(
        {"name": name, "kana": kana, "native": "", "age_band": "", "sex": "", "nationality": "", "note": ""}
    )
    made.sealed_identity = seal(key, case.pk, f"cases.relative.sealed_identity|{made.pk}", told)
    return made


def _task(case: Case, key: bytes, chance: Random, now: datetime) -> Task:
    task = Task(
        id=new_id(chance), case=case, due_on=now.date() + timedelta(days=chance.randrange(-20, 60)),
        made_at=case.opened_at,
    )  # fmt: skip
    task.sealed_text = seal(key, case.pk, f"cases.task.sealed_text|{task.pk}", "市役所に電話する")
    return task
