"""Taking and freeing places in a recipient's cap. The recipient is locked by the caller."""

from bansou.accompaniment.models import Claim, Slot
from bansou.accompaniment.rules import free_numbers
from bansou.people.models import Recipient
from bansou.programmes.rules import slots_for


def fit_slots(claim: Claim, recipient: Recipient, supporters: int) -> bool:
    """Let the claim hold just the places it needs, the smallest free ones; all of them, or none (False).

    `supporters` went along and have not declined. Where the term has no cap the claim needs no place.
    """
    rules = claim.terms.rules
    cap = rules.caps.claims_per_recipient
    if cap is None:
        free_slots(claim)
        return True
    needed = slots_for(rules, supporters)
    taken = list(Slot.objects.filter(recipient=recipient).order_by("number"))
    held = [slot for slot in taken if slot.claim_id == claim.pk]
    for slot in held[needed:]:
        slot.delete()
    missing = needed - len(held)
    if missing <= 0:
        return True
    numbers = free_numbers([slot.number for slot in taken], missing, cap)
    if not numbers:
        # A new claim holds none: nothing is asked then, so that a used-up cap takes no step more than a free place.
        if held:
            free_slots(claim)
        return False
    Slot.objects.bulk_create(Slot(recipient=recipient, claim=claim, number=each, cap=cap) for each in numbers)
    return True


def free_slots(claim: Claim) -> None:
    claim.slots.all().delete()
