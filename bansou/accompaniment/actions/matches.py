"""Recipients who may be one person: looking for them, and what follows when they are."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.accompaniment import permissions
from bansou.accompaniment.actions.common import going, locked_claim, parts_of
from bansou.accompaniment.actions.signs import raise_sign
from bansou.accompaniment.actions.slots import fit_slots
from bansou.accompaniment.enums import GRANTED, LIVE, Refusal, Sign
from bansou.accompaniment.models import Claim, Flag, Slot
from bansou.core.refusal import Refused
from bansou.people import actions as people
from bansou.people.enums import Decision
from bansou.people.models import MatchHint, Recipient
from bansou.people.queries import hints_about


@transaction.atomic
def look_for_matches(claim: Claim, *, now: datetime) -> list[MatchHint]:
    """Compare the claim's recipient with those alike; a hint is a sign for the reviewer."""
    hints = people.compare(claim.recipient, now=now)
    if hints:
        raise_sign(claim, Sign.MAYBE_KNOWN, now=now)
    return hints


@transaction.atomic
def suggest_match(claim: Claim, card: str, *, actor: Any, now: datetime) -> MatchHint:
    """A reviewer says that who holds a card is the claim's recipient: a pair to be decided about like any other.

    Raises Refused(UNKNOWN_CARD, ONE_ALREADY, NOT_YOURS).
    """
    other = people.recipient_by_card(card, claim.terms, now=now)
    hint = people.suggest(claim.recipient, other, actor=actor, now=now)
    if permissions.own_claims(actor).filter(recipient__in=[hint.one_id, hint.other_id]).exists():
        raise Refused(Refusal.NOT_YOURS)
    if not hint.decision:
        raise_sign(claim, Sign.MAYBE_KNOWN, now=now)
    return hint


@transaction.atomic
def settle_match(hint: MatchHint, decision: Decision, *, actor: Any, reason: str, now: datetime) -> None:
    """Keep a coordinator's decision; the claims of the same person then share one cap.

    Places are given anew in the order of filing, the smallest first. A claim that finds none keeps waiting without
    one and carries the sign NO_SLOT; approved and paid ones come first, since they can't be taken back.
    Raises Refused(ALREADY_DECIDED).
    """
    kept = people.decide(hint, decision, actor=actor, reason=reason, now=now)
    if kept is not None:
        _gather(kept, hint, now)
    _clear_settled(hint, now, actor)


def _gather(kept: Recipient, hint: MatchHint, now: datetime) -> None:
    both = [hint.one_id, hint.other_id, kept.pk]
    waiting = Claim.objects.filter(recipient__in=both).order_by("filed_at", "pk").values_list("pk", flat=True)
    claims = [locked_claim(pk) for pk in waiting]
    Slot.objects.filter(claim__in=claims).delete()
    decided_first = sorted(claims, key=lambda claim: claim.state not in GRANTED)
    for claim in decided_first:
        claim.recipient = kept
        claim.version += 1
        claim.save(update_fields=["recipient", "version"])
        if claim.state in LIVE and not fit_slots(claim, kept, len(going(parts_of(claim)))):
            raise_sign(claim, Sign.NO_SLOT, now=now)


def _clear_settled(hint: MatchHint, now: datetime, actor: Any) -> None:
    """Take the sign off claims about whose recipient no question is open."""
    claims = Claim.objects.filter(recipient__in=[hint.one_id, hint.other_id])
    for flag in Flag.objects.filter(claim__in=claims, sign=Sign.MAYBE_KNOWN, cleared_at=None):
        if not hints_about(flag.claim.recipient).filter(decision="").exists():
            flag.cleared_at, flag.cleared_by = now, actor
            flag.save()
