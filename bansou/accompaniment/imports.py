"""Takes in claims from the spreadsheet of a form: one row, one claim, one transaction, the same rules as the web."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from bansou.accompaniment.actions.filing import ClaimRefused, file_claim
from bansou.accompaniment.enums import Activity, Fault, Outcome, Place, Refusal
from bansou.accompaniment.forms import ClaimForm
from bansou.accompaniment.models import Claim
from bansou.accompaniment.rules import Entry
from bansou.core import sheets
from bansou.core.checkchars import read_bansou_id
from bansou.core.refusal import Refused
from bansou.core.sheets import ImportReport, Record, Verdict
from bansou.people.enums import Reason as Unknown
from bansou.programmes.enums import Reason as NoTerms
from bansou.programmes.models import Programme, Terms
from bansou.supporters.models import Supporter

FORM = "claims"
REQUIRED = frozenset(
    {
        "timestamp",
        "bansou_id",
        "support_on",
        "starts",
        "ends",
        "place",
        "place_name",
        "activities",
        "done",
        "outcome",
    }
)
_KEYS = uuid.UUID("5b1a0c3e-3c1f-4a53-8f0e-2d2a6c1d9e47")
_CHOICES = {"place": Place, "outcome": Outcome, "activities": Activity}
_PLAIN = ("card", "name", "place_name", "done", "result", "refusal", "second", "transport")
# Which column a refusal of the rules is about.
_COLUMN = {
    Refusal.SUPPORT_BEFORE_TERM: "support_on",
    Refusal.SUPPORT_AFTER_TERM: "support_on",
    Refusal.FILED_BEFORE_SUPPORT: "support_on",
    Refusal.FILED_LATE: "timestamp",
    Refusal.TOO_SHORT: "ends",
    Refusal.NOT_REGISTERED: "bansou_id",
    Refusal.NOT_ELIGIBLE: "bansou_id",
    Refusal.RECIPIENT_CAP_REACHED: "card",
    Unknown.UNKNOWN_CARD: "card",
    NoTerms.NO_TERMS: "support_on",
}


def import_claims(
    path: Path,
    mapping: Path,
    dry_run: bool,
    now: datetime,
    actor: Any = None,
    progress: sheets.Progress = iter,
) -> ImportReport:
    """File the claims of an export that are not filed from it yet, as of the moment when the form was sent.

    A row is known by its timestamp, Bansou ID, day and start. A dry run does all but keep the result. Raises Refused
    when the file or the mapping cannot be used at all.
    """
    sheet = sheets.read_rows(path)
    form = sheets.read_mapping(mapping, form=FORM)
    report = ImportReport(sheet, dry_run)
    programmes = list(Programme.objects.order_by("code"))
    for record in progress(list(form.records(sheet, REQUIRED))):
        row = _Row(record, form, programmes, now)
        report.outcomes.append(_take_in(row, dry_run, now, actor))
    return report


def _take_in(row: "_Row", dry_run: bool, now: datetime, actor: Any) -> sheets.Outcome:
    read = row.read()
    if read is None:
        return row.outcome(Verdict.REFUSED)
    at, applicant, entry = read
    token = uuid.uuid5(_KEYS, f"{at}|{applicant.number}|{entry.support_on}|{entry.starts}")
    earlier = Claim.objects.filter(form_token=token).first()
    if earlier:
        return row.outcome(Verdict.UNCHANGED, earlier.number)
    try:
        with sheets.one_row(dry_run=dry_run):
            claim = file_claim(
                supporter=applicant,
                entry=entry,
                token=token,
                actor=actor,
                now=now,
                today=timezone.localtime(at).date(),
                filed_at=at,
            )
    except ClaimRefused as refusal:
        for reason, values in refusal.reasons:
            row.refuse(Refused(reason, **values))
        return row.outcome(Verdict.REFUSED)
    except Refused as refusal:
        row.refuse(refusal)
        return row.outcome(Verdict.REFUSED)
    return row.outcome(Verdict.CREATED, "" if dry_run else claim.number)


class _Row(sheets.Answers):
    def __init__(
        self, record: Record, form: sheets.Mapping, programmes: list[Programme], now: datetime
    ) -> None:
        super().__init__(record, form)
        self.programmes, self.now = programmes, now

    def read(self) -> tuple[datetime, Supporter, Entry] | None:
        """When it was sent, by whom, and the row as the web's form reads it; None when something is wrong."""
        at, applicant = self._timestamp(), self._applicant()
        data: dict[str, Any] = {name: self.value(name) for name in _PLAIN}
        data |= {name: self._choice(name) for name in ("place", "outcome")}
        data["activities"] = [
            self._code("activities", each) for each in sheets.split_answers(self.value("activities"))
        ]
        refused = self.form.answer("refused", self.value("refused")) == "yes"
        data["refused_by_office"] = "on" if refused else ""
        day = self._read("support_on", sheets.read_day, Fault.DAY)
        for name in ("starts", "ends"):
            moment = self._read(name, sheets.read_time, Fault.TIME)
            data[name] = moment.strftime("%H:%M") if moment else ""
        data["support_on"] = day.isoformat() if day else ""
        data |= self._birth()
        data["programme"] = self._programme(day)
        data["token"] = str(_KEYS)
        form = ClaimForm(data, programmes=self.programmes, today=timezone.localtime(self.now).date())
        self._take_errors(form)
        return None if self.faults or applicant is None else (at, applicant, form.entry())

    def refuse(self, refusal: Refused) -> None:
        self.fault(_COLUMN.get(refusal.reason, "second"), refusal.message)

    def _timestamp(self) -> datetime:
        found = self._read("timestamp", sheets.read_timestamp, Fault.TIMESTAMP)
        at = timezone.make_aware(found) if found else self.now
        if at > self.now:
            self.fault("timestamp", Fault.TIMESTAMP.label % {"found": self.value("timestamp")})
        return at

    def _applicant(self) -> Supporter | None:
        number = read_bansou_id(self.value("bansou_id"))
        found = Supporter.objects.filter(number=number).select_related("user").first() if number else None
        if found is None:
            self.fault("bansou_id", Fault.APPLICANT.label % {"found": self.value("bansou_id")})
        return found

    def _read(self, name: str, read: Callable, fault: Fault) -> Any:
        text = self.value(name)
        try:
            return read(text) if text else None
        except (ValueError, OverflowError):
            self.fault(name, fault.label % {"found": text})
            return None

    def _birth(self) -> dict[str, str]:
        born: date | None = self._read("birth_on", sheets.read_day, Fault.DAY)
        parts = (born.year, born.month, born.day) if born else ("", "", "")
        return {f"birth_on_{part}": str(value) for part, value in zip("ymd", parts, strict=True)}

    def _choice(self, name: str) -> str:
        return self._code(name, self.value(name)) if self.value(name) else ""

    def _code(self, name: str, answer: str) -> str:
        """The code of an answer: as the mapping says, or the code itself."""
        code = self.form.answer(name, answer)
        if code not in _CHOICES[name].values:
            self.fault(name, Fault.CHOICE.label % {"found": answer})
        return code

    def _programme(self, day: date | None) -> str:
        """The programme whose terms cover the day; several of them would need a word from the form."""
        covering = Terms.objects.published().filter(support_from__lte=day, support_to__gte=day) if day else []
        codes = [terms.programme_id for terms in covering]
        if day and not codes:
            self.refuse(Refused(NoTerms.NO_TERMS, day=day))
        if len(codes) > 1:
            self.fault("support_on", str(Fault.PROGRAMME.label))
        return codes[0] if codes else ""

    def _take_errors(self, form: ClaimForm) -> None:
        told = {fault.column for fault in self.faults}
        for name, errors in form.errors.items():
            heading = self.record.headings.get(name, name)
            if heading not in told and name != "programme":
                self.faults.append(sheets.Fault(heading, " ".join(map(str, errors))))
