"""The pages of a case, from the form to the database."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.cases.actions.entries import add_entry
from bansou.cases.actions.members import add_member
from bansou.cases.actions.todo import add_task
from bansou.cases.models import Case, Entry, Relative, Residence, Task
from bansou.cases.queries.sealed import place
from bansou.people.actions import open_safe_contact, save_safe_contact
from bansou.people.rules.contact import SafeContact
from bansou.vault import actions as vault
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="佐藤")


@pytest.fixture
def case(lead, now):
    return make_case(lead=lead, now=now)


@pytest.fixture
def desk(lead, signed_in, at):
    return signed_in(lead)


def url(name, case, *more):
    return reverse(name, args=[case.pk, *more])


def words(answer):
    return answer.content.decode()


def opened(row, field, case):
    return json.loads(vault.unseal(case.pk, place(row, field), getattr(row, field)))


FACTS = {
    "main_topic": "violence", "topics": ["housing", "status"], "urgency": "1", "language": "ne",
    "language_mode": "interpreter", "prefecture": "13", "municipality": "台東区", "route": "community",
    "through": "姉の友人", "summary": "夫から逃げてきた。", "wish": "安全な場所がほしい。",
    "language_1": "en", "mode_1": "written",
}  # fmt: skip


def test_a_walk_in_becomes_a_case(desk, lead):
    page = words(desk.get(reverse("case_new")))
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    names = {"name": "SITA GURUNG", "kana": "シタ グルン", "native": "सीता गुरुङ"}
    for _turn in range(2):
        answer = desk.post(reverse("case_new"), FACTS | names | {"token": token})
    case = Case.objects.get()
    assert answer["Location"] == url("case_overview", case)
    assert case.number.startswith("B-24-") and case.region == "kanto" and case.urgency == "1"
    assert set(case.topics.values_list("topic", flat=True)) == {"housing", "status"}
    assert case.languages.get().language == "en"
    assert "逃げて" not in case.sealed_facts.decode("latin-1")
    page = words(desk.get(url("case_overview", case)))
    assert "夫から逃げてきた。" in page and "GURUNG" not in page and "Taito" in page
    people = words(desk.get(url("case_people", case)))
    assert "SITA GURUNG" in people and "シタ グルン" in people and "सीता गुरुङ" in people


def test_a_page_that_was_overtaken_shows_both_versions(desk, case, lead, signed_in, at, now):
    worker = make_user(RoleKind.SUPPORTER)
    add_member(case, worker, "worker", actor=lead, now=now)
    typed = {**FACTS, "version": case.version, "summary": "先に書いた"}
    assert signed_in(worker).post(url("case_edit", case), typed).status_code == 302
    answer = desk.post(url("case_edit", case), {**typed, "summary": "後から書いた"})
    page = words(answer)
    assert "先に書いた" in page and "後から書いた" in page and "Error:" in page
    case.refresh_from_db()
    assert opened(case, "sealed_facts", case)["summary"] == "先に書いた"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert (
        desk.post(url("case_edit", case), {**typed, "summary": "両方", "version": version}).status_code == 302
    )
    case.refresh_from_db()
    assert opened(case, "sealed_facts", case)["summary"] == "両方"


def test_the_progress_record(desk, case, at, now):
    at(now + timedelta(days=20))
    typed = {"kind": "contact", "text": "電話で話した。", "mode": "three_way", "topics": ["work", "status"]}
    assert desk.post(url("case_progress", case), typed).status_code == 302
    past = {"kind": "note", "text": "先週の面談", "on": "2024-08-10", "starts": "10:30", "mode": "phone"}
    assert desk.post(url("case_progress", case), past).status_code == 302
    contact, note = Entry.objects.filter(kind__in=("contact", "note")).order_by("-at")
    assert {topic.topic for topic in contact.topics.all()} == {"work", "status"}
    assert note.at == datetime(2024, 8, 10, 1, 30, tzinfo=UTC) and note.mode == ""
    case.refresh_from_db()
    assert case.last_at == now + timedelta(days=20)
    page = words(desk.get(url("case_progress", case)))
    assert page.index("電話で話した。") < page.index("先週の面談")
    wrong = desk.post(url("case_progress", case), {"kind": "contact", "text": "x"})
    assert "Choose how you were in contact." in words(wrong) and Entry.objects.count() == 3
    future = desk.post(url("case_progress", case), {"kind": "note", "text": "x", "on": "2024-09-01"})
    assert "This day has not come yet." in words(future)


def test_private_lines_are_for_the_lead_and_supporters(desk, case, lead, signed_in, now):
    desk.post(url("case_progress", case), {"kind": "note", "text": "夫の居場所", "private": "on"})
    for role, sees in (("worker", True), ("specialist", False)):
        member = make_user(RoleKind.SUPPORTER)
        add_member(case, member, role, actor=lead, now=now)
        client = signed_in(member)
        assert ("夫の居場所" in words(client.get(url("case_progress", case)))) is sees
        assert ("夫の居場所" in words(client.get(url("case_overview", case)))) is sees


def test_tasks_and_the_plan(desk, case, lead):
    for text in ("弁護士に相談", "労基署へ行く"):
        desk.post(url("case_tasks", case), {"text": text, "in_plan": "on"})
    typed = {"text": "書類を集める", "due_on": "2024-07-30", "assigned_to": str(lead.pk)}
    desk.post(url("case_tasks", case), typed)
    first, second = Task.objects.exclude(step=None).order_by("step")
    desk.post(url("task_move", case, second.pk), {"up": "1"})
    assert list(Task.objects.exclude(step=None).order_by("step")) == [second, first]
    page = words(desk.get(url("case_tasks", case)))
    assert page.index("労基署へ行く") < page.index("弁護士に相談") and "late" in page and lead.name in page
    task = Task.objects.get(step=None)
    desk.post(url("task_done", case, task.pk))
    task.refresh_from_db()
    assert task.done_by == lead
    desk.post(url("task_done", case, task.pk), {"undo": "1"})
    task.refresh_from_db()
    assert task.done_at is None and task.done_by is None
    desk.post(url("task_remove", case, task.pk))
    assert Task.objects.count() == 2


def test_the_end_of_a_stay_makes_tasks_and_a_new_one_renews_them(desk, case, lead, signed_in, now, at):
    assert "Not asked." in words(desk.get(url("case_people", case)))
    assert not Residence.objects.exists()
    typed = {"situation": "designated", "valid_to": "2025-01-31", "asylum": "second", "note": ""}
    assert desk.post(url("residence_edit", case), typed).status_code == 302
    days = Task.objects.order_by("due_on").values_list("due_on", flat=True)
    assert list(days) == [date(2024, 10, 31), date(2024, 12, 31), date(2025, 1, 17)]
    assert "Jan 31, 2025" in words(desk.get(url("case_tasks", case)))
    at(now + timedelta(days=150))
    desk = signed_in(lead)
    desk.post(url("task_done", case, Task.objects.order_by("due_on")[0].pk))
    desk.post(url("residence_edit", case), {**typed, "valid_to": "2025-02-05"})
    assert list(Task.objects.filter(done_at=None).order_by("due_on").values_list("due_on", flat=True)) == [
        date(2025, 1, 5), date(2025, 1, 22),
    ]  # fmt: skip
    desk.post(url("residence_forget", case))
    assert not Residence.objects.exists() and not Task.objects.filter(done_at=None).exists()


def test_the_household(desk, case):
    typed = {
        "relation": "self", "name": "TRAN THI MAI", "kana": "チャン ティ マイ", "native": "Trần Thị Mai",
        "birth_on_0": "1990", "birth_on_1": "5", "birth_on_2": "12", "nationality": "ベトナム",
    }  # fmt: skip
    typed |= {"birth_on_y": "1990", "birth_on_m": "5", "birth_on_d": "12"}
    assert desk.post(url("relative_new", case), typed).status_code == 302
    row = Relative.objects.get()
    assert opened(row, "sealed_identity", case)["birth_on"] == "1990-05-12"
    # The supported person is one.
    assert desk.post(url("relative_new", case), typed).status_code == 200
    assert desk.post(url("relative_new", case), {"relation": "child", "age_band": "3"}).status_code == 302
    desk.post(url("relative_edit", case, row.pk), typed | {"name": "TRAN THI MAI ANH"})
    page = words(desk.get(url("case_people", case)))
    assert "TRAN THI MAI ANH" in page and "Trần Thị Mai" in page and "ベトナム" in page
    desk.post(url("relative_remove", case, row.pk))
    assert Relative.objects.get().relation == "child"


def test_how_not_to_reach_the_person_stands_first(desk, case, now):
    typed = {"never": "夫が電話に出る", "ways": ["mail"], "shared": "on", "from_hour": "10", "to_hour": "15"}
    assert desk.post(url("contact_edit", case), typed).status_code == 302
    contact = open_safe_contact(case.person_id)
    assert contact.ways == {"mail", "web"} and contact.hours == (10, 15) and contact.shared
    page = words(desk.get(url("case_overview", case)))
    assert page.index("夫が電話に出る") < page.index("What it is about")
    assert desk.post(url("contact_edit", case), {**typed, "to_hour": ""}).status_code == 200


def test_the_urgency(desk, case):
    desk.post(url("case_urgency", case), {"urgency": "1"})
    case.refresh_from_db()
    assert case.urgency == "1"
    desk.post(url("case_urgency", case), {"urgency": "9"})
    case.refresh_from_db()
    assert case.urgency == "1"


def count(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_ask_as_often_for_three_rows_as_for_one(desk, case, lead, now):
    save_safe_contact(case.person, SafeContact(), actor=lead, now=now)
    pages = ["case_overview", "case_progress", "case_tasks", "case_people", "case_log"]
    listed = reverse("case_list")

    def more(times):
        for _turn in range(times):
            add_entry(case, "contact", "話した", actor=lead, now=now, mode="phone", topics=["work"])
            add_task(case, "する", actor=lead, now=now, due_on=now.date(), assigned_to=lead)
            make_case(lead=lead, now=now)

    more(1)
    for page in [*[url(name, case) for name in pages], listed]:
        count(desk, page)
    one = [count(desk, page) for page in [*[url(name, case) for name in pages], listed]]
    more(2)
    three = [count(desk, page) for page in [*[url(name, case) for name in pages], listed]]
    assert one == three
    assert one[-1] <= 12
