"""Opening a case and changing its facts."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.cases.actions.common import open_case_row, seal, touch
from bansou.cases.actions.entries import write_entry
from bansou.cases.enums import EntryKind, Role
from bansou.cases.models import Case, CaseLanguage, CaseMember, CaseTopic, Series
from bansou.cases.rules import opening
from bansou.cases.rules.opening import Details
from bansou.people.models import Person
from bansou.vault import actions as vault

IN_CLEAR = ("language", "language_mode", "prefecture", "main_topic", "route", "urgency")
SEALED = ("summary", "wish", "municipality", "through")


@transaction.atomic
def open_case(details: Details, *, person: Person, token: uuid.UUID, actor: Any, now: datetime) -> Case:
    """Open a case of a person, led by the actor. The same form sent twice gives the same case."""
    today = timezone.localtime(now).date()
    series = _locked_series(today.year)
    # Of the same actor: somebody else's form leads to nobody's case.
    found = Case.objects.filter(form_token=token, opened_by=actor).first()
    if found:
        return found
    series.last += 1
    series.save()
    case = Case(
        number=opening.number(today.year, series.last),
        person=person,
        form_token=token,
        opened_at=now,
        opened_by=actor,
        last_at=now,
    )
    until = opening.key_until(today)
    vault.create_key("case", erase_on=until, now=now, scope=case.pk)
    vault.keep_at_least(person.pk, erase_on=until)
    _set(case, details)
    case.save(force_insert=True)
    _replace_lists(case, details)
    CaseMember.objects.create(case=case, user=actor, role=Role.LEAD, granted_at=now, granted_by=actor)
    write_entry(case, EntryKind.OPENED, "", actor=actor, now=now)
    audit.record(actor, "cases.open", case, now=now)
    return case


@transaction.atomic
def change_facts(case: Case, details: Details, *, version: int, actor: Any, now: datetime) -> Case:
    """Write the facts anew. Raises Refused(STALE) if somebody changed them meanwhile, Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(case.pk, version=version)
    _set(case, details)
    case.version += 1
    case.save()
    _replace_lists(case, details)
    touch(case, now)
    audit.record(actor, "cases.facts", case, now=now)
    return case


@transaction.atomic
def set_urgency(case: Case, urgency: str, *, actor: Any, now: datetime) -> None:
    """Raises Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(case.pk)
    if case.urgency != urgency:
        case.urgency = urgency
        case.version += 1
        case.save(update_fields=["urgency", "version"])
        touch(case, now)
        audit.record(actor, "cases.urgency", case, now=now, fields=[urgency])


def _locked_series(year: int) -> Series:
    # Locked until the case is stored: numbers have no gaps, and a form that comes twice at once waits here.
    Series.objects.get_or_create(year=year)
    return Series.objects.select_for_update().get(year=year)


def _set(case: Case, details: Details) -> None:
    for name in IN_CLEAR:
        setattr(case, name, getattr(details, name))
    seal(case.pk, case, "sealed_facts", {name: getattr(details, name) for name in SEALED})


def _replace_lists(case: Case, details: Details) -> None:
    case.topics.all().delete()
    case.languages.all().delete()
    further = [topic for topic in dict.fromkeys(details.topics) if topic != details.main_topic]
    CaseTopic.objects.bulk_create(CaseTopic(case=case, topic=topic) for topic in further)
    spoken = {code: mode for code, mode in details.languages if code != details.language}
    CaseLanguage.objects.bulk_create(
        CaseLanguage(case=case, language=code, mode=mode) for code, mode in spoken.items()
    )
