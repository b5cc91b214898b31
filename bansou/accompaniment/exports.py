"""The filtered list of claims as a spreadsheet, without anything about the people supported."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bansou.accompaniment.models import Claim, Participation
from bansou.audit import actions as audit
from bansou.core.municipalities import prefecture_name
from bansou.core.sheets import write_xlsx


def claims_workbook(claims: QuerySet[Claim], *, actor: Any, now: datetime) -> bytes:
    """An xlsx file with a row per claim; the export is logged before it leaves."""
    parts = Participation.objects.filter(position=2).select_related("supporter")
    rows: list[Any] = list(
        claims.select_related("applicant", "terms")
        .defer("sealed_text", "assessment")
        .prefetch_related(Prefetch("participations", queryset=parts, to_attr="seconds"))
    )
    if rows:
        audit.record(actor, "claims.export", *rows, now=now)
    return write_xlsx(_header(), (_cells(claim) for claim in rows), title=_("Claims"))


def _header() -> list[str]:
    return [
        _("Claim"), _("Terms"), _("State"), _("Filed on"), _("Day of the support"), _("Minutes"), _("Kind of place"),
        _("What came of it?"), _("Refused by the office"), _("Prefecture"), _("Applicant"), _("Second supporter"),
        _("Amount per supporter (yen)"), _("Deadline"), _("Pay month"),
    ]  # fmt: skip


def _cells(claim: Any) -> list[Any]:
    return [
        claim.number, str(claim.terms), claim.state_label, claim.filed_on, claim.support_on, claim.minutes,
        claim.place_label, claim.get_outcome_display(), _("yes") if claim.refused_by_office else _("no"),
        prefecture_name(claim.prefecture, get_language()), claim.applicant.number,
        claim.seconds[0].supporter.number if claim.seconds else "", claim.amount_yen, claim.deadline_on,
        claim.pay_month_on.strftime("%Y-%m"),
    ]  # fmt: skip
