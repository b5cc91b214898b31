"""The directory as a spreadsheet."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bansou.core import sheets
from bansou.core.municipalities import prefecture_name


def organisations_sheet(organisations: Iterable[Any]) -> bytes:
    """As xlsx, in the given order; organisations that come with `members` (queries.search)."""
    page = get_language() or "en"
    header = [
        pgettext("organisation", "Name"), _("Reading in kana"), pgettext("organisation", "Name in Latin letters"),
        _("Prefecture"), _("Website"), _("Mail address"), _("Phone"), _("Supporters"), _("Joined on"), _("Left on"),
    ]  # fmt: skip
    rows = (
        [
            each.name, each.kana, each.latin, prefecture_name(each.prefecture, page), each.website, each.mail,
            each.phone, each.members, each.joined_on, each.left_on,
        ]
        for each in organisations
    )  # fmt: skip
    return sheets.write_xlsx(header, rows, title=_("Organisations"))
