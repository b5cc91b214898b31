"""Takes in what a form collected: one row, one supporter, one transaction."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation

from bansou.core import postal, sheets
from bansou.core.checkchars import read_bansou_id
from bansou.core.languages import LANGUAGES
from bansou.core.municipalities import prefectures
from bansou.core.refusal import Refused
from bansou.core.sheets import ImportReport, Outcome, Verdict
from bansou.directory.models import Organisation
from bansou.supporters import actions, rules
from bansou.supporters.enums import Fault, Field, Level
from bansou.supporters.models import Supporter
from bansou.supporters.rules import Details, Spoken, Unreadable

FORM = "registrations"
CONSENT_VERSION = "google-form"
REQUIRED = frozenset(
    {
        "timestamp",
        "mail",
        "name",
        "kana",
        "latin",
        "phone",
        "postal_code",
        "street",
        "areas",
        "experience",
        "consent",
    }
)
_KEYS = uuid.UUID("0f7f2f0b-4f0d-4d6b-9f5e-6a2b6f0a7c11")
_YES, _NO = "yes", "no"
_LIMITS = {each.name: each.max_length or 0 for each in Supporter._meta.fields}


def import_registrations(
    path: Path,
    mapping: Path,
    dry_run: bool,
    now: datetime,
    actor: Any = None,
    progress: sheets.Progress = iter,
) -> ImportReport:
    """Register everybody in an export of the registration form who is not registered from it yet.

    A row is known by its timestamp and mail address. A dry run does all but keep the result. Raises Refused when
    the file or the mapping cannot be used at all.
    """
    sheet = sheets.read_rows(path)
    form = sheets.read_mapping(mapping, form=FORM)
    report = ImportReport(sheet, dry_run)
    seen: set[str] = set()
    for record in progress(list(form.records(sheet, REQUIRED))):
        report.outcomes.append(_take_in(_Row(record, form), seen, dry_run, now, actor))
    return report


def _take_in(row: "_Row", seen: set[str], dry_run: bool, now: datetime, actor: Any) -> Outcome:
    details, at = row.details(), row.timestamp(now)
    token = uuid.uuid5(_KEYS, f"{at}|{details.mail}")
    earlier = None if row.faults else Supporter.objects.filter(form_token=token).first()
    if earlier:
        return row.outcome(Verdict.UNCHANGED, earlier.number)
    number, experience_on = row.number(seen), row.experience_on()
    if details.mail in seen:
        row.note("mail", Fault.REGISTERED)
    if row.faults:
        return row.outcome(Verdict.REFUSED)
    seen |= {details.mail, number}
    try:
        with sheets.one_row(dry_run=dry_run):
            supporter = actions.register(
                details,
                token=token,
                language=row.language,
                consent_version=CONSENT_VERSION,
                registered_at=at,
                number=number,
                experience_on=experience_on,
                now=now,
                actor=actor,
            )
    except Refused:
        row.note("mail", Fault.REGISTERED)
        return row.outcome(Verdict.REFUSED)
    return row.outcome(Verdict.CREATED, "" if dry_run else supporter.number)


class _Row(sheets.Answers):
    @property
    def language(self) -> str:
        """The language of the form, in which the supporter is written to."""
        return "en" if self.record.headings["timestamp"].isascii() else "ja"

    def note(self, name: str, fault: Fault, **params: object) -> None:
        self.fault(name, str(fault.label) % params)

    def timestamp(self, now: datetime) -> datetime:
        typed = self.value("timestamp")
        try:
            at = timezone.make_aware(sheets.read_timestamp(typed))
        except (ValueError, OverflowError):
            at = None
        if at is None or at > now:
            self.note("timestamp", Fault.TIMESTAMP, found=typed)
        return at or now

    def number(self, taken: set[str]) -> str:
        """The Bansou ID of somebody who has one already; empty for everybody else."""
        typed = self.value("bansou_id")
        number = read_bansou_id(typed) or ""
        free = number not in taken and not Supporter.objects.filter(number=number).exists()
        if typed and not (number and free):
            self.note("bansou_id", Fault.NUMBER, found=typed)
        return number

    def experience_on(self) -> date | None:
        """When the office confirmed the experience, if it did."""
        typed = self.value("experience_confirmed_on")
        try:
            return sheets.read_day(typed) if typed else None
        except (ValueError, OverflowError):
            self.note("experience_confirmed_on", Fault.DAY, found=typed)
            return None

    def details(self) -> Details:
        if self._answer("consent") != _YES:
            self.note("consent", Fault.CONSENT)
        prefecture, municipality = self._place()
        return Details(
            name=self._text("name"),
            kana=self._read("kana", rules.read_kana),
            latin=self._read("latin", rules.read_latin),
            mail=self._mail(),
            phone=self._read("phone", rules.read_phone),
            postal_code=postal.normalise(self.value("postal_code")) or "",
            prefecture=prefecture,
            municipality=municipality,
            street=self._text("street"),
            building=self._text("building", required=False),
            languages=self._languages(),
            areas=self._several("areas", _prefecture_codes(), Fault.PREFECTURE, required=True),
            fields=self._several("fields", _field_codes(), Fault.FIELD),
            foreign_roots=self._text("foreign_roots", required=False),
            previous_experience=self._experience(),
            experience_text=self._text("experience_text", required=False),
            organisation_id=self._organisation(),
        )

    def _text(self, name: str, required: bool = True) -> str:
        text = self.value(name)
        limit = _LIMITS[name]
        if required and not text:
            self.note(name, Fault.MISSING)
        elif len(text) > limit:
            self.note(name, Fault.TOO_LONG, limit=limit, length=len(text))
        return text

    def _read(self, name: str, read: Callable[[str], str]) -> str:
        text = self._text(name)
        try:
            return read(text) if text else ""
        except Unreadable as error:
            self.note(name, Fault(error.code))
            return ""

    def _mail(self) -> str:
        mail = self.value("mail").lower()
        try:
            validate_email(mail)
        except ValidationError:
            self.note("mail", Fault.MAIL)
        return mail

    def _place(self) -> tuple[str, str]:
        """Prefecture and municipality as answered, else as the postal code says."""
        code = self.value("postal_code")
        if postal.normalise(code) is None:
            self.note("postal_code", Fault.POSTAL_CODE)
        known = postal.lookup(code)
        typed = self.value("prefecture")
        prefecture = _prefecture_codes().get(sheets.folded(typed), "") if typed else ""
        if not typed and known:
            prefecture = known[0].prefecture_code
        if not prefecture:
            self.note("prefecture", Fault.PREFECTURE, found=typed)
        municipality = self._text("municipality", required=not known)
        return prefecture, municipality or (known[0].municipality if known else "")

    def _answer(self, name: str) -> str:
        return self.form.answer(name, self.value(name))

    def _experience(self) -> bool:
        answer = self._answer("experience")
        if answer not in (_YES, _NO):
            self.note("experience", Fault.ANSWER, found=answer)
        return answer == _YES

    def _several(
        self, name: str, codes: dict[str, str], unknown: Fault, required: bool = False
    ) -> tuple[str, ...]:
        """The codes of the ticked answers, in their order, each once."""
        answers = sheets.split_answers(self.value(name))
        found: dict[str, None] = {}
        for answer in answers:
            code = codes.get(sheets.folded(self.form.answer(name, answer)))
            if code is None:
                self.note(name, unknown, found=answer)
            else:
                found[code] = None
        if required and not answers:
            self.note(name, Fault.MISSING)
        return tuple(found)

    def _languages(self) -> tuple[Spoken, ...]:
        """One question per level, one for interpreting; the better level counts, interpreting implies fluent."""
        codes = _language_codes()
        interpreted = self._several("interprets", codes, Fault.LANGUAGE)
        levels: dict[str, str] = {}
        for level in Level:
            for code in self._several(level.value, codes, Fault.LANGUAGE):
                levels.setdefault(code, level.value)
        for code in interpreted:
            levels.setdefault(code, Level.FLUENT.value)
        if not levels and not self.faults:
            self.note(Level.NATIVE.value, Fault.MISSING)
        return tuple(Spoken(code, level, code in interpreted) for code, level in levels.items())

    def _organisation(self) -> uuid.UUID | None:
        name = self.value("organisation")
        if not name:
            return None
        found = Organisation.objects.filter(name=name, left_on=None).first()
        if found is None:
            self.note("organisation", Fault.ORGANISATION, found=name)
            return None
        return found.pk


@cache
def _prefecture_codes() -> dict[str, str]:
    """What people write for a prefecture: 東京都, 東京, Tokyo, 13."""
    codes: dict[str, str] = {}
    for each in prefectures():
        short = each.name if each.code == "01" else each.name[:-1]
        for name in (each.name, short, each.romaji, f"{each.romaji} Prefecture", each.code):
            codes[sheets.folded(name)] = each.code
    return codes


def _in_every_language(pairs: Iterable[tuple[str, Any]]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, name in pairs:
        codes[sheets.folded(code)] = code
        for page in ("en", "ja", "vi"):
            with translation.override(page):
                codes[sheets.folded(str(name))] = code
    return codes


@cache
def _language_codes() -> dict[str, str]:
    own = {sheets.folded(each.own_name): each.code for each in LANGUAGES}
    return own | _in_every_language((each.code, each.name) for each in LANGUAGES)


@cache
def _field_codes() -> dict[str, str]:
    return _in_every_language((each.value, each.label) for each in Field)
