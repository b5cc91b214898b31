"""Many at once: the cap of a recipient, one form twice, one decision twice. Only PostgreSQL shows such races."""

import uuid
from datetime import time

from bansou.accompaniment.actions import matches, review
from bansou.accompaniment.actions.filing import ClaimRefused
from bansou.accompaniment.models import Claim, Slot
from bansou.core.refusal import Refused
from bansou.payments.models import Payable
from bansou.people import actions as people
from bansou.people.models import MatchHint, Recipient
from tests.factories import FILED_AT, file_claim, make_card, make_supporter, make_terms, make_user
from tests.races import ON_POSTGRESQL, at_once

THREADS, ROUNDS = 12, 5

pytestmark = ON_POSTGRESQL


def test_the_cap_holds_for_a_card():
    make_terms()
    supporters = [make_supporter(experienced=True) for _ in range(THREADS)]
    for _ in range(ROUNDS):
        card = make_card()
        found = at_once(*[lambda who=who, card=card: file_claim(who, card=card) for who in supporters])
        assert sum(isinstance(each, Claim) for each in found) == 3
        assert all(isinstance(each, Claim | ClaimRefused) for each in found)
        taken = Slot.objects.filter(recipient__person__cards=card).values_list("number", flat=True)
        assert sorted(taken) == [1, 2, 3]


def test_the_cap_holds_for_a_name_that_is_new_to_all():
    make_terms()
    supporters = [make_supporter(experienced=True) for _ in range(THREADS)]
    for turn in range(ROUNDS):
        name = f"TRAN VAN {chr(65 + turn) * 3}"
        found = at_once(*[lambda who=who, name=name: file_claim(who, name=name) for who in supporters])
        assert all(isinstance(each, Claim) for each in found), found
        recipient = Recipient.objects.get(pk=found[0].recipient_id)
        assert {each.recipient_id for each in found} == {recipient.pk}
        assert sorted(recipient.slots.values_list("number", flat=True)) == [1, 2, 3]
    numbers = list(Claim.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"C-24-{n:06}" for n in range(1, THREADS * ROUNDS + 1)]


def test_one_form_sent_many_times_is_one_claim():
    make_terms()
    supporter, token = make_supporter(experienced=True), uuid.uuid4()
    found = at_once(*[lambda: file_claim(supporter, token=token)] * THREADS)
    assert {each.pk for each in found} == {Claim.objects.get().pk}
    other = uuid.uuid4()
    jobs = [
        lambda n=n: file_claim(supporter, token=other, ends=time(12, n), name=f"LE {chr(65 + n)}")
        for n in range(6)
    ]
    found = at_once(*jobs)
    assert sum(isinstance(each, Claim) for each in found) == 1
    assert all(isinstance(each, Claim) or each.reason == "form_used" for each in found)


def test_many_reviewers_decide_once():
    make_terms()
    claim = file_claim(make_supporter(experienced=True))
    reviewers = [make_user("secretariat") for _ in range(6)]

    def approve(who):
        return review.approve(claim, version=1, actor=who, now=FILED_AT)

    def reject(who):
        return review.reject(claim, version=1, reason="理由", actor=who, now=FILED_AT)

    found = at_once(*[lambda n=n, who=who: (approve, reject)[n % 2](who) for n, who in enumerate(reviewers)])
    assert sum(isinstance(each, Claim) for each in found) == 1
    claim.refresh_from_db()
    assert Payable.objects.count() == (claim.state == "approved")


def test_merging_while_claims_come_in_keeps_the_cap():
    make_terms()
    supporters = [make_supporter(experienced=True) for _ in range(8)]
    first = file_claim(supporters[0], name="TRAN VAN MAU")
    second = file_claim(supporters[1], name="TRAN VAN MAUU")
    office = make_user("secretariat")
    matches.look_for_matches(second, now=FILED_AT)
    hint = MatchHint.objects.get()
    people.open_identities(hint, actor=office, reason="同じ人か確かめる", now=FILED_AT)
    names = ["TRAN VAN MAU", "TRAN VAN MAUU"] * 3
    jobs = [
        lambda who=who, name=name: file_claim(who, name=name)
        for who, name in zip(supporters[2:], names, strict=True)
    ]
    found = at_once(
        *[lambda: matches.settle_match(hint, "same", actor=office, reason="同じ", now=FILED_AT), *jobs]
    )
    assert not [each for each in found if isinstance(each, Refused)]
    kept = Recipient.objects.get(merged_into=None)
    assert set(Claim.objects.values_list("recipient", flat=True)) == {kept.pk}
    assert sorted(Slot.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert first.number < second.number
