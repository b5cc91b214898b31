"""Why a file is not taken. The values are those of core.uploads.Why, and one of our own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    TOO_LARGE = (
        "too_large",
        _("This file is too large: %(megabytes)d MB at most. Take a smaller photo or a shorter recording."),
    )
    NOT_TAKEN = (
        "not_taken",
        _(
            "This kind of file cannot be taken. Photos (JPEG, PNG, WEBP, HEIC), PDF and voice recordings can."
            " Anything else: take a photo of it."
        ),
    )
    TOO_MANY_PIXELS = (
        "too_many_pixels",
        _(
            "This picture has too many pixels: %(megapixels)d million at most. Take a screenshot of it and add that."
        ),
    )
    DAMAGED = (
        "damaged",
        _(
            "This picture cannot be read. Perhaps it did not arrive whole: add it again, or take a screenshot of it."
        ),
    )
    TOO_MANY_FILES = (
        "too_many_files",
        _("%(limit)d files were added in 24 hours, which is the limit. Go on tomorrow."),
    )
