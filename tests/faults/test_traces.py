"""After a whole story nothing red, and no account or code, stands readable in a database, a log or a queue."""

import io
import logging
import logging.config
import uuid
from datetime import date

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from bansou.accompaniment.actions import review
from bansou.accompaniment.actions.late import write_note
from bansou.accompaniment.models import Claim
from bansou.accounts.enums import RoleKind
from bansou.core import clock
from bansou.notices.models import Mail
from tests import factories as make
from tests.faults.test_guessing import TYPED
from tests.faults.town import NOW, Town

RED = {
    "name": "ZEBRAQUEEN MARKA",
    "place_name": "MARK-place",
    "done": "MARK-done とても長い文章です。" * 3,
    "result": "MARK-result",
    "refusal": "MARK-refusal",
    "transport": "MARK-transport",
}
ACCOUNT = ("7391846", "ﾏｰｶ ｼﾞﾝ")
SECRET = (*("ZEBRAQUEEN", "MARK-", *ACCOUNT), "1987-06-05")


def everything(alias: str) -> str:
    """All rows of all tables, bytes read as text."""
    connection, told = connections[alias], []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                told += [
                    bytes(cell).decode("utf-8", "replace")
                    if isinstance(cell, bytes | memoryview)
                    else str(cell)
                    for cell in row
                ]
    return "\n".join(told)


@pytest.fixture
def log():
    """What the installation's own handler would write."""
    logging.config.dictConfig(settings.LOGGING)
    written = io.StringIO()
    handler = logging.getLogger().handlers[0]
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_story_leaves_nothing_readable(signed_in, run_worker, monkeypatch, log):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    town = Town()
    reviewer = town.staff[RoleKind.COORDINATOR]
    supporter = make.make_supporter(experienced=True)
    make.enter_account(
        supporter.payee, actor=town.staff[RoleKind.SECRETARIAT], now=NOW, number=ACCOUNT[0], name=ACCOUNT[1]
    )
    client, token = signed_in(supporter.user), str(uuid.uuid4())
    typed = {**TYPED, **RED, "birth_on_y": "1987", "birth_on_m": "6", "birth_on_d": "5", "token": token}
    typed["refused_by_office"] = "on"
    client.post(reverse("claim_lines"), typed)
    client.post(reverse("claim_new"), {**typed, "draft": "1", "token": str(uuid.uuid4())})
    client.post(reverse("claim_new"), typed)
    client.post(reverse("draft_file", args=[token]))
    claim = Claim.objects.get(form_token=token)
    signed_in(reviewer).get(reverse("claim_review", args=[claim.pk]))
    review.send_back(claim, version=claim.version, reason="MARK-reason", actor=reviewer, now=NOW)
    write_note(
        supporter=supporter, support_on=date(2024, 1, 5), deadline_on=date(2024, 2, 5), text="MARK-note",
        actor=supporter.user, now=NOW,
    )  # fmt: skip
    _ask_for_a_code(supporter.user.email)
    waiting = everything("default") + everything("vault")
    assert Mail.objects.filter(sent_at=None).exists()
    assert supporter.user.email not in _rows_of("notices_mail") + _rows_of(
        "django_tasks_database_dbtaskresult"
    )
    run_worker()
    for left in (waiting, everything("default"), everything("vault"), log.getvalue()):
        assert [mark for mark in SECRET if mark in left] == []


def _ask_for_a_code(email: str) -> None:
    Client().post(reverse("account_request_login_code"), {"email": email})


def _rows_of(table: str) -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return str(cursor.fetchall())


def test_an_error_is_logged_without_its_words(log):
    name, words = "-".join(("MARK", "name")), "Key (email)=({}) already exists.\n    DETAIL"
    try:
        try:
            int(name)
        except ValueError as error:
            raise RuntimeError(words.format(name)) from error
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/en/home/")
    told = log.getvalue()
    for part in ("/en/home/", "RuntimeError", "ValueError", "test_traces.py"):
        assert part in told
    assert name not in told
