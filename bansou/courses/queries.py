"""Which questionnaires a supporter has completed."""

from datetime import date

from bansou.courses.models import Completion
from bansou.supporters.models import Supporter


def completions_of(supporter: Supporter) -> dict[str, date]:
    """The day of each completed questionnaire, by its code."""
    return dict(supporter.completions.order_by("questionnaire").values_list("questionnaire", "completed_on"))


def completed_by(supporter: Supporter, day: date) -> frozenset[str]:
    """The codes of the questionnaires completed on the day or before."""
    rows = Completion.objects.filter(supporter=supporter, completed_on__lte=day)
    return frozenset(rows.values_list("questionnaire", flat=True))
