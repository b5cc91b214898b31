"""What every change of a claim does: lock, check the version, keep the event, seal words."""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from bansou.accompaniment.enums import Refusal, State
from bansou.accompaniment.models import Claim, Event, Participation
from bansou.core.refusal import Refused
from bansou.supporters.models import Supporter
from bansou.vault import actions as vault

# Of the people whom a claim names.
SHOWN = (
    *("claim", "position", "confirmed_at", "declined_at", "supporter__number", "supporter__name"),
    *("supporter__user__email", "supporter__user__language", "supporter__payee__id"),
)


def locked_claim(claim_id: uuid.UUID, *, version: int | None = None) -> Claim:
    """The claim, locked. Raises Refused(CHANGED) if it no longer stands as the page showed it."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("terms").get(pk=claim_id)
    if version is not None and claim.version != version:
        raise changed(claim)
    return claim


def parts_of(claim: Claim) -> list[Participation]:
    """Everybody whom the claim names, the applicant first, with what it takes to tell and to pay them."""
    parts = claim.participations.select_related("supporter__user", "supporter__payee").only(*SHOWN)
    return list(parts.order_by("position"))


def going(parts: Iterable[Participation]) -> list[Supporter]:
    """Who went along: all but a second who says that they did not."""
    return [part.supporter for part in parts if part.declined_at is None]


def changed(claim: Claim) -> Refused:
    """Tells who did what meanwhile."""
    event = claim.events.select_related("by").latest("version")
    at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M")
    who = event.by.name if event.by else "Bansou"
    return Refused(Refusal.CHANGED, who=who, at=at, state=State(event.state).label)


def require_state(claim: Claim, *states: State) -> None:
    if claim.state not in states:
        raise Refused(Refusal.DECIDED, state=claim.state_label)


def move(claim: Claim, state: State, *, by: Any, now: datetime, reason: str = "", **fields: Any) -> None:
    """Set state and fields, raise the version, keep the event."""
    claim.state = state
    claim.version += 1
    for name, value in fields.items():
        setattr(claim, name, value)
    claim.save(update_fields=["state", "version", *fields])
    add_event(claim, by=by, now=now, reason=reason)


def add_event(claim: Claim, *, by: Any, now: datetime, reason: str = "") -> Event:
    event = Event(claim=claim, state=claim.state, version=claim.version, at=now, by=by)
    if reason:
        event.sealed_reason = vault.seal(claim.pk, reason_place(event), reason)
    event.save(force_insert=True)
    return event


def reason_place(event: Event) -> str:
    return f"accompaniment.event.sealed_reason|{event.pk}"


def text_place(claim: Claim) -> str:
    return f"accompaniment.claim.sealed_text|{claim.pk}"


def sealed_text(claim: Claim, text: dict[str, str]) -> bytes:
    return vault.seal(claim.pk, text_place(claim), json.dumps(text, ensure_ascii=False))
