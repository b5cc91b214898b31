"""Ids of other people lead nowhere: for a supporter who has no part in them, and a coordinator of another region."""

import pytest

from bansou.accounts.enums import RoleKind
from bansou.core import clock
from tests import factories as make
from tests.faults.test_fuzz import Visitor, addresses
from tests.faults.town import NOW, Town

# About no person: every coordinator reads them.
COMMON = {"terms_detail", "organisation_detail", "organisation_edit", "organisation_members"}
# Of somebody who asked for help: without their code and PIN these lead to the page that asks for both.
ASKS_FOR_CODE = {"help_file", "help_take_back"}


@pytest.fixture
def town(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    return Town()


@pytest.mark.django_db(databases=["default", "vault"])
@pytest.mark.parametrize("kind", [RoleKind.SUPPORTER, RoleKind.COORDINATOR])
def test_nothing_of_others_is_there(town, signed_in, kind):
    supporter = kind == RoleKind.SUPPORTER
    user = (
        make.make_supporter(prefecture="40").user
        if supporter
        else make.make_user(kind, region="kyushu_okinawa")
    )
    stranger = Visitor(signed_in(user))
    found = []
    for name, _kinds, tried in addresses(town):
        if len(tried) == 1 or name in COMMON | ASKS_FOR_CODE or not name:
            continue
        for address in tried:
            for method in ("get", "post"):
                answer = stranger.ask(method, address, {}, "a stranger")
                if answer is not None and answer.status_code not in (404, 405):
                    found.append(f"{name}: {method} {address} {answer.status_code}")
    assert found == [] and stranger.failures == []


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_form_that_another_sent_tells_nothing_of_their_claim(town, signed_in):
    token, sent = town.claims[0].form_token, town.claims[0].number
    mine = signed_in(make.make_supporter(experienced=True).user)
    answer = mine.post("/en/s/claims/new/", {"token": str(token), "done": "…"})
    assert sent not in answer.content.decode()
    assert mine.post(f"/en/s/claims/drafts/{token}/file/").status_code == 404
