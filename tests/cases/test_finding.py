"""The list with its filters, exact search, and finding names and words in one's own cases."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.cases.actions.closing import close
from bansou.cases.actions.entries import add_entry
from bansou.cases.actions.household import save_relative
from bansou.cases.actions.members import add_member
from bansou.cases.actions.todo import add_task
from bansou.people.models import Card
from tests.factories import make_card, make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="佐藤")


def shown(client, **asked):
    page = client.get(reverse("case_list"), asked).content.decode()
    return {part[:11] for part in page.split('<bdi dir="ltr">')[1:] if part.startswith("B-")}


def found(client, words):
    page = client.post(reverse("case_find"), {"words": words}).content.decode()
    return {part[:11] for part in page.split('<bdi dir="ltr">')[1:] if part.startswith("B-")}


def test_the_filters(lead, signed_in, now, at):
    wages = make_case(lead=lead, now=now - timedelta(days=15))
    flight = make_case(
        lead=lead,
        now=now,
        main_topic="violence",
        topics=("work",),
        urgency="1",
        language="ne",
        prefecture="27",
    )
    done = close(make_case(lead=lead, now=now), outcome="solved", reason="x", actor=lead, now=now)
    helped = make_case(now=now)
    add_member(helped, lead, "worker", actor=lead, now=now)
    add_task(flight, "x", actor=lead, now=now, due_on=(now + timedelta(days=7)).date())
    add_task(helped, "x", actor=lead, now=now, due_on=(now + timedelta(days=8)).date())
    make_case(now=now)
    client = signed_in(lead)
    numbers = {case.number for case in (wages, flight, helped)}
    assert shown(client) == numbers
    assert shown(client, state="") == numbers | {done.number}
    assert shown(client, state="closed") == {done.number}
    assert shown(client, urgency="1") == shown(client, language="ne") == {flight.number}
    assert shown(client, region="kinki") == shown(client, only="due") == {flight.number}
    assert shown(client, topic="work") == numbers
    assert shown(client, topic="violence") == {flight.number}
    assert shown(client, only="lead") == {wages.number, flight.number}
    assert shown(client, only="neglected") == {wages.number}
    assert shown(client, region="nowhere", state="open") == numbers


def test_exact_numbers_and_card_codes(lead, signed_in, at, now):
    code = make_card()
    person = Card.objects.get(code=code).person
    from bansou.vault import actions as vault

    vault.create_key("person", erase_on=now.date(), now=now, scope=person.pk)
    carded = make_case(lead=lead, person=person, now=now)
    other = make_case(lead=lead, now=now)
    foreign = make_case(now=now)
    client = signed_in(lead)
    assert (
        shown(client, q=other.number)
        == shown(client, q="ｂ" + other.number[1:].replace("-", " "))
        == {other.number}
    )
    assert shown(client, q=code) == {carded.number}
    assert shown(client, q="B-24") == set()
    assert (
        "Open it in an emergency" in client.get(reverse("case_list"), {"q": foreign.number}).content.decode()
    )


def test_long_lists_page_to_the_last_case(lead, signed_in, at, now):
    for turn in range(51):
        make_case(lead=lead, now=now + timedelta(minutes=turn))
    client = signed_in(lead)
    assert len(shown(client)) == 50 and shown(client, last="1") >= {"B-24-000001"}


@pytest.mark.parametrize(
    "typed", ["gurung", "Sita Gur", "GURUNG SITA", "グルン", "ぐるん", "シタグルン", "गुरुङ", "सीता"]
)
def test_names_are_found_in_latin_kana_and_native_script(lead, signed_in, at, now, typed):
    case = make_case(lead=lead, now=now)
    told = {"name": "SITA GURUNG", "kana": "シタ グルン", "native": "सीता गुरुङ"}
    save_relative(case, told, relation="self", actor=lead, now=now)
    other = make_case(lead=lead, now=now)
    save_relative(other, {"name": "NGUYEN VAN AN"}, relation="child", actor=lead, now=now)
    assert found(signed_in(lead), typed) == {case.number}


def test_words_of_notes_are_found_in_own_cases_only(lead, signed_in, at, now):
    mine, foreign = make_case(lead=lead, now=now), make_case(now=now)
    for case in (mine, foreign):
        add_entry(case, "note", "池袋のシェルターに ＭＯＶＥＤ した。", actor=lead, now=now)
    client = signed_in(lead)
    for words in ("シェルター", "しぇるたー", "moved"):
        assert found(client, words) == {mine.number}
    assert found(client, "大塚") == set()
    assert "池袋" in client.post(reverse("case_find"), {"words": "シェルター"}).content.decode()


def test_searches_are_few(lead, signed_in, at, now):
    make_case(lead=lead, now=now)
    client = signed_in(lead)
    for _turn in range(20):
        found(client, "何か")
    assert "which is the limit" in client.post(reverse("case_find"), {"words": "何か"}).content.decode()
