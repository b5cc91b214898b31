"""Loading and publishing terms."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.programmes import rules
from bansou.programmes.enums import Reason
from bansou.programmes.models import Programme, Terms


@transaction.atomic
def load_terms(text: str, *, actor: Any, now: datetime) -> Terms:
    """Keep terms as a draft in place of an unpublished one of that code; the same text again changes nothing.

    Raises rules.TermsError with every fault of the text; Refused(PUBLISHED, OVERLAP).
    """
    loaded = rules.load(text)
    programme = _locked_programme(loaded)
    terms = Terms.objects.filter(programme=programme, code=loaded.code).first()
    document = rules.dump(loaded)
    if terms and terms.document == document:
        return terms
    if terms and terms.published_at:
        raise Refused(Reason.PUBLISHED, code=terms.code)
    terms = terms or Terms(programme=programme, code=loaded.code)
    terms.document = document
    terms.support_from, terms.support_to = loaded.support_from, loaded.support_to
    _refuse_overlap(terms)
    terms.save()
    audit.record(actor, "terms.load", terms, now=now)
    return terms


@transaction.atomic
def publish_terms(terms: Terms, *, actor: Any, now: datetime) -> Terms:
    """From now on the terms are in force and never change. Publishing again changes nothing."""
    terms = Terms.objects.select_for_update().get(pk=terms.pk)
    if terms.published_at is None:
        terms.published_at, terms.published_by = now, actor
        terms.save()
        audit.record(actor, "terms.publish", terms, now=now)
    return terms


def _locked_programme(loaded: rules.Terms) -> Programme:
    # The lock makes two loads wait for each other, so that no two periods can overlap.
    Programme.objects.get_or_create(code=loaded.programme, defaults={"title": loaded.title.en})
    return Programme.objects.select_for_update().get(code=loaded.programme)


def _refuse_overlap(terms: Terms) -> None:
    others = Terms.objects.filter(programme=terms.programme).exclude(pk=terms.pk)
    clash = others.filter(support_from__lte=terms.support_to, support_to__gte=terms.support_from).first()
    if clash:
        raise Refused(Reason.OVERLAP, code=clash.code)
