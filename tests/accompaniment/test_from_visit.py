"""From a visit of a case to its claim: what is known is not typed again, and the person is the case's."""

import uuid
from datetime import time, timedelta

import pytest
from django.urls import reverse

from bansou.accompaniment.actions import course, review
from bansou.accompaniment.actions.filing import ClaimRefused, resubmit_claim
from bansou.accompaniment.enums import Refusal
from bansou.accompaniment.models import Claim, Draft
from bansou.core.refusal import Refused
from bansou.matching.actions import diary
from bansou.people.models import Recipient
from tests.factories import file_claim, make_case, make_entry, make_supporter, make_terms, make_user
from tests.matching.makers import DAY, accept, make_ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
ADDED = {"done": "国保の窓口で通訳をしました。", "outcome": "solved", "place_name": "見本区役所"}


@pytest.fixture
def terms():
    return make_terms()


@pytest.fixture
def case(now):
    return make_case(now=now)


@pytest.fixture
def supporter(terms):
    return make_supporter(experienced=True)


@pytest.fixture
def visit(case, supporter, now, at):
    """A visit that an accepted request became, and that took place; it is told an hour after its end."""
    return told(case, supporter, now=now, at=at)


def told(case, *supporters, now, at, **changed):
    ask = make_ask(case, *supporters, now=now, needed=len(supporters), **changed)
    for each in supporters:
        accept(ask, each, now=now)
    after = ask.span[1] + timedelta(hours=1)
    at(after)
    return diary.finish_visit(ask.visit, ask.starts, ask.ends, actor=supporters[0].user, now=after)


def new(visit) -> str:
    return f"{reverse('claim_new')}?visit={visit.pk}"


def typed(answer) -> dict[str, object]:
    """The form as it is shown, as a browser would send it."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields if name != "birth_on"}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def text(answer) -> str:
    return answer.content.decode()


def send(browser, data) -> Claim:
    browser.post(reverse("claim_new"), {**data, "check": "1"})
    draft = Draft.objects.get()
    browser.post(reverse("draft_file", args=[draft.pk]))
    return Claim.objects.get()


def test_the_claim_opens_filled_in(visit, supporter, case, signed_in):
    answer = signed_in(supporter.user).get(new(visit))
    shown = typed(answer)
    assert (shown["support_on"], shown["starts"], shown["ends"]) == (DAY.isoformat(), "10:00", "12:00")
    assert (shown["place"], shown["activities"]) == ("city_hall", ["accompany"])
    page = text(answer)
    assert case.number in page
    assert 'name="card"' not in page
    assert 'name="name"' not in page
    assert "error-summary" not in page


def test_one_entry_serves_case_claim_and_count(visit, supporter, case, signed_in):
    browser = signed_in(supporter.user)
    data = typed(browser.get(new(visit))) | ADDED
    lines = text(browser.post(reverse("claim_lines"), data))
    assert "This is claim 1 of 3 for this person." in lines
    claim = send(browser, data)
    assert claim.visit == visit
    assert claim.recipient.person == case.person
    assert (claim.support_on, claim.minutes) == (visit.day, 120)
    assert claim.slots.count() == 1
    again = browser.get(new(visit))
    assert again["Location"] == reverse("claim_detail", args=[claim.pk])


def test_the_second_who_went_along_is_named_already(case, supporter, now, at, signed_in):
    second = make_supporter(experienced=True)
    visit = told(case, supporter, second, now=now, at=at)
    claim = send(signed_in(supporter.user), typed(signed_in(supporter.user).get(new(visit))) | ADDED)
    assert set(claim.participations.values_list("supporter", flat=True)) == {supporter.pk, second.pk}
    answer = signed_in(second.user).get(new(visit))
    assert answer["Location"] == reverse("claim_detail", args=[claim.pk])


def test_a_draft_keeps_the_visit(visit, supporter, signed_in):
    browser = signed_in(supporter.user)
    browser.post(reverse("claim_new"), typed(browser.get(new(visit))) | {"draft": "1"})
    page = browser.get(reverse("claim_draft", args=[Draft.objects.get().pk]))
    assert page.context["visit"] == visit
    assert typed(page)["visit"] == str(visit.pk)


def test_the_language_switch_keeps_the_visit(visit, supporter, signed_in):
    browser = signed_in(supporter.user)
    data = typed(browser.get(new(visit))) | {"switch_language": "ja"}
    page = browser.post(f"/ja/s/claims/new/?visit={visit.pk}", data)
    assert page.context["visit"] == visit


def test_nobody_claims_for_the_visit_of_another(visit, case, signed_in, terms):
    other = make_supporter(experienced=True)
    browser = signed_in(other.user)
    for asked in (visit.pk, uuid.uuid4(), "x"):
        assert browser.get(f"{reverse('claim_new')}?visit={asked}").status_code == 404
    with pytest.raises(Refused) as caught:
        file_claim(other, now=visit.span[1], visit=visit.pk, name="", birth_on=None, support_on=visit.day)
    assert caught.value.reason == Refusal.NO_VISIT
    data = {"visit": str(visit.pk), "programme": "bansou-net", "support_on": DAY.isoformat()}
    lines = text(browser.post(reverse("claim_lines"), data | {"starts": "10:00", "ends": "12:00"}))
    assert "for this person" not in lines
    assert not Recipient.objects.filter(person=case.person).exists()


def test_a_visit_that_has_not_been_told_is_not_claimed(case, supporter, now, signed_in):
    ask = make_ask(case, supporter, now=now)
    accept(ask, supporter, now=now)
    assert signed_in(supporter.user).get(new(ask.visit)).status_code == 404


def test_the_cap_counts_every_supporter_of_the_person(case, supporter, now, at):
    for number in range(3):
        one = told(case, supporter, now=now, at=at, day=DAY + timedelta(days=number))
        file_claim(supporter, now=one.span[1], **of(one))
    last = told(case, make_supporter(experienced=True), now=now, at=at, day=DAY + timedelta(days=3))
    with pytest.raises(ClaimRefused) as caught:
        file_claim(last.supporters.get(), now=last.span[1], **of(last))
    assert caught.value.reason == Refusal.RECIPIENT_CAP_REACHED


def of(visit, **changed) -> dict[str, object]:
    return {
        "visit": visit.pk, "name": "", "birth_on": None, "support_on": visit.day, "starts": visit.starts,
        "ends": visit.ends, **changed,
    }  # fmt: skip


def test_a_returned_claim_keeps_its_visit(visit, supporter, signed_in):
    claim = file_claim(supporter, now=visit.span[1], **of(visit))
    review.send_back(
        claim, reason="終わりの時刻を確かめてください。", version=claim.version, actor=make_user("secretariat"),
        now=visit.span[1],
    )  # fmt: skip
    page = signed_in(supporter.user).get(reverse("claim_edit", args=[claim.pk]))
    assert page.context["visit"] == visit
    entry = make_entry(**of(visit, ends=time(11, 30)))
    resubmit_claim(claim=claim, entry=entry, token=uuid.uuid4(), actor=supporter.user, now=visit.span[1])
    claim.refresh_from_db()
    assert (claim.visit, claim.minutes) == (visit, 90)


def test_after_withdrawing_the_visit_can_be_claimed_anew(visit, supporter, signed_in):
    claim = file_claim(supporter, now=visit.span[1], **of(visit))
    course.withdraw(claim, actor=supporter.user, now=visit.span[1])
    assert signed_in(supporter.user).get(new(visit)).status_code == 200
