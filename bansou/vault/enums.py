"""Why the vault stays shut."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Limit(TextChoices):
    PERSON = (
        "person",
        _("You have opened %(limit)d records in this hour, which is the limit. Go on after the full hour."),
    )
    ALL = (
        "all",
        _("All together opened %(limit)d records in this hour, the limit. Go on after the full hour."),
    )
