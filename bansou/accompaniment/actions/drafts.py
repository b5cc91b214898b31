"""Keeping what a supporter has typed so far."""

import json
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bansou.accompaniment.enums import Refusal
from bansou.accompaniment.models import Claim, Draft
from bansou.core.refusal import Refused
from bansou.supporters.models import Supporter
from bansou.vault import actions as vault

KEPT_DAYS = 90

Typed = dict[str, list[str]]


def save_draft(
    token: uuid.UUID, typed: Typed, *, supporter: Supporter, claim: Claim | None = None, now: datetime
) -> Draft:
    """Keep a form as it stands, whole or not, under its token.

    Raises Refused(FORM_USED) when the token belongs to a form that was already sent, or to another's.
    """
    sent = Claim.objects.filter(Q(form_token=token) | Q(correction_token=token)).first()
    if sent:
        raise Refused(Refusal.FORM_USED, number=sent.number if sent.applicant_id == supporter.pk else "")
    draft = Draft.objects.filter(pk=token).first()
    if draft and (draft.supporter_id != supporter.pk or draft.claim != claim):
        raise Refused(Refusal.FORM_USED, number="")
    draft = draft or Draft(pk=token, supporter=supporter, claim=claim)
    vault.ensure_key("draft", scope=token, erase_on=now.date() + timedelta(days=KEPT_DAYS), now=now)
    draft.sealed_form = vault.seal(token, _place(draft), json.dumps(typed, ensure_ascii=False))
    draft.updated_at = now
    draft.save()
    return draft


def open_draft(draft: Draft) -> Typed:
    """What was typed, by field."""
    return json.loads(vault.unseal(draft.pk, _place(draft), draft.sealed_form))


def forget_draft(token: uuid.UUID) -> None:
    """Delete a draft and its key; the key after the row, so that a draft is never unreadable."""
    if Draft.objects.filter(pk=token).delete()[0]:
        transaction.on_commit(lambda: vault.erase(token))


def prune_drafts(*, now: datetime) -> None:
    """Forget drafts that nobody has touched for KEPT_DAYS."""
    for draft in Draft.objects.filter(updated_at__lt=now - timedelta(days=KEPT_DAYS)):
        forget_draft(draft.pk)


def _place(draft: Draft) -> str:
    return f"accompaniment.draft.sealed_form|{draft.pk}"
