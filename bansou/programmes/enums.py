"""Why the room of programmes says no."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    NO_TERMS = "no_terms", _("No terms are in force on %(day)s. Choose another day, or ask the secretariat.")
    PUBLISHED = (
        "published",
        _("The terms “%(code)s” are published and cannot change. A correction needs terms with a new code."),
    )
    OVERLAP = (
        "overlap",
        _("The support period overlaps with the terms “%(code)s”. Let one end before the other starts."),
    )
