"""Whatever supporters and reviewers do in whatever order, the places, payables and states stay consistent."""

import uuid
from datetime import date, time

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from bansou.accompaniment.actions import course, review
from bansou.accompaniment.actions.filing import ClaimRefused, resubmit_claim
from bansou.accompaniment.enums import LIVE, State
from bansou.accompaniment.models import Claim, Participation, Slot
from bansou.core.refusal import Refused
from bansou.payments.models import Payable
from tests.factories import FILED_AT, file_claim, make_card, make_entry, make_supporter, make_terms, make_user

CAP = 3


class Course(RuleBasedStateMachine):
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        make_terms()
        self.supporters = [make_supporter(experienced=True) for _ in range(3)]
        self.office = make_user("secretariat")
        self.cards = [make_card(), make_card()]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def named(self, person: int) -> dict:
        return {"card": self.cards[person]} if person < 2 else {"name": "TRAN VAN MAU"}

    def attempt(self, action) -> object:
        try:
            with transaction.atomic():
                return action()
        except Refused:
            return None

    @rule(
        target=claims,
        who=st.integers(0, 2),
        person=st.integers(0, 2),
        pair=st.booleans(),
        hour=st.integers(8, 20),
    )
    def file(self, who, person, pair, hour):
        second = self.supporters[(who + 1) % 3].number if pair else ""
        try:
            claim = file_claim(
                self.supporters[who],
                second=second,
                starts=time(hour),
                ends=time(hour + 2),
                **self.named(person),
            )
        except ClaimRefused:
            assert person < 2, "nobody named by name is refused"
            assert Slot.objects.filter(recipient__person__cards=self.cards[person]).count() == CAP
            return None
        return claim.pk

    @rule(pk=claims, decide=st.sampled_from([review.send_back, review.reject]))
    def judge(self, pk, decide):
        claim = self.claim(pk)
        if claim:
            self.attempt(
                lambda: decide(claim, version=claim.version, reason="理由", actor=self.office, now=FILED_AT)
            )

    @rule(pk=claims)
    def approve(self, pk):
        claim = self.claim(pk)
        if claim:
            self.attempt(
                lambda: review.approve(claim, version=claim.version, actor=self.office, now=FILED_AT)
            )

    @rule(pk=claims)
    def withdraw(self, pk):
        claim = self.claim(pk)
        if claim:
            self.attempt(lambda: course.withdraw(claim, actor=claim.applicant.user, now=FILED_AT))

    @rule(pk=claims, went=st.booleans())
    def answer(self, pk, went):
        part = Participation.objects.filter(claim=pk, position=2).first()
        if part:
            self.attempt(
                lambda: course.answer_as_second(part, went=went, actor=part.supporter.user, now=FILED_AT)
            )

    @rule(pk=claims, person=st.integers(0, 3), pair=st.booleans())
    def correct(self, pk, person, pair):
        claim = self.claim(pk)
        if claim:
            other = next(each for each in self.supporters if each != claim.applicant)
            named = self.named(person) if person < 3 else {"name": "", "birth_on": None}
            entry = make_entry(second=other.number if pair else "", **named)
            self.attempt(
                lambda: resubmit_claim(claim=claim, entry=entry, token=uuid.uuid4(), actor=None, now=FILED_AT)
            )

    def claim(self, pk):
        return Claim.objects.filter(pk=pk).select_related("applicant__user").first()

    @invariant()
    def places_are_held_by_live_claims_of_their_recipient(self):
        for slot in Slot.objects.select_related("claim"):
            assert slot.claim.state in LIVE
            assert slot.claim.recipient_id == slot.recipient_id
            assert 1 <= slot.number <= slot.cap == CAP
        for claim in Claim.objects.all():
            assert claim.slots.count() <= 1
            if claim.state == State.APPROVED:
                assert claim.slots.count() == 1

    @invariant()
    def what_is_owed_is_what_was_approved(self):
        owed = {(each.source, each.payee_id, each.amount_yen) for each in Payable.objects.all()}
        parts = Participation.objects.filter(claim__state=State.APPROVED).exclude(confirmed_at=None)
        rows = parts.values_list("claim", "supporter__payee", "claim__amount_yen")
        assert owed == set(rows)

    @invariant()
    def the_last_event_tells_the_state_and_the_first_day_stays(self):
        for claim in Claim.objects.all():
            assert claim.events.order_by("-version").first().state == claim.state
            assert claim.filed_on == date(2024, 8, 1)


Course.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)


@pytest.mark.django_db
class TestCourse(TestCase):
    databases = {"default", "vault"}

    def test_course(self):
        machine = Course.TestCase()
        machine.runTest()
