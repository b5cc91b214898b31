"""The task list: what is done and what is missing."""

from datetime import date

import pytest

from bansou.accounts.enums import RoleKind
from bansou.supporters import actions, queries
from bansou.supporters.enums import Paper
from tests.factories import LONG_AGO, enter_account, make_supporter, make_terms, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2024, 8, 1)
BASIC = {f"basic-{number}" for number in range(1, 6)}


def tones(supporter, completed=frozenset(), today=TODAY):
    return {task.key: task.tone for task in queries.task_list(supporter, today, completed)}


def test_tasks_turn_good_one_by_one():
    make_terms()
    actor = make_user(RoleKind.SECRETARIAT)
    supporter = make_supporter(previous_experience=False)
    registration = supporter.registrations.get()
    assert tones(supporter) == {"id": "good", "competence": "todo", "memorandum": "info", "account": "info"}
    assert tones(supporter, BASIC)["competence"] == "good"
    assert tones(supporter, BASIC - {"basic-5"})["competence"] == "todo"
    assert tones(supporter, BASIC - {"basic-5"}, today=date(2024, 3, 31))["competence"] == "good"
    actions.mark_papers_sent([registration.pk], actor=actor, now=LONG_AGO)
    assert tones(supporter)["memorandum"] == tones(supporter)["account"] == "todo"
    actions.mark_paper_back(registration, Paper.MEMORANDUM, actor=actor, now=LONG_AGO)
    actions.mark_paper_back(registration, Paper.ACCOUNT_NOTICE, actor=actor, now=LONG_AGO)
    assert (tones(supporter)["memorandum"], tones(supporter)["account"]) == ("good", "info")
    enter_account(supporter.payee, actor=actor, now=LONG_AGO)
    actions.confirm_account(registration, actor=actor, now=LONG_AGO)
    actions.confirm_experience(supporter, actor=actor, now=LONG_AGO)
    supporter.refresh_from_db()
    assert set(tones(supporter).values()) == {"good"}


def test_told_experience_waits_for_the_coordinator():
    make_terms()
    assert tones(make_supporter(previous_experience=True))["competence"] == "info"


def test_without_a_term_the_papers_come_later():
    tasks = queries.task_list(make_supporter(), TODAY, set())
    assert [task.key for task in tasks] == ["id", "memorandum", "account"]
    assert "next term" in tasks[1].hint
