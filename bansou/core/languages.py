"""Owns the languages that people speak, those of the pages, and which of them are complete."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.messages.mofile import read_mo
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

# Pages and mails of supporters and staff.
SITE_LANGUAGES = ("ja", "en", "vi")
# The public area of the person who asks for help, in the order of its lists.
HELP_LANGUAGES = (
    "en", "ja", "ja-simple", "vi", "zh-hans", "pt-br", "ne", "my", "fil", "id", "es", "ko", "fa",
)  # fmt: skip
EASY_JAPANESE = "ja-simple"
# For django.conf.locale.LANG_INFO. Browsers also ask for Tagalog, Dari and, on old phones, "in" for Indonesian.
UNKNOWN_TO_DJANGO: dict[str, dict[str, Any]] = {
    "fil": {"bidi": False, "code": "fil", "name": "Filipino", "name_local": "Filipino"},
    EASY_JAPANESE: {
        "bidi": False,
        "code": EASY_JAPANESE,
        "name": "Easy Japanese",
        "name_local": "やさしい日本語",
    },
    "tl": {"fallback": ["fil"]},
    "tl-ph": {"fallback": ["fil"]},
    "prs": {"fallback": ["fa"]},
    "prs-af": {"fallback": ["fa"]},
    "in": {"fallback": ["id"]},
    "in-id": {"fallback": ["id"]},
}


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is a BCP 47 tag in lower case (ISO 639 language, script or region where speakers need it).

    `name` is translated when shown; `own_name` is the language's name for itself, in its own script.
    """

    code: str
    name: Promise | str
    own_name: str


LANGUAGES = (
    Language("en", _("English"), "English"),
    Language("ja", _("Japanese"), "日本語"),
    Language("vi", _("Vietnamese"), "Tiếng Việt"),
    Language("zh-hans", _("Chinese (simplified)"), "简体中文"),
    Language("zh-hant", _("Chinese (traditional)"), "繁體中文"),
    Language("yue", _("Cantonese"), "粵語"),
    Language("ko", _("Korean"), "한국어"),
    Language("pt-br", _("Portuguese (Brazil)"), "Português (Brasil)"),
    Language("es", _("Spanish"), "Español"),
    Language("fil", _("Filipino"), "Filipino"),
    Language("ceb", _("Cebuano"), "Cebuano"),
    Language("ne", _("Nepali"), "नेपाली"),
    Language("my", _("Burmese"), "မြန်မာဘာသာ"),
    Language("id", _("Indonesian"), "Bahasa Indonesia"),
    Language("th", _("Thai"), "ไทย"),
    Language("km", _("Khmer"), "ភាសាខ្មែរ"),
    Language("lo", _("Lao"), "ລາວ"),
    Language("mn", _("Mongolian"), "Монгол"),
    Language("si", _("Sinhala"), "සිංහල"),
    Language("ta", _("Tamil"), "தமிழ்"),
    Language("bn", _("Bengali"), "বাংলা"),
    Language("hi", _("Hindi"), "हिन्दी"),
    Language("ur", _("Urdu"), "اردو"),
    Language("fa", _("Persian"), "فارسی"),
    Language("ps", _("Pashto"), "پښتو"),
    Language("ar", _("Arabic"), "العربية"),
    Language("tr", _("Turkish"), "Türkçe"),
    Language("ku", _("Kurdish"), "Kurdî"),
    Language("ru", _("Russian"), "Русский"),
    Language("uk", _("Ukrainian"), "Українська"),
    Language("fr", _("French"), "Français"),
    Language("am", _("Amharic"), "አማርኛ"),
    Language("sw", _("Swahili"), "Kiswahili"),
    Language("jsl", _("Japanese Sign Language"), "日本手話"),
)

_BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str) -> Language:
    """The language with a code of this list. Raises KeyError."""
    return _BY_CODE[code]


def own_name(code: str) -> str:
    """What a language of the pages calls itself, in its own script. Raises KeyError."""
    if code == EASY_JAPANESE:
        return UNKNOWN_TO_DJANGO[code]["name_local"]
    return language(code).own_name


def babel_locale(code: str) -> str:
    """The locale whose dates and numbers a language of the pages uses; easy Japanese has those of Japanese."""
    return "ja" if code == EASY_JAPANESE else to_locale(code)


def site_language(code: str) -> str:
    """The language in which readers of `code` read pages that only supporters and staff need."""
    if code in SITE_LANGUAGES:
        return code
    return "ja" if code == EASY_JAPANESE else "en"


@cache
def offered() -> tuple[str, ...]:
    """The languages of HELP_LANGUAGES in which the public area says everything; the others are not shown.

    What there is to say is what its Japanese catalogue says. An entry that is missing, empty or fuzzy does not
    reach the compiled catalogue, so its language is not offered. English is the text of the code itself.
    """
    everything = _said("ja").keys()
    return tuple(
        code for code in HELP_LANGUAGES if code == "en" or (everything and everything <= _said(code).keys())
    )


@cache
def digest(code: str) -> str:
    """Another text as soon as the public area says anything else in a language: who checked it, checked this."""
    said = _said("ja").keys() if code == "en" else _said(code).items()
    return sha256("\n".join(sorted(map(repr, said))).encode()).hexdigest()


def _said(code: str) -> dict[object, object]:
    """What a compiled catalogue of the public area says to each msgid that it translates in all its forms."""
    folder = Path(apps.get_app_config("help").path) / "locale" / to_locale(code) / "LC_MESSAGES"
    if not (folder / "django.mo").exists():
        return {}
    with (folder / "django.mo").open("rb") as file:
        catalogue = read_mo(file)
    return {
        (message.context, message.id): message.string
        for message in catalogue
        if message.id and _is_whole(message.string)
    }


def _is_whole(text: Any) -> bool:
    return bool(text) if isinstance(text, str) else all(text)


def language_choices() -> list[tuple[str, str]]:
    """Pairs for a form: (code, "Tiếng Việt (Vietnamese)"), the bracket in the language of the page.

    Pass the function itself as a field's choices, so that it runs when the page is shown.
    """
    return [(one.code, _label(one)) for one in LANGUAGES]


def _label(one: Language) -> str:
    name = str(one.name)
    return name if name == one.own_name else f"{one.own_name} ({name})"
