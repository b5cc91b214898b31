"""What the receiver of a referral will read, field by field, out of the case as it stands."""

import json
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from bansou.cases.enums import Asylum, LanguageMode, Relation, Situation, Topic, Urgency
from bansou.cases.models import Case, Relative, Residence
from bansou.cases.queries.sealed import sealed
from bansou.cases.rules.fields import Part
from bansou.core.languages import language
from bansou.core.municipalities import municipality, prefecture_name
from bansou.core.templatetags.bansou import d
from bansou.people.actions import contact_place
from bansou.people.models import SafeContact
from bansou.referrals.enums import Body, Field
from bansou.vault.actions import Sealed

# The part of a case that a field belongs to: who may not read it cannot pass it on either.
PART_OF = {
    Field.LANGUAGE: Part.HEAD,
    Field.TOPICS: Part.HEAD,
    Field.SUMMARY: Part.FACTS,
    Field.WISH: Part.FACTS,
    Field.TOWN: Part.FACTS,
    Field.NAME: Part.IDENTITY,
    Field.BIRTH: Part.IDENTITY,
    Field.HOUSEHOLD: Part.IDENTITY,
    Field.NATIONALITY: Part.NATIONALITY,
    Field.CONTACT: Part.CONTACT,
    Field.RESIDENCE: Part.RESIDENCE,
}
Told = dict[str, dict[str, str]]


def sources(case: Case, fields: Iterable[str]) -> dict[str, Sealed]:
    """The sealed texts that these fields are taken from, by a name of their own; no more than needed."""
    parts = {PART_OF[Field(field)] for field in fields}
    found: dict[str, Sealed] = {}
    if Part.FACTS in parts:
        found["facts"] = sealed(case, "sealed_facts")
    if parts & {Part.IDENTITY, Part.NATIONALITY}:
        for relative in Relative.objects.filter(case=case).order_by("pk"):
            name = relative.relation if relative.relation == Relation.SELF else str(relative.pk)
            found[f"relative {name}"] = sealed(relative, "sealed_identity")
    if Part.RESIDENCE in parts:
        for residence in Residence.objects.filter(case=case):
            found["residence"] = sealed(residence, "sealed_situation")
    if Part.CONTACT in parts:
        for row in SafeContact.objects.filter(person=case.person_id):
            found["contact"] = Sealed(case.person_id, contact_place(case.person_id), row.sealed_contact)
    return found


def words(
    case: Case, fields: Iterable[str], opened: dict[str, str | None], *, body: str, lang: str
) -> dict[str, str]:
    """The words of each chosen field. Papers for offices are in Japanese, whatever the sender reads."""
    told = {name: json.loads(text) for name, text in opened.items() if text}
    with override(lang if body == Body.COLLEAGUE else "ja"):
        return {field: _WORDS[Field(field)](case, told) or _("not known") for field in fields}


def _language(case: Case, _told: Told) -> str:
    return f"{language(case.language).name} ({LanguageMode(case.language_mode).label})"


def _topics(case: Case, _told: Told) -> str:
    names = [case.main_topic, *case.topics.order_by("pk").values_list("topic", flat=True)]
    topics = ", ".join(str(Topic(name).label) for name in names)
    return f"{topics} – {Urgency(case.urgency).label}"


def _fact(name: str):
    return lambda _case, told: told.get("facts", {}).get(name, "")


def _town(case: Case, told: Told) -> str:
    code = told.get("facts", {}).get("municipality", "")
    place = prefecture_name(case.prefecture, "ja")
    return f"{place} {municipality(code).name}" if code else place


def _self(told: Told) -> dict[str, str]:
    return told.get(f"relative {Relation.SELF}", {})


def _name(_case: Case, told: Told) -> str:
    me = _self(told)
    return " / ".join(me[part] for part in ("name", "kana", "native") if me.get(part))


def _birth(_case: Case, told: Told) -> str:
    me = _self(told)
    return str(d(date.fromisoformat(me["birth_on"]))) if me.get("birth_on") else me.get("age_band", "")


def _household(case: Case, told: Told) -> str:
    relations = Relative.objects.filter(case=case).exclude(relation=Relation.SELF).order_by("pk")
    lines = []
    for relative in relations:
        one = told.get(f"relative {relative.pk}", {})
        lines.append(f"{Relation(relative.relation).label}: {one.get('name') or one.get('kana') or '–'}")
    return "\n".join(lines)


def _residence(_case: Case, told: Told) -> str:
    known = told.get("residence")
    if not known:
        return str(Situation.NOT_ASKED.label)
    lines = [str(Situation(known["situation"]).label)]
    if known.get("asylum"):
        lines.append(str(Asylum(known["asylum"]).label))
    if known.get("valid_to"):
        lines.append(_("until %(day)s") % {"day": d(date.fromisoformat(known["valid_to"]))})
    return "\n".join(lines)


def _contact(_case: Case, told: Told) -> str:
    known = told.get("contact")
    if not known or known["locked"]:
        return _("Only through us")
    lines = [_("By: %(ways)s") % {"ways": ", ".join(known["ways"])}]
    if known["hours"]:
        lines.append(
            _("From %(start)s to %(end)s o'clock") % {"start": known["hours"][0], "end": known["hours"][1]}
        )
    if known["shared"]:
        lines.append(_("Others see this phone or account"))
    if known["never"]:
        lines.append(_("Never: %(words)s") % {"words": known["never"]})
    return "\n".join(lines)


_WORDS = {
    Field.LANGUAGE: _language,
    Field.TOPICS: _topics,
    Field.SUMMARY: _fact("summary"),
    Field.WISH: _fact("wish"),
    Field.NAME: _name,
    Field.BIRTH: _birth,
    Field.NATIONALITY: lambda _case, told: _self(told).get("nationality", ""),
    Field.HOUSEHOLD: _household,
    Field.TOWN: _town,
    Field.CONTACT: _contact,
    Field.RESIDENCE: _residence,
}
