"""What an import did, row by row, and the file of the rows it refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bansou.core.sheets.reading import Row, Sheet
from bansou.core.sheets.writing import write_csv


class Verdict(TextChoices):
    CREATED = "created", gettext_lazy("taken in")
    UNCHANGED = "unchanged", gettext_lazy("already there")
    REFUSED = "refused", gettext_lazy("refused")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one column (its heading in the file) of a row, in the reader's words."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row. `about` is a code (Bansou ID, claim number), never a name."""

    row: Row
    verdict: Verdict
    about: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class ImportReport:
    sheet: Sheet
    dry_run: bool
    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        return sum(outcome.verdict == verdict for outcome in self.outcomes)

    @property
    def refused(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.verdict == Verdict.REFUSED]

    @property
    def exit_code(self) -> int:
        """0: every row is in; 1: some were refused."""
        return 1 if self.refused else 0


def write_rejects(path: Path, sheet: Sheet, refused: Iterable[Outcome]) -> None:
    """The refused rows as they came, with line, column and reason in front: correct and import again."""
    header = [_("Line"), _("Column"), _("Reason"), *sheet.header]
    rows = [
        [
            outcome.row.line,
            " / ".join(fault.column for fault in outcome.faults),
            " / ".join(fault.reason for fault in outcome.faults),
            *outcome.row.cells,
        ]
        for outcome in refused
    ]
    path.write_bytes(write_csv(header, rows))
