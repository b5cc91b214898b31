"""Fields that a form never asked for, sent along with it, change nothing: no state, no amount, nobody's name."""

import re

import pytest
from django.apps import apps
from django.db import connections, models, transaction
from django.urls import reverse

from bansou.accompaniment.actions import review
from bansou.accounts.enums import RoleKind
from bansou.accounts.models import Role
from bansou.core import clock
from bansou.vault import keyring
from tests import factories as make
from tests.faults.test_guessing import NAMED
from tests.faults.town import NOW, Town
from tests.payments.test_pages import TYPED as ACCOUNT
from tests.supporters.test_public import answers

pytestmark = pytest.mark.django_db
MODELS = [model for model in apps.get_models() if model.__module__.startswith("bansou.")]
# New rows draw these by lot.
BY_LOT = {"number", "code", "reference", "password"}
INPUT = re.compile(r'<(?:input|select|textarea|button)(?![^>]*\sdisabled)[^>]*?\sname="([^"]+)"')
PEOPLE, OFFICE, BOOKS, REGION = "supporter", "secretariat", "accountant", "coordinator"
TOKEN = "6f1f2a5e-0000-4000-8000-000000000001"
PROFILE = {name: value for name, value in answers().items() if name not in ("token", "consent", "mail")}
PROFILE |= {"times-TOTAL_FORMS": "0", "times-INITIAL_FORMS": "0"}
INVITED = {
    "name": "佐藤 彩",
    "email": "aya@example.org",
    "language": "en",
    "kind": "coordinator",
    "region": "kanto",
}
MEMBER = {"name": "別の会", "prefecture": "14"}
REASON = {"version": 1, "reason": "時間を確かめてください"}
VERSION = {"version": 1}


def _cases(town):
    """What is done: who, the page that shows the form, and each post that follows, as (address, what is typed)."""
    filed, alike, by_card = (claim.pk for claim in town.claims)
    one, other = town.one.pk, town.other.pk
    new, edit = reverse("claim_new"), reverse("claim_edit", args=[by_card])
    claim = {**NAMED, "name": "LE THI HOA", "token": TOKEN}
    payee, account, residency = (
        reverse(name, args=[town.other.payee_id])
        for name in ("payee_detail", "payee_account", "payee_residency")
    )
    review_of = {pk: reverse("claim_review", args=[pk]) for pk in (filed, alike, by_card)}
    sign = reverse("sign_clear", args=[alike, town.claims[1].flags.first().pk])
    papers = town.one.registrations.get().pk
    undo = reverse("paper_undo", args=[papers, "M"])
    return {
        "register": (None, reverse("supporter_register"), [(reverse("supporter_register"), answers(token=TOKEN))]),
        "profile": (PEOPLE, *_own("supporter_profile_edit", PROFILE)),
        "own account": (PEOPLE, *_own("own_account", {"name": "別名", "language": "vi"})),
        "staff's own account": (OFFICE, *_own("own_account", {"name": "別名", "language": "vi"})),
        "file": (PEOPLE, new, [(new, claim), (reverse("draft_file", args=[TOKEN]), {})]),
        "draft": (PEOPLE, new, [(new, {**claim, "draft": "1"})]),
        "correct": (PEOPLE, edit, [(edit, claim), (reverse("draft_file", args=[TOKEN]), {})]),
        "withdraw": (PEOPLE, *_own("claim_withdraw", {}, filed)),
        "confirm": ("second", *_own("claim_confirm", {"went": "yes"}, filed)),
        "leave": (PEOPLE, *_own("supporter_leave", {})),
        "approve": (OFFICE, review_of[alike], [(reverse("claim_approve", args=[alike]), VERSION)]),
        "return": (REGION, review_of[filed], [(reverse("claim_return", args=[filed]), REASON)]),
        "reject": (REGION, review_of[filed], [(reverse("claim_reject", args=[filed]), REASON)]),
        "clear a sign": (REGION, review_of[alike], [(sign, {})]),
        "same person": (REGION, review_of[filed], [(reverse("claim_same_person", args=[filed]), {"card": town.card})]),
        "note": (REGION, reverse("note_list"), [(reverse("note_close", args=[town.note.pk]), {})]),
        "course": (OFFICE, *_own("course_completions", {"basic-1": "2024-07-01"}, one)),
        "change": (OFFICE, *_own("supporter_edit", {**PROFILE, "mail": "new@example.org"}, one)),
        "end": (OFFICE, *_own("supporter_end", {}, other)),
        "undo": (OFFICE, reverse("papers_desk"), [(undo, {})]),
        "organisation": (OFFICE, *_own("organisation_edit", MEMBER, town.organisation.pk)),
        "invite": (OFFICE, *_own("staff_invite", INVITED)),
        "role": (OFFICE, *_own("staff_member", {"kind": "approver"}, town.staff[RoleKind.AUDITOR].pk)),
        "account": (BOOKS, account, [(account, ACCOUNT)]),
        "residency": (BOOKS, payee, [(residency, {"residency": "non_resident"})]),
    }  # fmt: skip


def _own(name, typed, *args):
    """A form that is posted to its own page."""
    page = reverse(name, args=args)
    return page, [(page, typed)]


@pytest.fixture
def town(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    town = Town()
    by_card = town.claims[2]
    reviewer = town.staff[RoleKind.COORDINATOR]
    review.send_back(by_card, version=1, reason="時間", actor=reviewer, now=NOW)
    return town


def _extras(town) -> dict[str, str]:
    """A tempting value for every field of every table."""
    mine, other = {"user": town.one.user, "by": town.one.user}, str(town.other.pk)
    found = {}
    for field in (field for model in MODELS for field in model._meta.concrete_fields):
        if field.is_relation or isinstance(field, models.UUIDField):
            value = str(mine[field.name].pk) if field.name in mine else other
        elif field.choices:
            value = str(list(field.choices)[-1][0])
        elif isinstance(field, models.BooleanField):
            value = "on"
        elif isinstance(field, models.IntegerField):
            value = "2"
        else:
            value = "2030-01-01" if isinstance(field, models.DateField) else "extra"
        found |= {field.name: value, field.attname: value}
    roles = {"roles": "approver", "is_staff": "on", "is_superuser": "on", "supporter": other, "slot": "1"}
    return {**found, **roles, "state": "paid", "amount_yen": "2"}


def _rows(known: set[str]) -> dict[str, list[str]]:
    """All that is stored, but for what is drawn by lot or sealed."""
    return {
        model._meta.label: sorted(str(_plain(row, known)) for row in model._base_manager.all())
        for model in MODELS
    }


def _keys() -> set[str]:
    """The key of each row, alone and with its table: counted keys are the same in many tables."""
    rows = [row for model in MODELS for row in model._base_manager.all()]
    return {str(row.pk) for row in rows} | {_in_table(row) for row in rows}


def _in_table(row) -> str:
    return f"{row._meta.label}|{row.pk}"


def _plain(row, known: set[str]) -> dict[str, str]:
    new, told = _in_table(row) not in known, {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if isinstance(field, models.BinaryField) or (new and field.name in BY_LOT) or field.primary_key:
            continue
        plain = str(value)[:10] if isinstance(field, models.DateTimeField) else str(value)
        told[field.name] = re.sub(
            r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{32}\b",
            lambda found: found[0] if found[0] in known else "new",
            plain,
        )
    return told


def _done(client, posts, extras, known) -> dict[str, list[str]]:
    # Keys of what was undone are no keys any more.
    keyring.forget()
    with transaction.atomic(), transaction.atomic(using="vault"):
        for address, typed in posts:
            client.post(address, {**extras, **typed})
        rows = _rows(known)
        for alias in connections:
            transaction.set_rollback(True, using=alias)
    return rows


def test_what_no_form_asked_for_changes_nothing(town, signed_in, client):
    users = {**town.staff, PEOPLE: town.one.user, "second": town.other.user, None: None}
    extras = _extras(town)
    clients = {kind: signed_in(user) if user else client for kind, user in users.items()}
    known = _keys()
    before = _rows(known)
    faults = []
    for case, (who, page, posts) in _cases(town).items():
        shown = clients[who].get(page)
        assert shown.status_code == 200, case
        asked = {*INPUT.findall(shown.content.decode()), "draft", "check", "went"}
        more = {name: value for name, value in extras.items() if name not in asked}
        assert {"amount_yen", "state", "applicant", "is_active"} <= more.keys(), case
        plain, stuffed = (_done(clients[who], posts, sent, known) for sent in ({}, more))
        if all(plain[name] == before[name] for name in before if name != "audit.Entry"):
            faults.append(f"{case} does nothing")
        faults += [f"{case}: {name}" for name in plain if plain[name] != stuffed[name]]
    assert not faults


def test_a_supporter_gives_themselves_no_role(town, signed_in):
    typed = {
        "name": "別名",
        "language": "vi",
        "kind": "secretariat",
        "roles": "secretariat",
        "is_staff": "on",
    }
    signed_in(town.one.user).post(reverse("own_account"), typed)
    signed_in(town.one.user).post(
        reverse("supporter_profile_edit"), {**PROFILE, **typed, "mail": "x@example.org"}
    )
    assert set(Role.objects.filter(user=town.one.user).values_list("kind", flat=True)) <= {RoleKind.SUPPORTER}
    town.one.user.refresh_from_db()
    assert town.one.user.email != "x@example.org"


def test_the_comparison_notices_a_change(town):
    known = _keys()
    before = _rows(known)
    town.claims[0].amount_yen += 1
    town.claims[0].save()
    make.make_card()
    after = _rows(known)
    assert {name for name in before if before[name] != after[name]} == {
        "accompaniment.Claim",
        "people.Card",
        "people.Person",
        "audit.Entry",
    }
