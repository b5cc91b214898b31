"""Recipients of a term: found again by card or identity, never across terms, compared and merged by a person."""

from datetime import date, timedelta

import pytest
from django.db import connection

from bansou.accompaniment.actions import matches
from bansou.accompaniment.enums import Sign
from bansou.accompaniment.models import Claim, Slot
from bansou.audit import actions as audit
from bansou.audit import append_only
from bansou.audit.models import Entry as Logged
from bansou.audit.queries import faults
from bansou.core.checkchars import read_card_code
from bansou.core.refusal import Refused
from bansou.people import actions, queries
from bansou.people.enums import Decision, Reason
from bansou.people.models import MatchHint, Person, Recipient
from bansou.people.rules import Identity
from bansou.vault import actions as vault
from bansou.vault.models import DataKey
from tests.factories import FILED_AT, LONG_AGO, file_claim, make_card, make_supporter, make_terms, make_user

pytestmark = pytest.mark.django_db

IDENTITY = Identity("TRAN VAN MAU", date(1990, 5, 12))
WHY = "氏名がとても似ているため、同じ人か確かめます"


@pytest.fixture
def terms():
    return make_terms()


@pytest.fixture
def coordinator():
    return make_user("coordinator", region="kanto")


def file(name, **more):
    return file_claim(make_supporter(experienced=True), name=name, **more)


def hint_between(claim, coordinator):
    matches.look_for_matches(claim, now=FILED_AT)
    hint = MatchHint.objects.get()
    actions.open_identities(hint, actor=coordinator, reason=WHY, now=FILED_AT)
    return hint


def test_an_identity_is_found_again_in_its_term_only(terms):
    first = actions.recipient_by_identity(IDENTITY, terms, now=FILED_AT)
    assert (
        actions.recipient_by_identity(Identity("Mau, Tran Van", IDENTITY.birth_on), terms, now=FILED_AT)
        == first
    )
    other = make_terms("consultation-support-2021")
    there = actions.recipient_by_identity(IDENTITY, other, now=FILED_AT)
    assert there != first and there.person != first.person
    assert bytes(there.digest) != bytes(first.digest)


def test_nothing_readable_is_stored(terms):
    found = actions.recipient_by_identity(IDENTITY, terms, now=FILED_AT)
    row = Recipient.objects.filter(pk=found.pk).values().get()
    assert not any(b"TRAN" in bytes(value) for value in row.values() if isinstance(value, bytes | memoryview))


def test_the_spare_person_and_key_are_erased(terms):
    found = actions.recipient_by_identity(IDENTITY, terms, now=FILED_AT)
    actions.recipient_by_identity(IDENTITY, terms, now=FILED_AT)
    keys = DataKey.objects.filter(kind="person").values_list("scope", flat=True)
    assert len(keys) == Person.objects.count() == 2
    for scope in list(keys):
        actions.erase_spare_person(scope)
    assert set(keys.all()) == {Person.objects.get().pk} == {found.person_id}


def test_a_card_is_the_same_person_in_every_term(terms):
    card = make_card()
    assert read_card_code(card) == card
    here = actions.recipient_by_card(card, terms, now=FILED_AT)
    there = actions.recipient_by_card(card, make_terms("consultation-support-2021"), now=FILED_AT)
    assert here != there and here.person == there.person


def test_issued_cards_are_different_and_logged(coordinator):
    codes = actions.issue_cards(30, actor=coordinator, now=LONG_AGO)
    assert len(set(codes)) == 30
    assert Logged.objects.get(verb="people.issue_cards").actor_id == coordinator.pk


def test_a_likeness_is_a_hint_and_a_sign_and_refuses_nothing(terms):
    first, alike = file("TRAN VAN MAU"), file("TRAN VAN MAUU")
    different = file("NGUYEN THI KHAC", birth_on=date(1971, 2, 3))
    for claim in (alike, different, alike):
        matches.look_for_matches(claim, now=FILED_AT)
    hint = MatchHint.objects.get()
    assert {hint.one, hint.other} == {first.recipient, alike.recipient}
    assert Claim.objects.filter(flags__sign=Sign.MAYBE_KNOWN).get() == alike


def test_who_looks_gives_a_reason_and_sees_twenty_people_a_day(terms, coordinator):
    hint = hint_between_all(terms, coordinator, people=20)
    with pytest.raises(Refused) as refused:
        actions.open_identities(hint, actor=coordinator, reason=WHY, now=FILED_AT)
    assert refused.value.reason == Reason.LOOKUPS_USED
    entries = Logged.objects.filter(verb=queries.LOOK_UP, actor_id=coordinator.pk)
    assert entries.count() == 20 and {entry.sealed_reason is None for entry in entries} == {False}
    actions.open_identities(hint, actor=make_user("secretariat"), reason=WHY, now=FILED_AT)


def test_why_somebody_looked_and_decided_is_read_in_the_log_until_its_key_goes(terms, coordinator, signed_in):
    file("TRAN VAN MAU")
    hint = hint_between(file("TRAN VAN MAUU"), coordinator)
    matches.settle_match(hint, Decision.SAME, actor=coordinator, reason="MARK 同じ人です", now=FILED_AT)
    assert not [
        row for row in Logged.objects.all() if WHY in str(row.__dict__) or "MARK" in str(row.__dict__)
    ]
    assert "MARK" not in str(MatchHint.objects.values().get())
    assert {
        bytes(row.sealed_reason).count(b"MARK") for row in Logged.objects.exclude(sealed_reason=None)
    } == {0}
    log = signed_in(make_user("auditor")).get
    assert log("/en/c/audit/?verb=people.look_up").content.decode().count(WHY) == 2
    assert "MARK 同じ人です" in log("/en/c/audit/?verb=people.same").content.decode()
    audit.seal_entries()
    vault.erase(hint.pk)
    page = log("/en/c/audit/?verb=people.same").content.decode()
    assert "MARK" not in page and "erased" in page
    assert not list(faults(now=FILED_AT))
    assert DataKey.objects.filter(kind="hint").count() == 0


def test_the_words_of_an_entry_are_part_of_its_seal(terms, coordinator):
    file("TRAN VAN MAU")
    hint_between(file("TRAN VAN MAUU"), coordinator)
    audit.seal_entries()
    append_only.remove(connection)
    Logged.objects.filter(verb=queries.LOOK_UP).update(sealed_reason=b"other words")
    assert [fault.kind for fault in faults(now=FILED_AT)] == ["changed", "changed"]


def hint_between_all(terms, actor, *, people):
    """Pairs of people, of whom `actor` has looked at the first `people`; the last pair."""
    hints = []
    for n in range(people // 2 + 1):
        pair = [
            actions.recipient_by_identity(Identity(f"MAU {name}", IDENTITY.birth_on), terms, now=FILED_AT)
            for name in (chr(65 + n) * 3 + "X", chr(65 + n) * 3 + "Y")
        ]
        hints.append(MatchHint.objects.create(one=pair[0], other=pair[1], created_at=FILED_AT))
    for hint in hints[:-1]:
        actions.open_identities(hint, actor=actor, reason=WHY, now=FILED_AT)
    return hints[-1]


def test_the_same_person_shares_one_cap_in_the_order_of_filing(terms, coordinator):
    claims = [file(name) for name in ("TRAN VAN MAU", "TRAN VAN MAUU", "TRAN VAN MAU", "TRAN VAN MAUU")]
    hint = hint_between(claims[1], coordinator)
    matches.settle_match(hint, Decision.SAME, actor=coordinator, reason="同じ人です", now=FILED_AT)
    kept = Recipient.objects.get(merged_into=None)
    rows = {slot.claim_id: slot.number for slot in Slot.objects.filter(recipient=kept)}
    in_order = list(Claim.objects.order_by("filed_at", "pk"))
    assert [rows.get(claim.pk) for claim in in_order] == [1, 2, 3, None]
    assert in_order[3].flags.filter(sign=Sign.NO_SLOT, cleared_at=None).exists()
    assert not Claim.objects.filter(flags__sign=Sign.MAYBE_KNOWN, flags__cleared_at=None).exists()
    assert file("TRAN VAN MAUU").recipient == kept, "the merged name leads to the one that is left"
    assert Logged.objects.filter(verb="people.same").exists()


@pytest.mark.parametrize("decision", [Decision.DIFFERENT, Decision.UNSURE])
def test_different_and_unsure_change_nothing(terms, coordinator, decision):
    file("TRAN VAN MAU")
    hint = hint_between(file("TRAN VAN MAUU"), coordinator)
    matches.settle_match(hint, decision, actor=coordinator, reason="別の人です", now=FILED_AT)
    assert Recipient.objects.filter(merged_into=None).count() == 2
    matches.look_for_matches(Claim.objects.order_by("-number").first(), now=FILED_AT)
    assert MatchHint.objects.get().decision == decision
    with pytest.raises(Refused) as refused:
        matches.settle_match(hint, Decision.SAME, actor=coordinator, reason="やはり", now=FILED_AT)
    assert refused.value.reason == Reason.ALREADY_DECIDED


def test_a_year_after_its_term_nobody_is_recognised_any_more(terms, settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    first = actions.recipient_by_identity(IDENTITY, terms, now=FILED_AT)
    ended = terms.support_to
    actions.forget_ended_terms(today=ended + timedelta(days=365))
    assert queries.recipient_of_identity(IDENTITY, terms) == first
    for _again in range(2):
        actions.forget_ended_terms(today=ended + timedelta(days=366))
        assert queries.recipient_of_identity(IDENTITY, terms) is None
