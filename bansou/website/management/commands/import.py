"""`bansou import registrations|claims`: takes in what a form collected."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bansou.core import clock
from bansou.core.refusal import Refused
from bansou.core.sheets import ImportReport, Outcome, Verdict, write_rejects

MAPPINGS = settings.BASE_DIR / "examples" / "google-forms"


class Command(BaseCommand):
    help = (
        "Bring in registrations or claims from the spreadsheet of a form (CSV or xlsx). The same file again "
        "changes nothing. New supporters are told their Bansou ID by mail. Exit codes: 0 every row is in, "
        "1 some rows were refused (see FILE.rejects.csv), 2 nothing was read."
    )

    def add_arguments(self, parser):
        forms = parser.add_subparsers(dest="form", required=True, metavar="registrations|claims")
        for name in ("registrations", "claims"):
            form = forms.add_parser(name, help=f"{name} from a form's spreadsheet")
            form.add_argument("file", type=Path, metavar="FILE", help="the export, CSV or xlsx")
            form.add_argument(
                "--mapping", type=Path, default=MAPPINGS / f"{name}.toml", metavar="FILE.toml",
                help="which question is which field (default: %(default)s)",
            )  # fmt: skip
            form.add_argument("--dry-run", action="store_true", help="say what would happen, row by row")

    def handle(self, *, form: str, file: Path, mapping: Path, dry_run: bool, **options):
        try:
            report = _importer(form)(file, mapping, dry_run, clock.now(), None, self._progress)
        except Refused as refused:
            raise CommandError(refused.message, returncode=2)
        for outcome in report.outcomes:
            if dry_run or outcome.faults:
                self.stdout.write(_line(outcome))
        if report.refused and not dry_run:
            rejects = file.with_name(f"{file.name}.rejects.csv")
            write_rejects(rejects, report.sheet, report.refused)
            self.stdout.write(f"The refused rows are in {rejects}: correct them there and import that file.")
        self.stdout.write(_summary(report))
        if report.exit_code:
            raise SystemExit(report.exit_code)

    def _progress(self, rows: Iterable) -> Iterable:
        # Imported late: only long commands need it.
        from tqdm import tqdm

        return tqdm(rows, unit="row", delay=2, file=self.stderr._out, disable=None)


def _importer(form: str):
    # Imported late: a module named `import` can be loaded by name only, and each form needs only its own room.
    if form == "registrations":
        from bansou.supporters.imports import import_registrations

        return import_registrations
    from bansou.accompaniment.imports import import_claims

    return import_claims


def _line(outcome: Outcome) -> str:
    told = "; ".join(f"{fault.column}: {fault.reason}" for fault in outcome.faults) or outcome.about
    return f"line {outcome.row.line}: {outcome.verdict.label}{f' – {told}' if told else ''}"


def _summary(report: ImportReport) -> str:
    counts = ", ".join(f"{report.count(verdict)} {verdict.label}" for verdict in Verdict)
    return f"{'Dry run, nothing was kept: ' if report.dry_run else ''}{len(report.outcomes)} rows: {counts}."
