"""`bansou zengin check FILE`: reads any bulk-transfer file and names each fault by record and byte."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bansou.core import clock
from bansou.payments.enums import FileFault
from bansou.payments.rules import zengin

EPILOG = (
    "Records count from 1, bytes from 0 as in the layout. "
    "Exit codes: 0 no fault; 1 the file has faults; 2 the file can't be read."
)
MOST_BYTES = 130_000_000
"""A full file has 999,999 payments of 122 bytes."""


class Command(BaseCommand):
    help = "Read a bank file (総合振込) and name each fault by record and byte."
    # The check needs no database and no settings of this installation.
    requires_system_checks = []

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="check")
        check = verbs.add_parser("check", help="name every fault of a file", epilog=EPILOG)
        check.add_argument("file", type=Path, metavar="FILE")
        check.add_argument(
            "--pay-on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the pay day that was meant; the file itself has no year",
        )
        check.add_argument(
            "--now",
            action="store_true",
            help="also check the pay day against today: past, too soon, too far ahead",
        )

    def handle(self, *, verb: str, file: Path, pay_on: date | None, now: bool, **options):
        try:
            if file.stat().st_size > MOST_BYTES:
                raise CommandError(f"{file} is too large for a bank file.", returncode=2)
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}", returncode=2)
        faults = zengin.check(data, pay_on=pay_on, today=clock.today() if now else None)
        for fault in faults:
            words = FileFault(fault.reason.value).label % {"detail": fault.detail}
            self.stdout.write(
                f"record {fault.record_no}, byte {fault.offset}: {words} [{fault.reason.value}]"
            )
        if faults:
            raise CommandError(f"Faults in {file}: {len(faults):,}.", returncode=1)
        parsed = zengin.parse(data)
        total = sum(transfer.amount_yen for transfer in parsed.transfers)
        self.stdout.write(
            f"No faults: {len(parsed.transfers):,} payments, {total:,} yen, "
            f"on {parsed.pay_on[:2]}-{parsed.pay_on[2:]}."
        )
