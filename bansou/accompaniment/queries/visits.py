"""The visits of a supporter that claims are filed for."""

from uuid import UUID

from django.db.models import QuerySet

from bansou.accompaniment.enums import LIVE, Refusal
from bansou.accompaniment.models import Claim
from bansou.core.refusal import Refused
from bansou.matching.enums import VisitState
from bansou.matching.models import Visit
from bansou.supporters.models import Supporter


def visits_to_claim(supporter: Supporter) -> QuerySet[Visit]:
    """Visits on which the supporter went along."""
    return Visit.objects.filter(parts__supporter=supporter, state=VisitState.DONE)


def visit_to_claim(supporter: Supporter, visit_id: UUID) -> Visit:
    """With its case and person. Raises Refused(NO_VISIT)."""
    found = visits_to_claim(supporter).select_related("case__person").filter(pk=visit_id).first()
    if found is None:
        raise Refused(Refusal.NO_VISIT)
    return found


def claim_of(visit: Visit) -> Claim | None:
    """The live claim that was filed for a visit."""
    return visit.claims.filter(state__in=LIVE).order_by("filed_at").first()
