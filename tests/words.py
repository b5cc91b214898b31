"""What a room says: every text that its code and its templates hand to the catalogues."""

import io
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

BANSOU = Path(__file__).parents[1] / "bansou"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
Said = str | tuple[str, str]


def said(room: Path) -> set[Said]:
    """Everything that the code and the templates of a room say; plural texts as pairs."""
    sources = [path.read_text() for path in room.rglob("*.py")]
    sources += [templatize(path.read_text()) for path in (*room.rglob("*.html"), *room.rglob("*.txt"))]
    return {
        message
        for text in sources
        for _line, message, *_rest in extract("python", io.BytesIO(text.encode()), KEYWORDS)
        if message
    }


def catalogue(room: Path, code: str) -> Path:
    return room / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po"


def entries(room: Path, code: str) -> dict:
    """The messages of a catalogue by their text."""
    with catalogue(room, code).open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}
