"""What leaves this room: the blank spots as a spreadsheet."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bansou.core import sheets
from bansou.core.languages import language
from bansou.core.municipalities import REGION_NAMES, municipality, prefecture_name, region_of
from bansou.matching.models import BlankSpot
from bansou.supporters.enums import Field


def blank_spots_sheet(spots: Iterable[BlankSpot]) -> bytes:
    """One row for each time that nobody was within reach; no case and nobody's name."""
    header = [
        _("Noted on"),
        _("Region"),
        _("Prefecture"),
        _("Municipality"),
        _("Language"),
        _("Interprets"),
        _("Knowledge"),
    ]
    return sheets.write_xlsx(header, (_row(each) for each in spots), title=_("Blank spots"))


def _row(spot: BlankSpot) -> list[object]:
    page = get_language() or "en"
    return [
        timezone.localtime(spot.noted_at).date(),
        str(REGION_NAMES[region_of(spot.prefecture)]),
        prefecture_name(spot.prefecture, page),
        municipality(spot.municipality).name if spot.municipality else "",
        str(language(spot.language).name),
        _("Yes") if spot.interpret else "",
        str(Field(spot.field).label) if spot.field else "",
    ]
