"""Who sees which claims and who may decide about them. The one file that a privacy officer reviews."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from bansou.accompaniment.enums import State
from bansou.accompaniment.models import Claim, LateNote, Participation
from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import coordinated_prefectures, has_role, regions
from bansou.people.models import MatchHint
from bansou.programmes.rules import PriorReview

READERS = (
    RoleKind.COORDINATOR,
    RoleKind.SECRETARIAT,
    RoleKind.ACCOUNTANT,
    RoleKind.APPROVER,
    RoleKind.AUDITOR,
)
REVIEWERS = (RoleKind.COORDINATOR, RoleKind.SECRETARIAT)
SEES_ALL = (RoleKind.SECRETARIAT, RoleKind.ACCOUNTANT, RoleKind.APPROVER, RoleKind.AUDITOR)


def filed_claims(user: Any) -> QuerySet[Claim]:
    """The claims that a supporter filed."""
    return Claim.objects.filter(applicant__user=user)


def own_claims(user: Any) -> QuerySet[Claim]:
    """The claims that a supporter filed or was named in."""
    return Claim.objects.filter(participations__supporter__user=user)


def visible_claims(user: Any) -> QuerySet[Claim]:
    """The claims that staff see: all, or those of a coordinator's regions."""
    if has_role(user, *SEES_ALL):
        return Claim.objects.all()
    return Claim.objects.filter(region__in=regions(user))


def visible_notes(user: Any) -> QuerySet[LateNote]:
    """The notes about late support that a reviewer answers; none of their own."""
    notes = LateNote.objects.exclude(supporter__user=user)
    if has_role(user, RoleKind.SECRETARIAT):
        return notes
    return notes.filter(prefecture__in=coordinated_prefectures(user))


def visible_hints(user: Any) -> QuerySet[MatchHint]:
    """Pairs of recipients of whom one at least has a claim that the reviewer sees, and none a claim of their own."""
    own = own_claims(user).values("recipient")
    hints = MatchHint.objects.exclude(Q(one__in=own) | Q(other__in=own))
    if has_role(user, *SEES_ALL):
        return hints
    seen = visible_claims(user).values("recipient")
    return hints.filter(Q(one__in=seen) | Q(other__in=seen))


def is_reviewer(user: Any) -> bool:
    return has_role(user, *REVIEWERS)


def can_read_text(user: Any, claim: Claim) -> bool:
    """What was written about the person is for those who judge, not for those who pay."""
    return has_role(user, RoleKind.SECRETARIAT) or claim.prefecture in coordinated_prefectures(user)


def can_review(user: Any, claim: Claim) -> bool:
    """Judges what was written, except about an occasion where they went along themselves."""
    return can_read_text(user, claim) and not took_part(user, claim)


def can_approve(user: Any, claim: Claim) -> bool:
    """Where the term has a coordinator judge first, the secretariat approves after that."""
    if judged_first(claim):
        return has_role(user, RoleKind.SECRETARIAT) and can_review(user, claim)
    return can_review(user, claim)


def judged_first(claim: Claim) -> bool:
    """Whether the term has the regional coordinator judge before the secretariat."""
    return claim.terms.rules.prior_review == PriorReview.REGIONAL_COORDINATOR


def can_judge_first(user: Any, claim: Claim) -> bool:
    """The coordinator of the claim's region, where the term asks for their judgement."""
    in_region = claim.prefecture in coordinated_prefectures(user)
    return judged_first(claim) and in_region and not took_part(user, claim)


def judged_by(user: Any, claim: Claim) -> bool:
    """Whether the coordinator's judgement that now stands is this user's: then another one approves."""
    if claim.coordinator_ok_on is None:
        return False
    # A correction takes the judgement back, so nobody received the claim anew after it.
    return claim.events.filter(state=State.SUBMITTED).latest("version").by_id == user.pk


def took_part(user: Any, claim: Claim) -> bool:
    return claim.participations.filter(supporter__user=user).exists()


def is_among(user: Any, parts: Iterable[Participation]) -> bool:
    """`took_part`, where those whom the claim names are known."""
    return any(part.supporter.user_id == user.pk for part in parts)
