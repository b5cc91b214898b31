"""Destroying a quarter's keys takes two people."""

import builtins
import getpass
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.core import clock
from bansou.vault import actions
from bansou.vault.models import DataKey
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a road of many steps"


@pytest.fixture
def quarter(now, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path / "keys")
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))
    actions.create_key("claim", erase_on=date(2026, 2, 1), now=now)
    return "2026Q1"


@pytest.fixture
def people():
    made = [make_user(RoleKind.SECRETARIAT), make_user(RoleKind.AUDITOR), make_user(RoleKind.ACCOUNTANT)]
    for person in made:
        person.set_password(PASSWORD)
        person.save()
    return made


def destroy(quarter, monkeypatch, *confirmations, password=PASSWORD):
    typed = iter([text for person, phrase in confirmations for text in (person.email, phrase)])
    monkeypatch.setattr(builtins, "input", lambda _: next(typed))
    monkeypatch.setattr(getpass, "getpass", lambda _: password)
    call_command("vault", "destroy-quarter", quarter, stdout=StringIO())


def test_two_people_destroy_and_it_is_logged(quarter, people, monkeypatch):
    one, two, _accountant = people
    destroy(quarter, monkeypatch, (one, "destroy 2026Q1"), (two, "destroy 2026Q1"))
    assert not DataKey.objects.filter(quarter=quarter).exists()
    told = set(Entry.objects.filter(verb="vault.destroy").values_list("actor_id", "reason"))
    assert told == {(one.pk, "2026Q1"), (two.pk, "2026Q1")}
    out = StringIO()
    call_command("vault", "status", stdout=out)
    assert "2026Q1" not in out.getvalue()


@pytest.mark.parametrize(
    ("first", "second", "phrase", "password"),
    [
        (0, 0, "destroy 2026Q1", PASSWORD),
        (0, 2, "destroy 2026Q1", PASSWORD),
        (0, 1, "destroy", PASSWORD),
        (0, 1, "destroy 2026Q1", "wrong"),
    ],
)
def test_anything_less_destroys_nothing(quarter, people, monkeypatch, first, second, phrase, password):
    with pytest.raises(CommandError, match="Nothing was destroyed"):
        destroy(quarter, monkeypatch, (people[first], phrase), (people[second], phrase), password=password)
    assert DataKey.objects.filter(quarter=quarter).exists()


def test_a_quarter_that_is_not_over_stays(quarter, people, monkeypatch):
    with pytest.raises(CommandError, match="not over"):
        destroy("2026Q4", monkeypatch)
