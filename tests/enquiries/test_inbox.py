"""The inbox: what it shows to whom, in which order, and that it asks the database a fixed number of times."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.cases.actions.members import add_member, bar
from bansou.enquiries.actions import answering, handling
from bansou.enquiries.enums import Kind
from bansou.enquiries.models import Message, Thread
from bansou.vault import actions as vault
from tests.enquiries.desk import make_enquiry, write_again
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="佐藤")


@pytest.fixture
def inbox(signed_in, desk, at):
    client = signed_in(desk)

    def get(user=None, **query) -> str:
        page = (signed_in(user) if user else client).get(reverse("inbox"), query)
        assert page.status_code == 200
        return page.content.decode()

    return get


def test_what_waits_longest_stands_first(inbox, now):
    make_enquiry(now - timedelta(days=2), "ZZOLD")
    make_enquiry(now - timedelta(minutes=5), "ZZNEW")
    page = inbox()
    assert page.index("ZZOLD") < page.index("ZZNEW")
    assert "2 days" in page
    assert "5 minutes" in page
    assert "ZZNEW" not in inbox(view="late")
    assert "ZZOLD" in inbox(view="late")


def test_each_view_shows_its_own(inbox, desk, now):
    waits, mine, off, closed = (make_enquiry(now, f"ZZ{word}") for word in ("WAITS", "MINE", "OFF", "CLOSED"))
    handling.take(mine, actor=desk, now=now)
    handling.put_off(off, now + timedelta(days=3), actor=desk, now=now)
    handling.close(closed, actor=desk, now=now)
    shown = {
        view: {word for word in ("WAITS", "MINE", "OFF", "CLOSED") if f"ZZ{word}" in inbox(view=view)}
        for view in ("waiting", "new", "nobodys", "mine", "snoozed", "closed", "cases", "all")
    }
    assert shown == {
        "waiting": {"WAITS", "MINE"},
        "new": {"WAITS"},
        "nobodys": {"WAITS"},
        "mine": {"MINE"},
        "snoozed": {"OFF"},
        "closed": {"CLOSED"},
        "cases": set(),
        "all": {"WAITS", "MINE", "OFF", "CLOSED"},
    }


def test_filters_narrow_rows_and_counts(inbox, now):
    make_enquiry(now, "ZZONE", urgency="1", topics=["violence"])
    make_enquiry(now, "ZZTWO", language="ne", kind=Kind.PHONE)
    for query in ({"urgency": "1"}, {"language": "vi"}, {"topic": "violence"}, {"channel": "web"}):
        page = inbox(**query)
        assert "ZZONE" in page
        assert "ZZTWO" not in page
        assert '<span class="count"><bdi dir="ltr">1</bdi></span>' in page


def test_a_translation_into_the_language_of_the_page_is_shown_with_its_badge(inbox, desk, now):
    thread = make_enquiry(now, "Tôi bị ốm.")
    answering.write_translation(thread.messages.get(), "I am ill.\nMore", language="en", actor=desk, now=now)
    page = inbox()
    assert "I am ill." in page
    assert "Tôi bị ốm." not in page
    # A newer message is not what was translated.
    write_again(thread, now + timedelta(minutes=1), "Cảm ơn")
    assert "Cảm ơn" in inbox()


def test_the_desk_of_a_region_sees_its_own_threads_and_those_that_told_none(inbox, now):
    for prefecture, word in (("13", "ZZKANTO"), ("27", "ZZKINKI"), ("", "ZZUNTOLD")):
        make_enquiry(now, word, prefecture=prefecture)
    page = inbox()
    assert "ZZKANTO" in page and "ZZUNTOLD" in page
    assert "ZZKINKI" not in page
    assert "ZZKINKI" in inbox(make_user(RoleKind.SECRETARIAT))


def test_threads_of_a_case_are_for_its_members_alone(inbox, desk, now):
    thread = make_enquiry(now, "ZZCASE")
    case = make_case(now=now)
    handling.link(thread, case, actor=desk, now=now)
    for query in ({}, {"view": "all"}, {"view": "cases"}, {"q": case.number}):
        for user in (None, make_user(RoleKind.SECRETARIAT)):
            page = inbox(user, **query)
            assert "ZZCASE" not in page and f"t-{thread.pk}" not in page
            assert "1</bdi>" not in page
    lead = case.members.get().user
    assert "ZZCASE" in inbox(lead, view="cases")
    assert "ZZCASE" in inbox(lead, q=case.number.lower().replace("-", " "))
    add_member(case, desk, "specialist", actor=lead, now=now)
    assert "ZZCASE" not in inbox(view="all"), "specialists advise, they read no messages"
    other = make_user(RoleKind.COORDINATOR, region="kanto")
    add_member(case, other, "worker", actor=lead, now=now)
    assert "ZZCASE" in inbox(other, view="all")
    bar(case, other, actor=lead, now=now)
    assert "ZZCASE" not in inbox(other, view="all")


def test_every_list_is_in_the_log_and_counts_towards_the_limit(inbox, desk, now, monkeypatch):
    threads = [make_enquiry(now, f"ZZ{number}") for number in range(3)]
    inbox()
    entry = Entry.objects.get(verb="enquiries.list")
    assert entry.actor_id == desk.pk
    assert set(entry.object_ids) == {str(each.pk) for each in threads}
    monkeypatch.setitem(vault.LIMITS, vault.Limit.PERSON, 3)
    make_enquiry(now, "ZZMORE")
    page = inbox()
    assert "ZZ0" not in page and "ZZMORE" not in page, "over the limit nothing is opened"
    assert str(threads[0].pk) in page


def test_pages_follow_each_other_to_the_last(inbox, now):
    for number in range(7):
        make_enquiry(now - timedelta(hours=number), f"ZZ{number}ZZ")
    from bansou.core import paging
    from bansou.enquiries.queries import inbox as queries

    parts = [Thread.objects.filter(prefecture="13"), Thread.objects.filter(prefecture="27")]
    seen, key = [], ""
    for _ in range(3):
        asked = {"after": key} if key else {}
        found = paging.page(parts[0], asked, queries.LONGEST, size=3, rising=True, also=parts[1:])
        seen += [each.waiting_since for each in found.rows]
        key = found.next
    assert seen == sorted(seen) and len(seen) == 7 and not key
    last = paging.page(parts[0], {"last": "1"}, queries.LONGEST, size=3, rising=True, also=parts[1:])
    assert [each.waiting_since for each in last.rows] == seen[-3:]
    assert last.previous and not last.next


@pytest.mark.parametrize("view", ["waiting", "all", "cases"])
def test_three_rows_ask_no_more_than_one(signed_in, desk, now, at, view):
    client = signed_in(desk)

    def queries() -> int:
        client.get(reverse("inbox"), {"view": view})
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["vault"]) as two,
        ):
            client.get(reverse("inbox"), {"view": view})
        return len(one) + len(two)

    def add(number):
        thread = make_enquiry(now, f"ZZ{number}")
        handling.look(thread, actor=make_user(RoleKind.SECRETARIAT), now=now)
        answering.write_translation(thread.messages.get(), "Words", language="en", actor=desk, now=now)
        if view == "cases":
            handling.link(thread, make_case(lead=desk, now=now), actor=desk, now=now)

    add(0)
    first = queries()
    add(1)
    add(2)
    assert queries() == first <= 12


def test_who_is_reading_shows_for_a_minute(inbox, now, at):
    thread = make_enquiry(now)
    handling.look(thread, actor=make_user(RoleKind.SECRETARIAT, name="Suzuki"), now=now)
    assert "Suzuki is reading" in inbox()
    at(now + timedelta(seconds=61))
    assert "Suzuki is reading" not in inbox()


def test_an_empty_inbox_says_what_to_do(inbox):
    assert "Nobody waits here" in inbox()
    assert "Only an exact case number is found" in inbox(q="B-24-000001")
    assert "Nothing fits these filters" in inbox(urgency="1")
    assert "No messages in your cases" in inbox(view="cases")
    assert not Message.objects.exists()
