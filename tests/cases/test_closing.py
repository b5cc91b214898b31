"""Closing, opening again, erasing: what stays is a count."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry as LogEntry
from bansou.cases import tasks
from bansou.cases.actions.closing import close, erase, renew_keys, reopen
from bansou.cases.actions.consent import record_consent
from bansou.cases.actions.entries import add_entry
from bansou.cases.actions.files import add_file
from bansou.cases.actions.glass import break_glass
from bansou.cases.actions.household import save_relative
from bansou.cases.actions.members import add_member
from bansou.cases.actions.opening import change_facts
from bansou.cases.actions.residence import record_residence
from bansou.cases.actions.todo import add_task
from bansou.cases.enums import Reason
from bansou.cases.models import Case, Consent, Entry, Residence, Task
from bansou.cases.queries.consents import holds
from bansou.cases.rules.opening import Details
from bansou.cases.signals import case_closed, case_erased
from bansou.core.refusal import Refused
from bansou.core.uploads import clean
from bansou.files.models import StoredFile
from bansou.people.actions import open_safe_contact, save_safe_contact
from bansou.people.models import SafeContact as Row
from bansou.people.rules.contact import SafeContact
from bansou.vault.models import DataKey
from tests.cases.test_need_to_know import PDF
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="佐藤")


@pytest.fixture
def case(lead, now):
    return make_case(lead=lead, now=now)


@pytest.fixture
def full(case, lead, now):
    add_entry(case, "contact", "ZZ", actor=lead, now=now, mode="phone", topics=["work"])
    add_task(case, "ZZ", actor=lead, now=now)
    save_relative(case, {"name": "ZZ"}, relation="self", actor=lead, now=now)
    record_residence(case, "student", actor=lead, now=now)
    save_safe_contact(case.person, SafeContact(never="ZZ"), actor=lead, now=now)
    proof = add_file(case, clean(PDF, "ZZ.pdf"), actor=lead, now=now)
    record_consent(
        case,
        "refer",
        "given",
        form="signed",
        said_on=now.date(),
        proof=proof,
        words="ZZ",
        actor=lead,
        now=now,
    )
    reason = "警察から電話があり、担当者と連絡がつかないため。"
    break_glass(case, emergency="danger", reason=reason, actor=make_user(RoleKind.SECRETARIAT), now=now)
    return case


def address(name, case):
    return reverse(name, args=[case.pk])


def test_closing_shows_what_is_open_and_starts_the_clock(full, lead, signed_in, at):
    heard = []
    case_closed.connect(lambda case, **_more: heard.append(case.pk), weak=False, dispatch_uid="test")
    client = signed_in(lead)
    page = client.get(address("case_close", full)).content.decode()
    assert "One task is still open" in page
    client.post(address("case_close", full), {"outcome": "solved", "reason": "給料が払われた。"})
    case_closed.disconnect(dispatch_uid="test")
    full.refresh_from_db()
    assert full.state == "closed" and full.erase_on == date(2026, 8, 1) and heard == [full.pk]
    assert DataKey.objects.get(scope=full.pk).quarter == "2026Q3"
    assert "給料が払われた。" in client.get(address("case_progress", full)).content.decode()
    # Read only from now on.
    client.post(address("case_progress", full), {"kind": "note", "text": "まだ"})
    client.post(address("case_tasks", full), {"text": "まだ"})
    assert Entry.objects.filter(kind="note").count() == 0 and Task.objects.count() == 1
    assert "Write a line" not in client.get(address("case_progress", full)).content.decode()


def test_opening_again_stops_the_clock(case, lead, signed_in, at):
    client = signed_in(lead)
    client.post(address("case_close", case), {"outcome": "lost", "reason": "x"})
    client.post(address("case_reopen", case), {"reason": "連絡が来た。"})
    case.refresh_from_db()
    assert case.state == "open" and case.erase_on is None and not case.outcome
    assert DataKey.objects.get(scope=case.pk).quarter == "2027Q3"
    assert "連絡が来た。" in client.get(address("case_overview", case)).content.decode()


def test_what_is_closed_takes_nothing_and_what_is_open_is_not_reopened(case, lead, now):
    with pytest.raises(Refused) as refused:
        reopen(case, reason="x", actor=lead, now=now)
    assert refused.value.reason == Reason.OPEN
    closed = close(case, outcome="solved", reason="x", actor=lead, now=now)
    details = Details(language="ja", prefecture="13", main_topic="work", route="web")
    for act in (
        lambda: add_entry(closed, "note", "x", actor=lead, now=now),
        lambda: close(closed, outcome="solved", reason="x", actor=lead, now=now),
        lambda: add_member(closed, make_user(RoleKind.SUPPORTER), "worker", actor=lead, now=now),
        lambda: change_facts(closed, details, version=closed.version, actor=lead, now=now),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason == Reason.CLOSED
    # What was agreed to can be taken back at any time.
    record_consent(closed, "refer", "withdrawn", form="spoken", said_on=now.date(), actor=lead, now=now)


def test_erasing_leaves_counts_and_nobody_who_could_read(full, lead, signed_in, at, now):
    heard = []
    case_erased.connect(lambda case, **_more: heard.append(case.pk), weak=False, dispatch_uid="test")
    client = signed_in(lead)
    page = client.get(address("case_erase", full)).content.decode()
    assert "1 person of the household" in page and "2 lines of the progress record" in page
    assert Case.objects.get().state == "open"
    client.post(address("case_erase", full))
    case_erased.disconnect(dispatch_uid="test")
    full.refresh_from_db()
    assert full.state == "erased" and heard == [full.pk]
    assert not DataKey.objects.filter(scope__in=[full.pk, full.person_id]).exists()
    assert bytes(full.sealed_facts) == b"" and {bytes(each.sealed_text) for each in Entry.objects.all()} == {
        b""
    }
    assert not (Residence.objects.exists() or Task.objects.exists() or full.household.exists())
    assert not (StoredFile.objects.exists() or Row.objects.exists() or full.files.exists())
    # Counted: the case, its contact with a topic, and that there was a consent.
    assert full.main_topic == "work" and Entry.objects.get(kind="contact").topics.get().topic == "work"
    assert Consent.objects.get().answer == "given"
    assert LogEntry.objects.filter(verb="cases.erase", object_id=str(full.pk), actor_id=lead.pk).exists()
    for name in ("case_overview", "case_log", "case_erase"):
        assert client.get(address(name, full)).status_code == 404
    client.get(reverse("case_list"))
    assert full.number not in client.get(reverse("case_list"), {"state": ""}).content.decode()
    with pytest.raises(Refused):
        erase(full, actor=lead, now=now)


def test_who_erases_is_the_lead_or_the_secretariat_on_the_case(case, lead, signed_in, now, at):
    office, worker = make_user(RoleKind.SECRETARIAT), make_user(RoleKind.SUPPORTER)
    assert signed_in(office).post(address("case_erase", case)).status_code == 404
    add_member(case, worker, "worker", actor=lead, now=now)
    assert signed_in(worker).post(address("case_erase", case)).status_code == 404
    add_member(case, office, "worker", actor=lead, now=now)
    assert signed_in(office).post(address("case_erase", case)).status_code == 302


def test_the_person_stays_reachable_for_another_case(full, lead, now):
    other = make_case(lead=lead, person=full.person, now=now)
    erase(full, actor=lead, now=now)
    assert open_safe_contact(other.person_id).never == "ZZ"
    erase(other, actor=lead, now=now)
    assert not Row.objects.exists()


def test_a_room_above_may_still_need_the_person(full, lead, now):
    case_erased.connect(lambda **_more: True, weak=False, dispatch_uid="test")
    erase(full, actor=lead, now=now)
    case_erased.disconnect(dispatch_uid="test")
    assert open_safe_contact(full.person_id).never == "ZZ"


def test_two_years_after_closing_a_case_is_erased_by_itself(full, lead, now, at):
    running = make_case(lead=lead, now=now)
    close(full, outcome="solved", reason="x", actor=lead, now=now)
    at(now + timedelta(days=365 * 2))
    tasks.erase_due()
    full.refresh_from_db()
    assert full.state == "closed"
    at(now + timedelta(days=365 * 2 + 1))
    tasks.erase_due()
    full.refresh_from_db()
    running.refresh_from_db()
    assert full.state == "erased" and running.state == "open"


def test_the_keys_of_open_cases_never_run_out(full, lead, now):
    closed = close(make_case(lead=lead, now=now), outcome="solved", reason="x", actor=lead, now=now)
    renew_keys(today=date(2027, 1, 10))
    quarters = dict(DataKey.objects.values_list("scope", "quarter"))
    assert quarters[full.pk] == quarters[full.person_id] == "2030Q1" and quarters[closed.pk] == "2026Q3"
    assert open_safe_contact(full.person_id).never == "ZZ"


def test_the_last_answer_holds(case, lead, now):
    assert not holds(case, "translate")
    for turn, (answer, holds_now) in enumerate(
        [("given", True), ("withdrawn", False), ("given", True), ("refused", False)]
    ):
        at = now + timedelta(minutes=turn)
        record_consent(case, "translate", answer, form="spoken", said_on=now.date(), actor=lead, now=at)
        assert holds(case, "translate") is holds_now
    assert not holds(case, "refer")


def test_an_answer_is_kept_with_its_text_and_proof(case, lead, signed_in, now, at):
    proof = add_file(case, clean(PDF, "同意書.pdf"), actor=lead, now=now)
    client = signed_in(lead)
    page = client.get(address("case_consent", case)).content.decode()
    assert "Names and numbers are hidden" in page and "Máy có được dịch" in page and "同意書.pdf" in page
    typed = {
        "purpose": "refer", "answer": "given", "form": "signed", "said_on": "2024-07-31",
        "bodies": "労働基準監督署", "words": "在留資格は伝えない", "proof": str(proof.pk),
    }  # fmt: skip
    assert client.post(address("case_consent", case), typed).status_code == 302
    said = Consent.objects.get()
    assert said.text_version == "2026-11" and said.proof == proof and holds(case, "refer")
    page = client.get(address("case_files", case)).content.decode()
    assert "在留資格は伝えない" in page and "労働基準監督署" in page
    future = client.post(address("case_consent", case), {**typed, "said_on": "2024-08-02"})
    assert future.status_code == 200 and Consent.objects.count() == 1
    # Without the file the answer stays.
    client.post(reverse("case_file_remove", args=[case.pk, proof.pk]))
    assert Consent.objects.get().proof is None and not StoredFile.objects.exists()


def test_a_file_is_shown_to_those_who_read_files_only(case, lead, signed_in, now, at):
    file = add_file(case, clean(PDF, "x.pdf"), actor=lead, now=now)
    shown = reverse("case_file", args=[case.pk, file.pk])
    answer = signed_in(lead).get(shown)
    assert answer.content == PDF and answer["Content-Disposition"].startswith("attachment")
    interpreter = make_user(RoleKind.SUPPORTER)
    add_member(case, interpreter, "interpreter", actor=lead, now=now)
    assert signed_in(interpreter).get(shown).status_code == 404
    other = make_case(lead=lead, now=now)
    assert signed_in(lead).get(reverse("case_file", args=[other.pk, file.pk])).status_code == 404
