"""Who answers, until when, and to which case it belongs."""

import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.cases.actions.members import add_member
from bansou.cases.models import Case
from bansou.core.refusal import Refused
from bansou.enquiries.actions import calls, erasing, handling
from bansou.enquiries.enums import Kind, Reason, State
from bansou.enquiries.models import Reading, Thread
from bansou.enquiries.permissions import candidates, visible_threads
from bansou.enquiries.rules.later import morning_in, waited
from bansou.enquiries.tasks import erase_threads, prune_readings, wake_threads
from bansou.people.actions import open_safe_contact
from bansou.people.rules.contact import SafeContact
from bansou.vault.models import DataKey
from tests.enquiries.desk import make_enquiry, write_again
from tests.factories import make_case, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="Sato")


@pytest.fixture
def rima():
    return make_user(RoleKind.SECRETARIAT, name="Rima")


@pytest.fixture
def thread(now):
    return make_enquiry(now)


def fresh(thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def test_who_comes_second_is_told_who_was_first(thread, desk, rima, now):
    handling.take(thread, actor=rima, now=now - timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        handling.take(thread, actor=desk, now=now)
    assert refused.value.message == "Rima took this at 11:59."
    assert fresh(thread).taken_by == rima
    handling.take(thread, actor=rima, now=now)
    assert fresh(thread).taken_at == now - timedelta(minutes=1)


def test_the_row_comes_back_taken(signed_in, thread, desk, at):
    url = reverse("thread_take", args=[thread.pk])
    answer = signed_in(desk).post(url, headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == f"#t-{thread.pk}"
    row = answer.content.decode()
    assert row.lstrip().startswith("<tr") and "Sato" in row and "formaction" not in row


def test_it_is_given_only_to_those_who_may_see_it(thread, desk, rima, now):
    handling.give(thread, rima, actor=desk, now=now)
    assert fresh(thread).taken_by == rima
    far = make_user(RoleKind.COORDINATOR, region="kinki")
    with pytest.raises(Refused) as refused:
        handling.give(thread, far, actor=desk, now=now)
    assert refused.value.reason == Reason.NOT_THEIRS
    handling.give(thread, None, actor=desk, now=now)
    assert fresh(thread).taken_by is None
    assert set(candidates(fresh(thread), now=now)) == {desk, rima}


def test_of_a_case_only_members_can_be_given_it(thread, desk, rima, now):
    case = make_case(lead=desk, now=now)
    helper, advisor = make_user(RoleKind.SUPPORTER), make_user(RoleKind.SPECIALIST)
    add_member(case, helper, "worker", actor=desk, now=now)
    add_member(case, advisor, "specialist", actor=desk, now=now)
    handling.link(thread, case, actor=desk, now=now)
    assert set(candidates(fresh(thread), now=now)) == {desk, helper}
    with pytest.raises(Refused):
        handling.give(fresh(thread), rima, actor=desk, now=now)


def test_what_was_put_off_comes_back_by_itself_or_when_the_person_writes(thread, desk, now, at):
    other = make_enquiry(now)
    for each in (thread, other):
        handling.put_off(each, now + timedelta(days=1), actor=desk, now=now)
    at(now + timedelta(hours=23))
    wake_threads()
    assert fresh(thread).state == State.SNOOZED
    write_again(other, now + timedelta(hours=2))
    assert (fresh(other).state, fresh(other).snoozed_until) == (State.OPEN, None)
    at(now + timedelta(days=1))
    wake_threads()
    assert (fresh(thread).state, fresh(thread).waiting_since) == (State.OPEN, now)


def test_spam_is_closed_and_gone_after_thirty_days(thread, desk, now, at):
    handling.close(thread, spam=True, actor=desk, now=now)
    at(now + timedelta(days=30))
    erase_threads()
    assert fresh(thread).state == State.CLOSED
    at(now + timedelta(days=31))
    erase_threads()
    assert not Thread.objects.exists() and not DataKey.objects.filter(scope=thread.pk).exists()


def test_without_a_case_it_lasts_a_year_from_the_last_message(thread, desk, now):
    handling.close(thread, actor=desk, now=now)
    assert erasing.erase_due(today=now.date() + timedelta(days=365)) == 0
    assert erasing.erase_due(today=now.date() + timedelta(days=366)) == 1


def test_spam_that_was_none_lasts_as_any_other(thread, desk, now):
    handling.close(thread, spam=True, actor=desk, now=now)
    handling.reopen(thread, actor=desk, now=now)
    assert fresh(thread).erase_on == now.date() + timedelta(days=365)
    assert fresh(thread).state == State.OPEN


def test_linked_to_a_case_it_leaves_the_desk_and_lasts_with_the_case(thread, desk, rima, now):
    case = make_case(lead=desk, now=now)
    handling.link(thread, case, actor=desk, now=now)
    assert fresh(thread).erase_on is None
    assert DataKey.objects.get(scope=thread.pk).quarter == DataKey.objects.get(scope=case.pk).quarter
    assert visible_threads(desk, now=now).filter(pk=thread.pk).exists()
    assert not visible_threads(rima, now=now).filter(pk=thread.pk).exists()
    assert Entry.objects.filter(verb="enquiries.link", object_id=str(case.pk)).exists()
    with pytest.raises(Refused) as refused:
        handling.link(fresh(thread), make_case(lead=desk, now=now), actor=desk, now=now)
    assert refused.value.reason == Reason.ON_CASE
    with pytest.raises(Refused):
        handling.close(fresh(thread), spam=True, actor=desk, now=now)


def test_taken_out_of_a_case_only_with_a_reason_that_is_kept(signed_in, thread, desk, rima, now, at):
    case = make_case(lead=desk, now=now)
    handling.link(thread, case, actor=desk, now=now)
    client, url = signed_in(desk), reverse("thread_unlink", args=[thread.pk])
    client.post(url, {"reason": "wrong"})
    assert fresh(thread).case == case
    client.post(url, {"reason": "Another person of the same name wrote this."})
    assert fresh(thread).case is None
    assert fresh(thread).erase_on == now.date() + timedelta(days=365)
    entry = Entry.objects.get(verb="enquiries.unlink")
    assert entry.reason == "" and entry.reason_scope == case.pk
    assert visible_threads(rima, now=now).filter(pk=thread.pk).exists()


def test_only_the_lead_takes_something_out_of_a_case(signed_in, thread, desk, now, at):
    case = make_case(lead=desk, now=now)
    helper = make_user(RoleKind.COORDINATOR, region="kanto")
    add_member(case, helper, "worker", actor=desk, now=now)
    handling.link(thread, case, actor=desk, now=now)
    url = reverse("thread_unlink", args=[thread.pk])
    answer = signed_in(helper).post(url, {"reason": "Another person of the same name wrote this."})
    assert answer.status_code == 404 and fresh(thread).case == case


def test_a_case_is_opened_from_what_the_thread_knows(signed_in, thread, desk, now, at):
    client, url = signed_in(desk), reverse("thread_case", args=[thread.pk])
    page = client.get(url).content.decode()
    assert '<option value="vi" selected>' in page and '<option value="13" selected>' in page
    typed = {
        "main_topic": "work", "urgency": "1", "language": "vi", "language_mode": "interpreter",
        "prefecture": "13", "route": "web", "summary": "ZZSUMMARY",
    }  # fmt: skip
    for _ in range(2):
        client.post(url, typed)
    case = Case.objects.get()
    assert fresh(thread).case == case and case.person == thread.person
    assert case.members.get().user == desk


def test_two_threads_of_one_person_meet_in_a_case(signed_in, thread, desk, now, at):
    case = make_case(lead=desk, now=now)
    other = make_enquiry(now, kind=Kind.PHONE)
    client = signed_in(desk)
    for each in (thread, other):
        answer = client.post(reverse("thread_link", args=[each.pk]), {"number": case.number})
        assert answer.status_code == 302
    assert set(case.threads.all()) == {thread, other}


def test_nothing_is_linked_to_a_case_that_one_is_not_on(signed_in, thread, desk, now, at):
    case = make_case(now=now)
    answer = signed_in(desk).post(reverse("thread_link", args=[thread.pk]), {"number": case.number})
    unknown = signed_in(desk).post(reverse("thread_link", args=[thread.pk]), {"number": "B-24-999999"})
    said = [each.content.decode().replace(case.number, "B-24-999999") for each in (answer, unknown)]
    assert "there is none with this number" in said[0]
    assert fresh(thread).case is None


def test_a_call_is_noted_once_and_belongs_to_who_listened(signed_in, desk, now, at):
    client, token = signed_in(desk), str(uuid.uuid4())
    typed = {
        "token": token, "kind": "phone", "text": "ZZCALL", "language": "ne", "prefecture": "13", "urgency": "1",
        "topics": ["violence"], "nickname": "Maya", "safety": "unsafe", "ways": ["phone"], "shared": "on",
        "from_hour": "9", "to_hour": "17", "never": "ZZNEVER",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(reverse("inbox_new"), typed).status_code == 302
    thread = Thread.objects.get()
    assert (thread.channel.kind, thread.taken_by, thread.urgency) == (Kind.PHONE, desk, "1")
    contact = open_safe_contact(thread.person_id)
    assert contact.never == "ZZNEVER" and contact.hours == (9, 17) and "phone" in contact.ways
    page = client.get(reverse("thread_detail", args=[thread.pk])).content.decode()
    assert "ZZCALL" in page and "Maya" in page
    assert "Nothing is sent: note here what you tell them." in page


def test_how_to_reach_somebody_without_a_case_can_be_changed(signed_in, thread, desk, at):
    client = signed_in(desk)
    client.post(reverse("thread_contact", args=[thread.pk]), {"locked": "on", "never": "ZZNEVER"})
    assert open_safe_contact(thread.person_id) == SafeContact(locked=True, never="ZZNEVER")


def test_small_decisions_are_kept_and_in_the_log(signed_in, thread, desk, now, at):
    client = signed_in(desk)

    def post(name, **typed):
        return client.post(reverse(name, args=[thread.pk]), typed)

    post("thread_urgency", urgency="1")
    post("thread_topics", topics=["violence", "housing"])
    post("thread_give", user=desk.pk)
    post("thread_put_off", days="3")
    assert (fresh(thread).urgency, fresh(thread).taken_by, fresh(thread).state) == ("1", desk, State.SNOOZED)
    assert set(fresh(thread).topics.values_list("topic", flat=True)) == {"violence", "housing"}
    post("thread_close")
    assert fresh(thread).state == State.CLOSED
    assert "took" not in post("thread_take").content.decode() and fresh(thread).state == State.CLOSED
    post("thread_reopen")
    assert fresh(thread).state == State.OPEN
    assert post("thread_urgency", urgency="9").status_code == 404
    verbs = set(
        Entry.objects.filter(object_id=str(thread.pk), actor_id=desk.pk).values_list("verb", flat=True)
    )
    assert {
        f"enquiries.{verb}" for verb in ("urgency", "topics", "give", "put_off", "close", "reopen")
    } <= verbs


def test_who_read_what_is_forgotten_after_a_day(thread, desk, now, at):
    handling.look(thread, actor=desk, now=now)
    at(now + timedelta(hours=25))
    prune_readings()
    assert not Reading.objects.exists()


def test_keys_of_open_cases_are_kept_on(thread, desk, now):
    handling.link(thread, make_case(lead=desk, now=now), actor=desk, now=now)
    handling.renew_keys(today=now.date() + timedelta(days=400))
    assert DataKey.objects.get(scope=thread.pk).quarter == "2028Q3"


def test_noting_a_call_twice_gives_the_same_thread(desk, now):
    token = uuid.uuid4()
    given = {"token": token, "language": "ne", "contact": SafeContact(), "actor": desk, "now": now}
    assert calls.note_call(Kind.WALK_IN, "ZZ", **given).pk == calls.note_call(Kind.WALK_IN, "ZZ", **given).pk


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), st.integers(0, 400))
def test_a_morning_lies_ahead_and_waiting_adds_up(instant, days):
    now = instant.replace(tzinfo=UTC)
    morning = morning_in(days + 1, now)
    assert morning > now and (morning.hour, morning.minute) == (9, 0)
    whole, hours, minutes = waited(now, morning)
    assert timedelta(days=whole, hours=hours, minutes=minutes) <= morning - now
    assert waited(morning, now) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time: no race")
def test_of_two_who_take_it_at_once_one_has_it(thread, desk, rima, now):
    taken = at_once(*(partial(handling.take, thread, actor=who, now=now) for who in (desk, rima)))
    assert sum(isinstance(each, Refused) for each in taken) == 1
