"""Which questionnaires a supporter has completed."""

from datetime import date

from bansou.supporters.models import Supporter


def completions_of(supporter: Supporter) -> dict[str, date]:
    """The day of each completed questionnaire, by its code."""
    return dict(supporter.completions.order_by("questionnaire").values_list("questionnaire", "completed_on"))
