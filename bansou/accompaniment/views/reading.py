"""Opening what is sealed, for those who may read it; every opening is in the audit log."""

import json
from typing import Any

from bansou.accompaniment.actions.common import reason_place, text_place
from bansou.accompaniment.actions.late import text_place as note_place
from bansou.accompaniment.models import Claim, Event, LateNote
from bansou.audit import actions as audit
from bansou.core import clock
from bansou.vault import actions as vault
from bansou.vault.actions import Sealed

Text = dict[str, str]


def own_text(claim: Claim, user: Any) -> Text:
    """What the applicant wrote themselves; empty once it is erased."""
    audit.record(user, "claims.read_own", claim, now=clock.now(), fields=["text"])
    return _parsed(vault.unseal_many([Sealed(claim.pk, text_place(claim), claim.sealed_text)])[0])


def reason_of(claim: Claim, user: Any) -> str:
    """The words of the last decision, for a supporter of the claim."""
    event = claim.events.order_by("-version").first()
    return told_events([event])[0][1] if event else ""


def told_events(events: list[Event]) -> list[tuple[Event, str]]:
    """Events with their words, for a supporter of the claim; no words for those that have none."""
    sealed = [event for event in events if event.sealed_reason]
    opened = vault.unseal_many([_sealed_reason(event) for event in sealed])
    words = {event.pk: text or "" for event, text in zip(sealed, opened, strict=True)}
    return [(event, words.get(event.pk, "")) for event in events]


def reviewed_text(claim: Claim, events: list[Event], user: Any) -> tuple[Text, list[tuple[Event, str]]]:
    """What a reviewer reads: the text and the words of all decisions. Takes their quota; raises Refused(Limit)."""
    worded = [event for event in events if event.sealed_reason]
    sealed = [Sealed(claim.pk, text_place(claim), claim.sealed_text), *map(_sealed_reason, worded)]
    text, *reasons = audit.open_sealed(
        user, "claims.read", claim, sealed=sealed, now=clock.now(), fields=["text", "reasons"]
    )
    words = {event.pk: reason or "" for event, reason in zip(worded, reasons, strict=True)}
    return _parsed(text), [(event, words.get(event.pk, "")) for event in events]


def reviewed_notes(notes: list[LateNote], user: Any) -> list[tuple[LateNote, str]]:
    """Notes with their words; those are empty once erased. Takes the reader's quota; raises Refused(Limit)."""
    sealed = [Sealed(note.pk, note_place(note), note.sealed_text) for note in notes]
    words = audit.open_sealed(
        user, "claims.read_notes", *notes, sealed=sealed, now=clock.now(), fields=["text"]
    )
    return [(note, text or "") for note, text in zip(notes, words, strict=True)]


def typed_of(claim: Claim, text: Text) -> dict[str, list[str]]:
    """A claim as its form would have it, without the recipient: how another wrote a name says that they know it."""
    second = claim.participations.filter(position=2, declined_at=None).select_related("supporter").first()
    values = {
        "programme": claim.terms.programme_id,
        "support_on": claim.support_on.isoformat(),
        "starts": claim.starts.strftime("%H:%M"),
        "ends": claim.ends.strftime("%H:%M"),
        "place": claim.place,
        "outcome": claim.outcome,
        "second": second.supporter.number if second else "",
        "visit": str(claim.visit_id or ""),
        "refused_by_office": "on" if claim.refused_by_office else "",
        **text,
    }
    return {name: [value] for name, value in values.items() if value} | {"activities": claim.activities}


def _sealed_reason(event: Event) -> Sealed:
    return Sealed(event.claim_id, reason_place(event), event.sealed_reason)


def _parsed(text: str | None) -> Text:
    return json.loads(text) if text else {}
