"""Member organisations: found, edited by the secretariat, public by name and prefecture only."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.directory import queries
from bansou.directory.models import Organisation
from tests.factories import make_organisation, make_supporter, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in):
    return signed_in(make_user(RoleKind.SECRETARIAT))


def test_search_by_name_region_and_membership():
    tokyo = make_organisation("見本の会", "13", kana="ミホンノカイ", latin="Mihon")
    osaka = make_organisation("例の組合", "27")
    left = make_organisation("昔の会", "13", left_on=date(2020, 1, 1))
    assert list(queries.search()) == [tokyo, osaka]
    assert list(queries.search(text="mihon")) == [tokyo]
    assert list(queries.search(region="kinki")) == [osaka]
    assert set(queries.search(with_left=True)) == {tokyo, osaka, left}


def test_only_active_supporters_are_counted():
    organisation = make_organisation()
    make_supporter(organisation_id=organisation.pk)
    gone = make_supporter(organisation_id=organisation.pk)
    gone.left_on = date(2024, 2, 1)
    gone.save()
    assert queries.search().get().members == 1


def test_the_public_list_shows_names_and_nothing_else(client):
    make_organisation("見本の会", "13", mail="secret@example.org", phone="03-0000-0000")
    make_organisation("昔の会", left_on=date(2020, 1, 1))
    page = client.get("/ja/members/").content.decode()
    assert "見本の会" in page
    assert "東京都" in page
    for hidden in ("secret@example.org", "03-0000-0000", "昔の会"):
        assert hidden not in page


def test_the_secretariat_adds_and_edits(browser):
    browser.post(
        reverse("organisation_new"), {"name": "見本の会", "prefecture": "13", "website": "mihon.example"}
    )
    organisation = Organisation.objects.get()
    assert organisation.website == "https://mihon.example"
    url = reverse("organisation_edit", args=[organisation.pk])
    page = browser.post(
        url, {"name": "見本の会", "prefecture": "13", "joined_on": "2024-05-01", "left_on": "2024-04-01"}
    )
    assert "left_on" in page.context["form"].errors
    browser.post(url, {"name": "見本の会", "prefecture": "14", "joined_on": "2024/5/1"})
    organisation.refresh_from_db()
    assert (organisation.prefecture, organisation.joined_on) == ("14", date(2024, 5, 1))
    assert Entry.objects.filter(verb="directory.save").count() == 2


def test_the_same_name_in_a_prefecture_is_refused_with_words(browser):
    make_organisation("見本の会", "13")
    page = browser.post("/en/c/organisations/new/", {"name": "見本の会", "prefecture": "13"})
    assert "in this prefecture already" in page.content.decode()
    assert Organisation.objects.count() == 1


def test_others_read_but_do_not_edit(signed_in):
    organisation = make_organisation()
    client = signed_in(make_user(RoleKind.COORDINATOR, region="kanto"))
    assert client.get(reverse("organisation_detail", args=[organisation.pk])).status_code == 200
    assert client.get(reverse("organisation_edit", args=[organisation.pk])).status_code == 404
    assert client.get(reverse("organisation_new")).status_code == 404


def test_the_export_has_a_row_each(browser):
    for number in range(3):
        make_organisation(f"=見本{number}")
    response = browser.get(reverse("organisation_export"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 4


def test_the_list_costs_the_same_queries_for_one_and_three(browser):
    make_organisation()
    browser.get(reverse("organisation_list"))
    costs = []
    for more in (0, 2):
        for _ in range(more):
            make_organisation()
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("organisation_list"))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 10
