"""The translation board and the emergency lines as spreadsheets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bansou.core import sheets
from bansou.core.templatetags.bansou import noruby
from bansou.guides.enums import LineKind, Topic
from bansou.guides.models import EmergencyLine
from bansou.guides.queries import Row


def board_sheet(rows: Iterable[Row]) -> bytes:
    """As xlsx: a row per language, a column per guide."""
    header = [_("Language"), _("Offered"), _("Help pages"), *(str(topic.label) for topic in Topic)]
    cells = (
        [
            row.own_name,
            _("Yes") if row.offered else _("No"),
            *(str(cell.standing.label) for cell in (row.words, *row.cells)),
        ]
        for row in rows
    )
    return sheets.write_xlsx(header, cells, title=_("Guides"))


def lines_sheet(lines: Iterable[EmergencyLine]) -> bytes:
    """As xlsx, in the given order."""
    header = [
        _("For what"), _("Name in Japanese"), _("Name in English"), _("Phone number"), _("Hours"),
        _("Languages spoken"), _("Checked on"), _("Checked by"),
    ]  # fmt: skip
    rows = (
        [
            str(LineKind(each.kind).label), noruby(each.name), each.name_en, each.number, each.hours,
            " ".join(each.languages), each.checked_on, each.checked_by.name if each.checked_by else "",
        ]
        for each in lines
    )  # fmt: skip
    return sheets.write_xlsx(header, rows, title=_("Emergency lines"))
