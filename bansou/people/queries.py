"""Questions about recipients, cards and look-ups."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from bansou.audit import queries as audit
from bansou.core.refusal import Refused
from bansou.people import rules
from bansou.people.enums import Reason
from bansou.people.models import Card, MatchHint, Person, Recipient
from bansou.programmes.models import Terms
from bansou.vault import actions as vault

LOOK_UP = "people.look_up"
CANDIDATES = 500


def card_with(code: str) -> Card:
    """Raises Refused(UNKNOWN_CARD)."""
    card = Card.objects.filter(code=code).first()
    if card is None:
        raise Refused(Reason.UNKNOWN_CARD, code=code)
    return card


def recipient_of_card(code: str, terms: Terms) -> Recipient | None:
    """The recipient that a card stands for in this term, if it was used in it; never a merged one."""
    found = (
        Recipient.objects.filter(terms=terms, person__cards__code=code).select_related("merged_into").first()
    )
    return found and (found.merged_into or found)


def recipient_of_person(person: Person, terms: Terms) -> Recipient | None:
    """The recipient of a person whom a case knows, if there was a claim for them in this term; never a merged one."""
    found = Recipient.objects.filter(terms=terms, person=person).select_related("merged_into").first()
    return found and (found.merged_into or found)


def recipient_of_identity(identity: rules.Identity, terms: Terms) -> Recipient | None:
    """The recipient with exactly this identity in this term; never a merged one."""
    digest = vault.link_digest(terms.pk, rules.exact_key(identity))
    found = Recipient.objects.filter(terms=terms, digest=digest).select_related("merged_into").first()
    return found and (found.merged_into or found)


def candidates_for(recipient: Recipient) -> QuerySet[Recipient]:
    """Others of the term that share the birth date or the consonants of the name."""
    near = Q(birth_block=recipient.birth_block) | Q(name_block=recipient.name_block)
    others = Recipient.objects.filter(near, terms=recipient.terms_id, merged_into=None).exclude(
        sealed_identity=None
    )
    return others.exclude(pk=recipient.pk).order_by("-created_at")[:CANDIDATES]


def hints_about(recipient: Recipient) -> QuerySet[MatchHint]:
    return MatchHint.objects.filter(Q(one=recipient) | Q(other=recipient))


def looked_up_today(actor: Any, *, now: datetime) -> set[str]:
    """Ids of the people whom this user has looked up since midnight in Japan."""
    return set(audit.today(actor, LOOK_UP, now=now).values_list("object_id", flat=True))
