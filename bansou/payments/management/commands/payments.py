"""`bansou payments close|approve|export`: a month's run from the command line, by the same two people."""

import os
import re
import uuid
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.core import clock
from bansou.core.refusal import Refused
from bansou.payments import actions, permissions, queries
from bansou.payments.models import Run

EPILOG = (
    "Exit codes: 0 done; 1 refused, nothing was changed; 2 a wrong option, or a file that can't be written."
)


def month(text: str) -> date:
    """YYYY-MM as its first day."""
    if not re.fullmatch(r"\d{4}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")


class Command(BaseCommand):
    help = "Draft the run of a month, approve it by a second person, and write its bank file."

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="close|approve|export")
        close = verbs.add_parser("close", help="draft the run of a month; nothing is paid yet", epilog=EPILOG)
        close.add_argument("--month", type=month, required=True, metavar="YYYY-MM", help="month of filing")
        close.add_argument(
            "--pay-on",
            type=date.fromisoformat,
            required=True,
            metavar="YYYY-MM-DD",
            help="pay day: a bank business day in the following month",
        )
        approve = verbs.add_parser("approve", help="approve a draft, by another person", epilog=EPILOG)
        approve.add_argument(
            "--shared-reason", default="", metavar="TEXT", help="why two payments to one account are right"
        )
        export = verbs.add_parser("export", help="write the bank file of an approved run", epilog=EPILOG)
        export.add_argument("--out", type=Path, required=True, metavar="FILE", help="replaced as a whole")
        for verb in (approve, export):
            verb.add_argument("--run", required=True, metavar="N", help="number or id of the run")
        for verb in (close, approve, export):
            verb.add_argument(
                "--as",
                dest="mail",
                metavar="MAIL",
                help="who does it; may be left out where only one person has the role",
            )

    def handle(self, *, verb: str, **options):
        try:
            getattr(self, f"_{verb}")(**options)
        except Refused as refused:
            raise CommandError(refused.message, returncode=1)

    def _close(self, *, month: date, pay_on: date, mail: str | None, **options):
        actor = self._actor(mail, *permissions.DRAFTERS)
        try:
            run = actions.close_month(month, pay_on, actor=actor, now=clock.now())
        except Refused:
            self._tell_plan(month, pay_on)
            raise
        self._tell(run, "is drafted")
        for reason, count, yen in queries.exclusion_counts(run):
            self.stdout.write(f"  stays out: {count:,} ({yen:,} yen): {reason.label}")
        self.stdout.write(f"Next, by another person: bansou payments approve --run {run.number}")

    def _tell_plan(self, month_on: date, pay_on: date):
        plan = queries.plan(month_on, pay_on, clock.now())
        for payable, reason in plan.left_out[:20]:
            self.stderr.write(f"stays out: {payable.reference} {payable.label}: {reason.label}")

    def _approve(self, *, run: str, mail: str | None, shared_reason: str, **options):
        found = self._run(run)
        actor = self._actor(mail, *permissions.APPROVERS)
        actions.approve_run(
            found.pk, version=found.version, actor=actor, now=clock.now(), shared_reason=shared_reason
        )
        self._tell(found, "is approved")

    def _export(self, *, run: str, out: Path, mail: str | None, **options):
        found = self._run(run)
        if out.is_dir() or not out.absolute().parent.is_dir():
            raise CommandError(f"{out} can't be written: name a file in an existing folder.", returncode=2)
        actor = self._actor(mail, *permissions.EXPORTERS)
        data = actions.export_run(found.pk, actor=actor, now=clock.now())
        try:
            _write(out, data)
        except OSError as error:
            # The file is kept with the run: the same command writes the same bytes later.
            raise CommandError(f"{out} can't be written: {error}", returncode=2)
        self._tell(self._run(run), f"is written to {out}")

    def _tell(self, run: Run, what: str):
        self.stdout.write(
            f"Run {run.number} {what}: {run.transfers_count:,} payments, {run.total_yen:,} yen, on {run.pay_on}."
        )

    def _run(self, text: str) -> Run:
        if text.isdecimal():
            run = queries.run_queryset().filter(number=int(text)).first()
        else:
            try:
                run = queries.run_queryset().filter(pk=uuid.UUID(text)).first()
            except ValueError:
                run = None
        if run is None:
            raise CommandError(f"There is no run {text}.", returncode=2)
        return run

    def _actor(self, mail: str | None, *kinds: RoleKind) -> User:
        people = User.objects.filter(is_active=True)
        if mail:
            user = people.filter(email=mail.lower()).first()
            if user is None:
                raise CommandError(f"Nobody signs in as {mail}.", returncode=2)
            return user
        able = list(people.filter(roles__kind__in=kinds).distinct().order_by("email")[:9])
        if len(able) != 1:
            names = ", ".join(user.email for user in able) or "nobody yet"
            raise CommandError(f"Say who does it with --as MAIL. Possible: {names}.", returncode=2)
        return able[0]


def _write(path: Path, data: bytes) -> None:
    """All or nothing, and readable by its owner only: it holds account numbers."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
