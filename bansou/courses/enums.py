"""The questionnaires of the course."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Questionnaire(TextChoices):
    """The codes that terms name; the titles are those of the course."""

    BASIC_1 = "basic-1", _("Basic 1: Case work")
    BASIC_2 = "basic-2", _("Basic 2: Status of residence")
    BASIC_3 = "basic-3", _("Basic 3: Labour issues")
    BASIC_4 = "basic-4", _("Basic 4: Health care and social security")
    BASIC_5 = "basic-5", _("Basic 5: Children and youth")
    ADVANCED_1 = "advanced-1", _("Advanced 1: Support for technical intern trainees")
    ADVANCED_2 = "advanced-2", _("Advanced 2: Support for people facing domestic violence and single mothers")
    ADVANCED_3 = "advanced-3", _("Advanced 3: Support for refugees")
    ADVANCED_4 = "advanced-4", _("Advanced 4: Support for irregular migrants")


class Reason(TextChoices):
    """Why a completion cannot be recorded."""

    FUTURE = "future", _("%(day)s is in the future. Write the day on which the questionnaire was completed.")
