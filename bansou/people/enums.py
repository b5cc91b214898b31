"""What a coordinator can decide about two records, and why this room says no."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Decision(TextChoices):
    SAME = "same", _("The same person")
    DIFFERENT = "different", _("Different people")
    UNSURE = "unsure", _("Cannot tell (treated as different)")


class Reason(TextChoices):
    UNKNOWN_CARD = (
        "unknown_card",
        _("No card has the code %(code)s. Compare it with the slip and type it again."),
    )
    LOOKUPS_USED = (
        "lookups_used",
        _("You have looked up %(limit)s people today. Go on tomorrow, or ask the secretariat."),
    )
    ONE_ALREADY = "one_already", _("Both are the same record already. There is nothing to decide.")
    ALREADY_DECIDED = "already_decided", _("Somebody else has already decided: %(decision)s.")
    LOOK_FIRST = "look_first", _("Look at both records first, then decide.")
    NOT_READABLE = (
        "not_readable",
        _("One of the two records has been erased. There is nothing left to compare."),
    )
