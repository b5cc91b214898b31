"""The desk's pictures: right counts, of one's own regions, with nothing of anybody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.cases.actions.members import add_member
from bansou.cases.enums import Role
from bansou.cases.models import Case
from bansou.enquiries.models import Thread
from bansou.website.queries.pictures import pictures
from tests.factories import make_case, make_supporter, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_user(RoleKind.SECRETARIAT)


def told(lines) -> dict[str, int]:
    return {line.label: line.value for line in lines}


def test_open_cases_by_place_language_and_topic(office, now):
    make_case(now=now)
    make_case(now=now, prefecture="27", language="ne", main_topic="medical")
    seen = pictures(office, now=now)
    assert told(seen.by_language) == {"Nepali": 1, "Vietnamese": 1}
    assert told(seen.by_topic) == {"Illness and disability": 1, "Work, pay, dismissal": 1}
    assert {tile.code: tile.value for tile in seen.by_prefecture.tiles if tile.value} == {"13": 1, "27": 1}


def test_a_coordinator_sees_counts_of_their_regions(now):
    make_case(now=now)
    make_case(now=now, prefecture="27")
    kinki = make_user(RoleKind.COORDINATOR, region="kinki")
    assert {tile.code for tile in pictures(kinki, now=now).by_prefecture.tiles if tile.value} == {"27"}


def test_what_nobody_touched_for_14_days(office, now):
    make_case(now=now - timedelta(days=14))
    assert not pictures(office, now=now).neglected_by_region
    make_case(now=now - timedelta(days=14, minutes=1))
    assert told(pictures(office, now=now).neglected_by_region) == {"Kanto": 1}


def test_who_carries_how_much(office, now):
    lead, helper = make_user(RoleKind.COORDINATOR, region="kanto", name="A"), make_supporter(now=now)
    for _ in range(2):
        case = make_case(lead=lead, now=now)
    add_member(case, helper.user, Role.WORKER, actor=lead, now=now)
    rows = [(row.name, row.leads, row.helps) for row in pictures(office, now=now).load]
    assert rows == [("A", 2, 0), (helper.user.name, 0, 1)]


def test_how_long_people_wait(office, now):
    from tests.enquiries.test_asking_receiving import start

    for hours in (1, 30):
        start(now - timedelta(hours=hours))
    assert Thread.objects.filter(waiting_since=None).count() == 0
    waits = told(pictures(office, now=now).waits)
    assert waits["under 4 hours"] == 1 and waits["1 to 3 days"] == 1 and sum(waits.values()) == 2


@pytest.mark.usefixtures("at")
def test_the_page_names_nobody_but_staff(office, now, signed_in, django_assert_max_num_queries):
    make_case(now=now)
    client = signed_in(office)
    client.get(reverse("desk_pictures"))
    with django_assert_max_num_queries(20):
        page = client.get(reverse("desk_pictures")).content.decode()
    assert "Open cases by prefecture" in page and Case.objects.get().number not in page
    assert signed_in(make_user(RoleKind.ACCOUNTANT)).get(reverse("desk_pictures")).status_code == 404
