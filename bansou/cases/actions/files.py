"""Files of a case."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.actions.common import open_case_row, touch
from bansou.cases.models import Case, CaseFile, Consent
from bansou.core.uploads import Cleaned
from bansou.files import actions as files


@transaction.atomic
def add_file(case: Case, cleaned: Cleaned, *, actor: Any, now: datetime) -> CaseFile:
    """Keep a cleaned file (files.forms.UploadField) under the case's key.

    Raises Refused(CLOSED, UNREADABLE) and those of files.actions.store.
    """
    case = open_case_row(case.pk)
    stored = files.store(cleaned, scope=case.pk, actor=actor, now=now)
    added = CaseFile.objects.create(case=case, stored=stored, added_at=now, added_by=actor)
    touch(case, now)
    audit.record(actor, "cases.file", case, now=now)
    return added


@transaction.atomic
def remove_file(file: CaseFile, *, actor: Any, now: datetime) -> None:
    """A consent that it proved stays, without the proof. Raises Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(file.case_id)
    Consent.objects.filter(proof=file).update(proof=None)
    # The row of the case goes with that of the file.
    files.delete_files(file.stored)
    audit.record(actor, "cases.file_removed", case, now=now)
