"""The log in the database: nothing leaves it, tampering is told, and openings are counted."""

import re
import uuid
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from bansou.audit import actions, append_only, queries
from bansou.audit.models import Entry, Seal
from bansou.core.refusal import Refused
from bansou.directory.models import Organisation
from bansou.vault import actions as vault
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class Actor:
    pk = uuid.UUID(int=7)


@pytest.fixture
def organisation():
    return Organisation.objects.create(name="あおぞら", prefecture="13")


@pytest.fixture
def log(organisation, now):
    """Five entries, sealed."""
    for number in range(5):
        actions.record(
            Actor, "terms.load", organisation, now=now + timedelta(minutes=number), fields=["name"]
        )
    assert actions.seal_entries() == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_seal SET seq = seq + 100",
        "DELETE FROM audit_seal",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_seal, audit_entry",
    ],
)
def test_the_database_refuses_to_change_the_log(log, statement):
    if "TRUNCATE" in statement and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.count() == Seal.objects.count() == 5


def test_the_orm_cannot_either(log):
    entry = Entry.objects.first()
    entry.verb = "x"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Seal.objects.all().delete()


def verify(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("audit", "verify", *arguments, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_verify_says_that_the_log_is_whole(log):
    assert verify() == (0, "The audit log is whole: 5 links.\n")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_entry SET reason = 'x' WHERE id = (SELECT min(id) + 2 FROM audit_entry)", "link 3"),
        ("UPDATE audit_entry SET actor_id = NULL WHERE id = (SELECT min(id) FROM audit_entry)", "link 1"),
        ("DELETE FROM audit_seal WHERE seq = 2", "links are missing"),
    ],
)
def test_verify_finds_what_the_owner_of_the_database_changed(log, statement, told):
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    code, text = verify()
    assert code == 1 and told in text


def test_a_cut_tail_shows_against_the_anchor(log):
    out = StringIO()
    call_command("audit", "anchor", stdout=out)
    anchor = out.getvalue().strip()
    assert verify("--anchor", anchor)[0] == 0
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE seq > 3")
        cursor.execute("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_seal)")
    assert verify()[0] == 0
    code, text = verify("--anchor", anchor)
    assert code == 1 and "ends before the anchor" in text


def test_the_sealer_takes_only_what_is_new(log, organisation, now):
    assert actions.seal_entries() == 0
    actions.record(None, "terms.load", organisation, now=now)
    assert actions.seal_entries() == 1
    assert queries.anchor()[0] == 6


def test_an_old_entry_without_a_seal_is_told(log, organisation, now):
    entry = actions.record(Actor, "terms.load", organisation, now=now)
    assert not [*queries.faults(now=now + timedelta(minutes=30))]
    assert [fault.seq for fault in queries.faults(now=now + timedelta(hours=2))] == [entry.pk]


def sealed(now, count):
    scopes = [vault.create_key("person", erase_on=date(2031, 1, 1), now=now) for _ in range(count)]
    return [vault.Sealed(scope, "place", vault.seal(scope, "place", "秘密")) for scope in scopes]


def test_opening_is_recorded_before_the_text_is_given(organisation, now):
    [item] = sealed(now, 1)
    assert actions.open_sealed(
        Actor, "people.read", organisation, sealed=[item], now=now, fields=["identity"], reason="電話"
    ) == ["秘密"]
    entry = Entry.objects.get()
    assert (entry.actor_id, entry.verb, entry.fields, entry.reason) == (
        Actor.pk,
        "people.read",
        ["identity"],
        "電話",
    )
    assert "秘密" not in str(entry.__dict__)


def test_the_two_hundred_and_first_is_refused_and_raises_the_alarm(organisation, now, monkeypatch, caplog):
    monkeypatch.setattr(vault, "LIMITS", {vault.Limit.PERSON: 2})
    actions.open_sealed(Actor, "people.read", organisation, sealed=sealed(now, 2), now=now)
    with pytest.raises(Refused):
        actions.open_sealed(Actor, "people.read", organisation, sealed=sealed(now, 1), now=now)
    assert Entry.objects.last().verb == "vault.limit"
    assert str(Actor.pk) in caplog.text


def test_who_saw_one_object_includes_lists(organisation, now):
    others = [Organisation.objects.create(name=str(n), prefecture="13") for n in range(3)]
    actions.record(Actor, "terms.load", *others, organisation, now=now)
    actions.record(Actor, "terms.load", others[0], now=now)
    assert queries.entries(object_type="directory.organisation", object_id=str(organisation.pk)).count() == 1
    assert queries.entries(object_type="directory.organisation", object_id=str(others[0].pk)).count() == 2


def test_the_links_of_the_log_lead_through_all_of_it(organisation, now, signed_in):
    for number in range(60):
        actions.record(
            None, "terms.load", organisation, now=now + timedelta(minutes=number), reason=f"n{number}"
        )
    auditor = signed_in(make_user("auditor"))
    first = auditor.get("/en/c/audit/?verb=terms.load")
    following = re.search(r'href="([^"]+)" rel="next"', first.content.decode())[1]
    second = auditor.get(f"/en/c/audit/{unescape(following)}")
    seen = [row["entry"].reason for page in (first, second) for row in page.context["rows"]]
    assert seen == [f"n{number}" for number in reversed(range(60))]
