"""What imports of forms share: reading one answered form, and keeping or undoing what it led to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import transaction

from bansou.core.sheets.mapping import Mapping, Record
from bansou.core.sheets.report import Fault, Outcome, Verdict

Progress = Callable[[Iterable[Record]], Iterable[Record]]


class Answers:
    """One answered form; reading notes what is wrong and goes on, so that all faults are told at once."""

    def __init__(self, record: Record, form: Mapping) -> None:
        self.record, self.form = record, form
        self.faults: list[Fault] = []

    def value(self, name: str) -> str:
        """The answer as it stands in the file; empty where the file has no such column."""
        return self.record.values.get(name, "")

    def fault(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field, under the heading that it has in the file."""
        self.faults.append(Fault(self.record.headings.get(name, name), sentence))

    def outcome(self, verdict: Verdict, about: str = "") -> Outcome:
        """What became of the row, with all faults noted so far."""
        return Outcome(self.record.row, verdict, about, tuple(self.faults))


@contextmanager
def one_row(*, dry_run: bool) -> Iterator[None]:
    """A transaction in every database for what one row leads to; a dry run undoes it at the end."""
    with ExitStack() as stack:
        for alias in settings.DATABASES:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        if dry_run:
            for alias in settings.DATABASES:
                transaction.set_rollback(True, using=alias)


def split_answers(text: str) -> list[str]:
    """The ticked answers of one question, which forms join with commas, semicolons or line ends."""
    for mark in ("、", ";", "\n"):
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]
