"""What the person agreed to: the last answer of each purpose holds."""

from bansou.cases.enums import Answer
from bansou.cases.models import Case, Consent


def holds(case: Case, purpose: str) -> bool:
    """Whether the person's last answer about a purpose is yes."""
    return standing(case).get(purpose) == Answer.GIVEN


def standing(case: Case) -> dict[str, str]:
    """The last answer of each purpose that was ever asked."""
    said = Consent.objects.filter(case=case).order_by("recorded_at", "said_on", "pk")
    return dict(said.values_list("purpose", "answer"))
