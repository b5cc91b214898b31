"""Taking and freeing places in a recipient's cap. The recipient is locked by the caller."""

from bansou.accompaniment.models import Claim, Slot
from bansou.accompaniment.rules import free_numbers
from bansou.people.models import Recipient
from bansou.programmes.rules import slots_for


def slots_needed(claim: Claim) -> int:
    """Places that a claim of this term must hold to be approved: none where the term has no cap."""
    rules = claim.terms.rules
    if rules.caps.claims_per_recipient is None:
        return 0
    going = claim.participations.filter(declined_at=None).count()
    return slots_for(rules, going)


def fit_slots(claim: Claim, recipient: Recipient) -> bool:
    """Let the claim hold just the places it needs, the smallest free ones; all of them, or none (False)."""
    needed = slots_needed(claim)
    held = list(claim.slots.order_by("number"))
    for slot in held[needed:]:
        slot.delete()
    missing = needed - len(held)
    if missing <= 0:
        return True
    cap = claim.terms.rules.caps.claims_per_recipient
    taken = Slot.objects.filter(recipient=recipient).values_list("number", flat=True)
    numbers = free_numbers(taken, missing, cap)
    if not numbers:
        free_slots(claim)
        return False
    Slot.objects.bulk_create(Slot(recipient=recipient, claim=claim, number=each, cap=cap) for each in numbers)
    return True


def free_slots(claim: Claim) -> None:
    claim.slots.all().delete()
