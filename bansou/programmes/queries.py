"""Which terms hold on a day."""

from datetime import date

from bansou.core.refusal import Refused
from bansou.programmes.enums import Reason
from bansou.programmes.models import Terms


def terms_on(programme: str, day: date) -> Terms:
    """The published terms whose support period covers the day; raises Refused(NO_TERMS), never a default."""
    terms = (
        Terms.objects.published()
        .filter(programme=programme, support_from__lte=day, support_to__gte=day)
        .first()
    )
    if terms is None:
        raise Refused(Reason.NO_TERMS, day=day)
    return terms
