"""Emergencies: refused without a reason, for an hour, read only, reviewed by somebody else."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.cases.actions.entries import add_entry
from bansou.cases.actions.glass import break_glass
from bansou.cases.actions.household import save_relative
from bansou.cases.actions.members import bar
from bansou.cases.enums import Reason
from bansou.cases.models import BreakGlass
from bansou.core.refusal import Refused
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db

WHY = {"emergency": "danger", "reason": "警察から電話があり、担当者と連絡がつかないため。"}


@pytest.fixture
def case(now):
    lead = make_user(RoleKind.COORDINATOR, region="kanto", name="佐藤", email="lead@example.org")
    case = make_case(lead=lead, now=now, summary="ZZSUMMARY")
    save_relative(case, {"name": "ZZNAME"}, relation="self", actor=lead, now=now)
    add_entry(case, "note", "ZZPRIVATE", actor=lead, now=now, private=True)
    return case


@pytest.fixture
def duty():
    return make_user(RoleKind.SECRETARIAT, name="当番", email="duty@example.org")


@pytest.fixture
def reauthenticated(signed_in):
    """A client whose user has just signed in anew."""

    def make(user, ago=0):
        client = signed_in(user)
        session = client.session
        record = {"method": "mfa", "type": "totp", "at": time.time() - ago, "reauthenticated": True}
        session["account_authentication_methods"] = [record]
        session["account_authentication_methods_user"] = session["_auth_user_id"]
        session.save()
        return client

    return make


def glass(case):
    return reverse("case_glass", args=[case.pk])


def overview(case):
    return reverse("case_overview", args=[case.pk])


def test_found_by_its_exact_number_and_opened_for_an_hour(case, duty, reauthenticated, now, at, run_worker):
    make_user(RoleKind.SECRETARIAT, email="office@example.org")
    client = reauthenticated(duty)
    assert client.get(overview(case)).status_code == 404
    listed = client.get(reverse("case_list"), {"q": case.number}).content.decode()
    assert glass(case) in listed
    assert client.post(glass(case), WHY)["Location"] == overview(case)
    page = client.get(overview(case)).content.decode()
    assert "ZZSUMMARY" in page and "opened this case in an emergency" in page
    assert "ZZPRIVATE" not in page and "Change the facts" not in page
    assert "ZZNAME" not in client.get(reverse("case_people", args=[case.pk])).content.decode()
    run_worker()
    assert {message.to[0] for message in mail.outbox} == {"lead@example.org", "office@example.org"}
    assert not [m for m in mail.outbox if "ZZ" in m.subject + m.body or "当番" in m.subject + m.body]
    at(now + timedelta(minutes=61))
    assert reauthenticated(duty).get(overview(case)).status_code == 404


def test_names_take_a_second_step(case, duty, reauthenticated, at):
    client = reauthenticated(duty)
    client.post(glass(case), WHY)
    client.post(reverse("glass_red", args=[case.pk]))
    assert "ZZNAME" in client.get(reverse("case_people", args=[case.pk])).content.decode()


def test_nothing_can_be_written(case, duty, reauthenticated, at):
    client = reauthenticated(duty)
    client.post(glass(case), WHY)
    client.post(reverse("glass_red", args=[case.pk]))
    writes = (
        "case_edit", "case_urgency", "relative_new", "residence_edit", "contact_edit", "case_members",
        "case_consent", "case_close", "case_erase", "case_progress", "case_tasks", "case_files",
    )  # fmt: skip
    for name in writes:
        assert client.post(reverse(name, args=[case.pk]), {"text": "x"}).status_code == 404, name


def test_without_a_reason_or_a_fresh_sign_in_it_stays_shut(case, duty, reauthenticated, at):
    short = reauthenticated(duty).post(glass(case), {**WHY, "reason": "急ぎ"})
    assert "at least 20 characters" in short.content.decode()
    stale = reauthenticated(duty, ago=6 * 60)
    for answer in (stale.get(glass(case)), stale.post(glass(case), WHY)):
        assert "reauthenticate" in answer["Location"]
    assert not BreakGlass.objects.exists()


def test_a_second_opening_waits_for_the_review_of_the_first(case, duty, reauthenticated, signed_in, now, at):
    opening = break_glass(case, **WHY, actor=duty, now=now)
    other = make_case(now=now)
    client = reauthenticated(duty)
    assert "has not been reviewed yet" in client.post(glass(other), WHY).content.decode()
    review = reverse("glass_review", args=[opening.pk])
    own = client.get(review).content.decode()
    assert "Somebody else reviews this." in own and WHY["reason"] not in own
    client.post(review, {"verdict": "justified"})
    opening.refresh_from_db()
    assert not opening.verdict
    office = signed_in(make_user(RoleKind.SECRETARIAT))
    at(now + timedelta(hours=73))
    office = signed_in(make_user(RoleKind.SECRETARIAT))
    assert "more than 72 hours" in office.get(reverse("glass_list")).content.decode()
    assert WHY["reason"] in office.get(review).content.decode()
    office.post(review, {"verdict": "unjustified"})
    opening.refresh_from_db()
    assert opening.verdict == "unjustified"
    break_glass(other, **WHY, actor=duty, now=now + timedelta(hours=73))


def test_not_in_another_region_and_never_for_who_is_barred(case, duty, reauthenticated, now, at):
    far = make_user(RoleKind.COORDINATOR, region="hokkaido")
    assert reauthenticated(far).post(glass(case), WHY).status_code == 404
    bar(case, duty, actor=None, now=now)
    assert reauthenticated(duty).post(glass(case), WHY).status_code == 404
    listed = reauthenticated(duty).get(reverse("case_list"), {"q": case.number}).content.decode()
    assert glass(case) not in listed


def test_who_has_another_role_cannot(case, reauthenticated, now, at):
    for kind in (RoleKind.SUPPORTER, RoleKind.SPECIALIST, RoleKind.AUDITOR):
        assert reauthenticated(make_user(kind)).post(glass(case), WHY).status_code == 404


def test_the_reason_is_asked_for_by_the_action_too(case, duty, now):
    with pytest.raises(Refused) as refused:
        break_glass(case, emergency="danger", reason="急ぎ", actor=duty, now=now)
    assert refused.value.reason == Reason.SHORT_REASON


def test_who_must_never_see_the_case_is_not_told_of_it_either(case, duty, now, at, run_worker):
    told, barred = make_user(RoleKind.SECRETARIAT), make_user(RoleKind.SECRETARIAT)
    bar(case, barred, actor=None, now=now)
    break_glass(case, **WHY, actor=duty, now=now)
    run_worker()
    to = {message.to[0] for message in mail.outbox}
    assert told.email in to and barred.email not in to
