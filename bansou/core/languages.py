"""Owns the languages that supporters and the people they go with speak."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


def language_choices() -> list[tuple[str, str]]:
    """Pairs for a form: (code, "Tiếng Việt (Vietnamese)"), the bracket in the language of the page.

    Pass the function itself as a field's choices, so that it runs when the page is shown.
    """
    return [(one.code, _label(one)) for one in LANGUAGES]


def _label(one: Language) -> str:
    name = str(one.name)
    return name if name == one.own_name else f"{one.own_name} ({name})"
