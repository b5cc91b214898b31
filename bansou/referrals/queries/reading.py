"""What was shown, asked and answered, opened for a page or a paper."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bansou.audit import actions as audit
from bansou.cases.queries.sealed import sealed
from bansou.referrals import rules
from bansou.referrals.enums import Field
from bansou.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Words:
    """The sealed parts of one referral. `rows` are pairs for a summary list: what it is, what it says."""

    name: str = ""
    question: str = ""
    answer: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


def open_words(referral: Referral, *, actor: Any, now: datetime) -> Words:
    """Raises Refused (quota). Empty words once the case's key is gone."""
    columns = ["sealed_shared", "sealed_words", *(["sealed_answer"] if referral.sealed_answer else [])]
    items = [sealed(referral, column) for column in columns]
    opened = audit.open_sealed(
        actor, "referrals.read", referral, sealed=items, now=now, fields=referral.fields
    )
    told = [json.loads(text) if text else {} for text in opened]
    shared = {name: text for name, text in told[0].items() if name not in _hidden(referral, actor)}
    words, answer = told[1], told[2] if len(told) > 2 else {}
    rows = [{"key": Field(name).label, "value": text} for name, text in shared.items()]
    return Words(words.get("name", ""), words.get("question", ""), answer.get("words", ""), rows)


def _hidden(referral: Referral, actor: Any) -> frozenset[str]:
    """What an official never reads, whoever handed it on; the nationality only if it was chosen for them."""
    if not actor.is_public_official:
        return frozenset()
    return rules.HIDDEN if referral.to_user_id == actor.pk else rules.HIDDEN | {Field.NATIONALITY}
