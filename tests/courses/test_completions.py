"""Completed questionnaires: recorded, corrected, seen by the right people."""

from datetime import date

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.core.refusal import Refused
from bansou.courses import actions, queries
from bansou.courses.enums import Questionnaire
from tests.factories import make_supporter, make_terms, make_user

pytestmark = pytest.mark.django_db
B1, B2 = Questionnaire.BASIC_1, Questionnaire.BASIC_2


def test_days_are_set_moved_and_taken_back(now):
    supporter, actor = make_supporter(), make_user(RoleKind.SECRETARIAT)
    actions.record_completions(supporter, {B1: date(2024, 5, 1), B2: date(2024, 5, 2)}, actor=actor, now=now)
    actions.record_completions(supporter, {B1: date(2024, 5, 3), B2: None}, actor=actor, now=now)
    actions.record_completions(supporter, {B1: date(2024, 5, 3)}, actor=actor, now=now)
    assert queries.completions_of(supporter) == {"basic-1": date(2024, 5, 3)}
    assert [entry.fields for entry in Entry.objects.filter(verb="courses.record").order_by("id")] == [
        ["basic-1", "basic-2"],
        ["basic-1", "basic-2"],
    ]


def test_a_future_day_is_refused_and_nothing_is_kept(now):
    supporter = make_supporter()
    with pytest.raises(Refused, match="future"):
        actions.record_completions(
            supporter, {B1: date(2024, 5, 1), B2: date(2024, 8, 2)}, actor=None, now=now
        )
    assert queries.completions_of(supporter) == {}


def test_the_terms_name_questionnaires_that_exist():
    from bansou.programmes.rules import required_questionnaires

    required = required_questionnaires(make_terms().rules, date(2025, 1, 1))
    assert set(required) <= set(Questionnaire.values)


def test_who_confirms_writes_and_who_reads_reads(signed_in):
    supporter = make_supporter(prefecture="13")
    url = reverse("course_completions", args=[supporter.pk])
    given = {"basic-1": "2024-05-01"}
    assert signed_in(make_user(RoleKind.AUDITOR)).post(url, given).status_code == 200
    assert signed_in(make_user(RoleKind.COORDINATOR, region="kinki")).post(url, given).status_code == 404
    assert queries.completions_of(supporter) == {}
    assert signed_in(make_user(RoleKind.COORDINATOR, region="kanto")).post(url, given).status_code == 302
    assert queries.completions_of(supporter) == {"basic-1": date(2024, 5, 1)}
    page = signed_in(supporter.user).get(reverse("own_completions"))
    assert [row["day"] for row in page.context["rows"]][:2] == [date(2024, 5, 1), None]
