"""What every test can use: both databases, the worker, a fixed day."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone, translation
from hypothesis import settings

# A slow machine is no fault: nothing is measured here.
settings.register_profile("bansou", deadline=None)
settings.load_profile("bansou")


@pytest.fixture(autouse=True)
def in_english():
    """A page read in another language leaves that language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture
def today() -> date:
    return date(2024, 8, 1)


@pytest.fixture
def now() -> datetime:
    return datetime(2024, 8, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch, now):
    """Set the one clock: pages live on the fixed day at noon in Japan, or at the instant that a test says."""
    from bansou.core import clock

    def move(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)
        monkeypatch.setattr(clock, "today", lambda: timezone.localtime(instant).date())

    move(now)
    return move


@pytest.fixture
def run_worker():
    """Run waiting tasks and send waiting mail, as the worker would."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from bansou.core import clock
    from bansou.notices import actions

    # Its own loop closes connections, which here hold the test's transaction.
    worker = Worker(
        queue_names=["*"], excluded_queue_names=[], backend_name="default", worker_id="test",
        interval=0, startup_delay=False, batch=True, max_tasks=None,
    )  # fmt: skip

    def run() -> None:
        while task := DBTaskResult.objects.ready().first():
            task.claim(worker.worker_id)
            worker.run_task(task)
        while actions.send_due(now=clock.now()):
            pass

    return run


@pytest.fixture
def signed_in():
    """Make a client in which a user is signed in; staff get a second factor first."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client

    def make(user) -> Client:
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
        client = Client()
        client.force_login(user)
        return client

    return make


def _flush_with_the_audit_log(self, flush=TransactionTestCase._fixture_teardown):
    """Tests that commit empty the tables afterwards; the audit log refuses that, so it lets go for a moment."""
    from bansou.audit import append_only

    append_only.remove(connection)
    try:
        flush(self)
    finally:
        append_only.install(connection)


TransactionTestCase._fixture_teardown = _flush_with_the_audit_log


@pytest.fixture(autouse=True)
def _cold_keyring():
    """Keys of a rolled-back test are no keys of the next one."""
    from bansou.vault import keyring

    keyring.forget()


def pytest_collection_modifyitems(items):
    # Every database test sees the vault too.
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and "databases" not in marker.kwargs:
            marker.kwargs["databases"] = ["default", "vault"]
