"""`bansou vault status|destroy-quarter`: what is locked away until when, and locking it away for ever."""

import getpass
import re
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.audit import actions as audit
from bansou.core import clock
from bansou.vault import actions, keyfiles
from bansou.vault.models import DataKey


def _quarter(text: str) -> str:
    if not re.fullmatch(r"\d{4}Q[1-4]", text):
        raise ArgumentTypeError("a quarter looks like 2026Q1")
    return text


class Command(BaseCommand):
    help = "Show which keys end in which quarter (status), or destroy the keys of a past quarter."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="what", required=True)
        commands.add_parser("status", help="keys by quarter and kind")
        destroy = commands.add_parser("destroy-quarter", help="two people of the staff confirm")
        destroy.add_argument("quarter", type=_quarter)

    def handle(self, *, what: str, quarter: str = "", **options):
        if what == "status":
            self._status()
        else:
            self._destroy(quarter)

    def _status(self) -> None:
        rows = DataKey.objects.values("quarter", "kind").annotate(n=Count("pk")).order_by("quarter", "kind")
        for row in rows:
            gone = "  master key destroyed" if keyfiles.marker(f"kek-{row['quarter']}").exists() else ""
            self.stdout.write(f"{row['quarter']}  {row['kind']:<12} {row['n']:>8}{gone}")

    def _destroy(self, quarter: str) -> None:
        today = clock.today()
        if quarter >= f"{today.year}Q{(today.month + 2) // 3}":
            raise CommandError(f"{quarter} is not over: its data may still be needed.")
        count = DataKey.objects.filter(quarter=quarter).count()
        self.stdout.write(f"{count} keys of {quarter} will be gone for ever, in every backup too.")
        people = [self._confirm(quarter, "First"), self._confirm(quarter, "Second")]
        if people[0] == people[1]:
            raise CommandError("Two different people must confirm. Nothing was destroyed.")
        for person in people:
            audit.record(person, "vault.destroy", *people, now=clock.now(), reason=quarter)
        self.stdout.write(f"Destroyed: {actions.destroy_quarter(quarter)} keys of {quarter}.")

    def _confirm(self, quarter: str, which: str) -> User:
        mail = input(f"{which} person, mail address: ").strip().lower()
        user = User.objects.filter(email=mail, is_active=True).first()
        password = getpass.getpass("Password: ")
        may = user is not None and user.has_role(RoleKind.SECRETARIAT, RoleKind.AUDITOR)
        if user is None or not may or not user.check_password(password):
            raise CommandError("Not somebody of the secretariat or an auditor. Nothing was destroyed.")
        if input(f"Type “destroy {quarter}”: ").strip() != f"destroy {quarter}":
            raise CommandError("Not confirmed. Nothing was destroyed.")
        return user
