"""Questions about supporters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from bansou.audit.enums import VERBS
from bansou.audit.models import Entry
from bansou.audit.queries import names, today
from bansou.core.checkchars import read_bansou_id
from bansou.programmes.models import Terms
from bansou.supporters import rules
from bansou.supporters.enums import State
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.queries.papers import IN_STATE
from bansou.supporters.rules import Details, Free, Spoken

LOOK_UP = "supporters.look_up"
TOLD = (
    "name", "kana", "latin", "phone", "postal_code", "prefecture", "municipality", "street", "building",
    "foreign_roots", "previous_experience", "experience_text", "organisation_id",
    "gender", "remote", "paused_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Search:
    """What a list is narrowed to; empty means all. `state` counts within `terms`."""

    text: str = ""
    prefecture: str = ""
    language: str = ""
    interprets: bool = False
    state: str = ""
    terms: Terms | None = None
    with_left: bool = False


def search(supporters: QuerySet[Supporter], wanted: Search) -> QuerySet[Supporter]:
    """The supporters that fit; a whole Bansou ID finds exactly one, whatever else is asked."""
    number = read_bansou_id(wanted.text)
    if number:
        return supporters.filter(number=number)
    if not wanted.with_left:
        supporters = supporters.filter(left_on=None)
    if wanted.text:
        supporters = supporters.filter(_named(wanted.text))
    if wanted.prefecture:
        supporters = supporters.filter(prefecture=wanted.prefecture)
    if wanted.language:
        spoken = Q(languages__language=wanted.language)
        supporters = supporters.filter(
            spoken & Q(languages__interprets=True) if wanted.interprets else spoken
        )
    elif wanted.interprets:
        supporters = supporters.filter(languages__interprets=True).distinct()
    if wanted.state and wanted.terms:
        fitting = Registration.objects.filter(IN_STATE[State(wanted.state)], terms=wanted.terms)
        supporters = supporters.filter(pk__in=fitting.values("supporter"))
    return supporters


def with_list_columns(supporters: QuerySet[Supporter], terms: Terms | None) -> QuerySet[Supporter]:
    """For a list: languages, and as `papers` the registration in the terms (a list of none or one)."""
    of_terms = Registration.objects.filter(terms=terms)
    return supporters.prefetch_related(
        "languages", Prefetch("registrations", queryset=of_terms, to_attr="papers")
    )


def with_export_columns(supporters: QuerySet[Supporter]) -> QuerySet[Supporter]:
    found = supporters.select_related("user", "organisation").prefetch_related("languages", "areas")
    return found.order_by("number")


def recent_entries(supporter: Supporter, at_most: int = 20) -> list[dict[str, object]]:
    """Who last did or saw something of this supporter: `at`, `who`, `words`."""
    found = Entry.objects.filter(object_type="supporters.supporter", object_id=str(supporter.pk))
    rows = list(found.order_by("-id")[:at_most])
    who = names(row.actor_id for row in rows)
    return [
        {
            "at": row.at,
            "who": who.get(row.actor_id, "") if row.actor_id else "",
            "words": VERBS.get(row.verb, row.verb),
        }
        for row in rows
    ]


def ids_asked_today(actor: Any, *, now: datetime) -> set[str]:
    """Bansou IDs for which this user has asked since midnight in Japan."""
    return set(today(actor, LOOK_UP, now=now).values_list("reason", flat=True))


def _named(text: str) -> Q:
    found = Q(name__icontains=text) | Q(latin__icontains=text)
    try:
        return found | Q(kana__icontains=rules.read_kana(text))
    except rules.Unreadable:
        return found


def details_of(supporter: Supporter) -> Details:
    """What the supporter told us, as the form and update_profile take it."""
    return Details(
        **{name: getattr(supporter, name) for name in TOLD},
        mail=supporter.user.email,
        languages=tuple(
            Spoken(row.language, row.level, row.interprets) for row in supporter.languages.order_by("id")
        ),
        areas=tuple(supporter.areas.order_by("prefecture").values_list("prefecture", flat=True)),
        fields=tuple(supporter.fields.order_by("field").values_list("field", flat=True)),
        times=tuple(Free(row.weekday, row.starts, row.ends) for row in supporter.times.all()),
    )
