"""Fixed lists and reasons of the supporters' room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    NATIVE = "native", _("Mother tongue")
    FLUENT = "fluent", _("Fluent")
    EVERYDAY = "everyday", _("Everyday conversation")


class Field(TextChoices):
    STATUS = "status", _("Residence and refugee status")
    LABOUR = "labour", _("Work and wages")
    LIFE = "life", _("Housing and daily life")
    MEDICAL = "medical", _("Illness and medical costs")
    WELFARE = "welfare", _("Welfare and public assistance")
    CHILDREN = "children", _("Children and school")
    VIOLENCE = "violence", _("Violence and abuse")
    LAW = "law", _("Law and courts")


class Gender(TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Another gender")


class State(TextChoices):
    """Where a supporter stands in a term; derived from the dates of the registration, never stored."""

    ID_ISSUED = "id_issued", _("Bansou ID issued")
    PAPERS_SENT = "papers_sent", _("Papers sent")
    PAPERS_BACK = "papers_back", _("Papers back")
    PAYABLE = "payable", _("Can be paid")


class Paper(TextChoices):
    """A paper that comes back; the value is the letter before the code in its QR."""

    MEMORANDUM = "M", _("Memorandum")
    ACCOUNT_NOTICE = "A", _("Notice of the payee account")


class Fault(TextChoices):
    """What can be wrong with something typed: the rule and the way out."""

    MISSING = "missing", _("Fill in this answer.")
    TOO_LONG = "too_long", _("Shorten this to %(limit)d characters (now %(length)d).")
    KANA = "kana", _("Write the reading in kana only, for example ヤマダ ハナコ.")
    LATIN = "latin", _("Write it in Latin letters as on the residence card, for example NGUYEN VAN AN.")
    PHONE = "phone", _("Write a phone number with 9 to 15 digits; spaces, hyphens and +81 are fine.")
    MAIL = "mail", _("Write a mail address like name@example.jp.")
    POSTAL_CODE = "postal_code", _("Write the 7 digits of the postal code, for example 110-0005.")
    PREFECTURE = "prefecture", _("Choose one of the 47 prefectures. “%(found)s” is not one of them.")
    LANGUAGE = "language", _("“%(found)s” is not in our list of languages.")
    LANGUAGE_TWICE = "language_twice", _("The same language stands here twice. Keep it once.")
    LEVEL = "level", _("Choose how well you speak this language.")
    LEVEL_ALONE = "level_alone", _("Choose the language, or leave this row empty.")
    TIME_ALONE = "time_alone", _("Fill in the day, the start and the end, or leave this row empty.")
    TIME_ORDER = "time_order", _("The end must be later than the start.")
    TIME_TWICE = "time_twice", _("Two rows start at the same time of the same day. Keep one.")
    FIELD = "field", _("“%(found)s” is not one of the fields.")
    ANSWER = "answer", _("“%(found)s” is neither yes nor no.")
    NUMBER = (
        "number",
        _(
            "“%(found)s” is not a Bansou ID, or somebody else has it. Correct it, or leave it empty for a new one."
        ),
    )
    DAY = "day", _("“%(found)s” is not a day. Write it as 2024-08-30.")
    TIMESTAMP = "timestamp", _("“%(found)s” is not a day and time.")
    CODE = "code", _("This code does not exist: a character is wrong or missing. Scan or type it again.")
    ORGANISATION = "organisation", _("“%(found)s” is not in the directory. Add it there, or empty the cell.")
    REGISTERED = "registered", _("A supporter with this mail address is registered already.")
    CONSENT = "consent", _("The person has not agreed to how the data is used.")


class Reason(TextChoices):
    """Why an action of this room says no."""

    MAIL_TAKEN = "mail_taken", _("Another account already uses this mail address. Write another one.")
    NO_ACCOUNT = (
        "no_account",
        _("No account has been entered for this supporter. Enter it first."),
    )
    PAPERS_MISSING = "papers_missing", _("The memorandum and the account notice must both be back first.")
    OWN = "own", _("This is about your own membership. Ask a colleague.")
    HAS_LEFT = "has_left", _("This supporter has left the network.")
    NOT_PUBLISHED = "not_published", _("These terms are not published. Publish them first.")
    IDS_USED = (
        "ids_used",
        _(
            "You named %(limit)s new Bansou IDs today. Try tomorrow, file without the second supporter, or write to us."
        ),
    )
