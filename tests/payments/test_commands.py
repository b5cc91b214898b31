"""The commands: what they say, their exit codes, and what a kill between the steps leaves behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bansou.accounts.enums import RoleKind
from bansou.payments.models import Run
from bansou.payments.rules import zengin
from tests import factories
from tests.payments.conftest import SCOPE

pytestmark = pytest.mark.usefixtures("at")


def exit_code(*arguments) -> int:
    try:
        call_command(*arguments)
    except CommandError as error:
        return error.returncode
    return 0


@pytest.mark.django_db
def test_a_month_from_the_command_line(accountant, approver, payee, tmp_path, capsys):
    factories.make_payable(payee, SCOPE)
    factories.make_payable(factories.make_payee(account=False, scope=SCOPE), SCOPE)
    close = ("payments", "close", "--month", "2024-07", "--pay-on", "2024-08-20")
    assert exit_code(*close, "--as", accountant.email) == 0
    told = capsys.readouterr().out
    assert "Run 1 is drafted: 1 payments, 4,000 yen, on 2024-08-20." in told
    assert "stays out: 1 (4,000 yen): No account yet" in told
    assert exit_code("payments", "approve", "--run", "1", "--as", accountant.email) == 1
    assert (
        exit_code("payments", "export", "--run", "1", "--out", str(tmp_path / "x"), "--as", accountant.email)
        == 1
    )
    assert not list(tmp_path.iterdir())
    # One approver only: no need to name them.
    assert exit_code("payments", "approve", "--run", str(Run.objects.get().pk)) == 0
    out = tmp_path / "file.txt"
    for _ in range(2):
        assert exit_code("payments", "export", "--run", "1", "--out", str(out), "--as", accountant.email) == 0
    assert zengin.check(out.read_bytes()) == []
    assert out.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [out]
    assert exit_code("zengin", "check", str(out)) == 0
    assert "No faults: 1 payments, 4,000 yen, on 08-20." in capsys.readouterr().out
    # A month that is closed has nothing more to pay; the waiting line is named with its reason.
    assert exit_code(*close, "--as", accountant.email) == 1
    assert "No account yet" in capsys.readouterr().err


@pytest.mark.django_db
def test_wrong_options_end_with_two(accountant, tmp_path):
    factories.make_user(RoleKind.ACCOUNTANT)
    close = ("payments", "close", "--month", "2024-07", "--pay-on", "2024-08-20")
    assert exit_code(*close) == 2
    assert exit_code(*close, "--as", "nobody@example.org") == 2
    assert exit_code("payments", "approve", "--run", "99") == 2
    assert exit_code("payments", "approve", "--run", "no-run") == 2


@pytest.mark.django_db
def test_export_to_nowhere_changes_nothing(accountant, approver, payee, tmp_path):
    factories.make_payable(payee, SCOPE)
    call_command(
        "payments", "close", "--month", "2024-07", "--pay-on", "2024-08-20", "--as", accountant.email
    )
    call_command("payments", "approve", "--run", "1", "--as", approver.email)
    lost = str(tmp_path / "missing" / "file.txt")
    assert exit_code("payments", "export", "--run", "1", "--out", lost, "--as", accountant.email) == 2
    assert Run.objects.get().state == "approved"


def test_zengin_check_names_each_fault(tmp_path, capsys):
    missing = tmp_path / "missing.txt"
    assert exit_code("zengin", "check", str(missing)) == 2
    assert exit_code("zengin", "check", str(tmp_path)) == 2
    damaged = tmp_path / "damaged.txt"
    damaged.write_bytes(b"1" + b" " * 118 + b"\r\n")
    assert exit_code("zengin", "check", str(damaged)) == 1
    told = capsys.readouterr().out
    assert "record 1, byte 119: The record has 119 bytes instead of 120. [record_length]" in told


STEPS = """
import sys
sys.path.insert(0, {root!r})
import django
django.setup()
from django.core.management import call_command
from bansou.core import clock
from datetime import datetime, UTC
clock.now = lambda: datetime(2024, 8, 1, 3, tzinfo=UTC)
from django.core.management import CommandError

def again(*arguments):
    # Refused because an earlier attempt got through: go on with the next step.
    try:
        call_command(*arguments)
    except CommandError as error:
        assert error.returncode == 1, error

print("ready", flush=True)
again("payments", "close", "--month", "2024-07", "--pay-on", "2024-08-20", "--as", "a@example.org")
again("payments", "approve", "--run", "1", "--as", "b@example.org")
call_command("payments", "export", "--run", "1", "--out", {out!r}, "--as", "a@example.org")
print("done", flush=True)
"""

FILL = """
import sys, uuid
sys.path.insert(0, {root!r})
import django
django.setup()
from tests import factories
a = factories.make_user("accountant", email="a@example.org")
factories.make_user("approver", email="b@example.org")
factories.ready_to_pay(a)
scope = uuid.uuid4()
for _ in range(40):
    factories.make_payable(factories.make_payee(scope=scope, actor=a), scope)
"""

SUMS = """
import sys
sys.path.insert(0, {root!r})
import django
django.setup()
from bansou.payments.models import *
lines = Line.objects.filter(live=True)
payables = lines.values("payable").distinct().count()
print(Run.objects.count(), lines.count(), payables, sum(lines.values_list("net_yen", flat=True)))
"""


def test_kill_at_any_moment_loses_and_doubles_nothing(tmp_path):
    """The three commands are killed at ever later moments and repeated until they get through."""
    root = str(Path(__file__).resolve().parents[2])
    out = tmp_path / "file.txt"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BANSOU_")},
        "BANSOU_DATA_DIR": str(tmp_path),
        "BANSOU_SECRET_KEY": "only-for-this-test",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def run(script, **more):
        command = [sys.executable, "-c", script.format(root=root, out=str(out))]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, **more
        ).stdout

    for database in ("default", "vault"):
        manage = [sys.executable, "manage.py", "migrate", "--skip-checks", "--database", database, "-v0"]
        subprocess.run(manage, cwd=root, env=environment, check=True)
    run(FILL)
    kills = 0
    while True:
        command = [sys.executable, "-c", STEPS.format(root=root, out=str(out))]
        worker = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert worker.stdout.readline() == "ready\n"
        # In steps that grow, so that a fast machine is hit often enough and a slow one gets through.
        time.sleep(0.003 * 1.4**kills)
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
        told, _errors = worker.communicate()
        if "done" in told:
            break
        kills += 1
        assert kills < 30
    assert kills > 3
    assert run(SUMS).split() == ["1", "40", "40", "160000"]
    data = out.read_bytes()
    assert zengin.check(data) == []
    assert len(zengin.parse(data).transfers) == 40
