"""Deciding about claims, answering as the second, and keeping in step with the payments."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.urls import reverse

from bansou.accompaniment.actions import course, review
from bansou.accompaniment.enums import Refusal, Sign, State
from bansou.core.refusal import Refused
from bansou.notices import actions as notices
from bansou.payments import actions as payments
from bansou.payments.models import Payable
from tests.factories import (
    FILED_AT,
    file_claim,
    make_card,
    make_payable_supporter,
    make_supporter,
    make_terms,
    make_user,
    ready_to_pay,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    return make_terms()


@pytest.fixture
def supporter(terms):
    return make_supporter(experienced=True)


@pytest.fixture
def secretariat():
    return make_user("secretariat", name="事務局の人")


def approve(claim, actor, **changed):
    claim.refresh_from_db()
    return review.approve(claim, version=changed.get("version", claim.version), actor=actor, now=FILED_AT)


def answer(claim, *, went):
    part = claim.participations.get(position=2)
    course.answer_as_second(part, went=went, actor=part.supporter.user, now=FILED_AT)


def test_approval_owes_each_confirmed_supporter_the_amount(supporter, secretariat):
    second = make_supporter(experienced=True)
    claim = file_claim(supporter, second=second.number)
    answer(claim, went=True)
    approve(claim, secretariat)
    owed = Payable.objects.filter(source=claim.pk)
    assert {row.done_on for row in owed} == {claim.support_on}
    assert {each.payee for each in owed} == {supporter.payee, second.payee}
    assert {(each.amount_yen, each.filed_on) for each in owed} == {(8000, date(2024, 8, 1))}


def test_nobody_is_owed_anything_while_the_second_is_silent(supporter, secretariat):
    claim = file_claim(supporter, second=make_supporter(experienced=True).number)
    with pytest.raises(Refused) as refused:
        approve(claim, secretariat)
    assert refused.value.reason == Refusal.SECOND_PENDING
    assert not Payable.objects.exists()


def test_a_second_who_declines_is_not_paid(supporter, secretariat):
    claim = file_claim(supporter, second=make_supporter(experienced=True).number)
    answer(claim, went=False)
    approve(claim, secretariat)
    assert Payable.objects.get().payee == supporter.payee


def test_an_answer_stands(supporter):
    claim = file_claim(supporter, second=make_supporter(experienced=True).number)
    answer(claim, went=True)
    answer(claim, went=True)
    with pytest.raises(Refused) as refused:
        answer(claim, went=False)
    assert refused.value.reason == Refusal.ANSWERED


def test_two_reviewers_at_once_the_later_sees_what_the_other_did(supporter, secretariat):
    claim = file_claim(supporter)
    seen = claim.version
    coordinator = make_user("coordinator", region="kanto", name="関東の人")
    review.send_back(claim, version=seen, reason="時間を確かめてください", actor=coordinator, now=FILED_AT)
    with pytest.raises(Refused) as refused:
        approve(claim, secretariat, version=seen)
    assert refused.value.reason == Refusal.CHANGED
    assert "関東の人" in refused.value.message
    assert not Payable.objects.exists()


def test_approving_twice_owes_once(supporter, secretariat):
    claim = file_claim(supporter)
    approve(claim, secretariat)
    with pytest.raises(Refused) as refused:
        approve(claim, secretariat)
    assert refused.value.reason == Refusal.DECIDED
    assert Payable.objects.count() == 1


def test_without_a_place_no_approval_until_one_is_free(terms, secretariat):
    claims = [file_claim(make_supporter(experienced=True)) for _ in range(4)]
    with pytest.raises(Refused) as refused:
        approve(claims[3], secretariat)
    assert refused.value.reason == Refusal.NO_SLOT
    review.reject(claims[0], version=1, reason="別の人でした", actor=secretariat, now=FILED_AT)
    approve(claims[3], secretariat)
    assert list(claims[3].slots.values_list("number", flat=True)) == [1]
    assert not claims[3].flags.filter(sign=Sign.NO_SLOT, cleared_at=None).exists()


@pytest.mark.parametrize("decide", [review.send_back, review.reject])
def test_a_reason_is_required(supporter, secretariat, decide):
    with pytest.raises(Refused) as refused:
        decide(file_claim(supporter), version=1, reason="  ", actor=secretariat, now=FILED_AT)
    assert refused.value.reason == Refusal.REASON_NEEDED


def test_nobody_decides_about_their_own_occasion(supporter):
    claim = file_claim(supporter)
    with pytest.raises(Refused) as refused:
        approve(claim, supporter.user)
    assert refused.value.reason == Refusal.NOT_YOURS


def test_the_2021_terms_need_the_coordinator_first(secretariat):
    claim = claim_of_2021()
    with pytest.raises(Refused) as refused:
        approve(claim, secretariat)
    assert refused.value.reason == Refusal.PRIOR_REVIEW
    coordinator = make_user("coordinator", region="kanto")
    review.judge_first(claim, version=1, actor=coordinator, now=FILED_AT, today=date(2024, 8, 1))
    approve(claim, secretariat)
    assert claim.events.count() == 3


def claim_of_2021():
    make_terms("consultation-support-2021")
    return file_claim(
        make_supporter(now=datetime(2021, 5, 1, tzinfo=UTC)),
        programme="consultation-support",
        support_on=date(2021, 6, 30),
        now=datetime(2021, 7, 1, tzinfo=UTC),
    )


def test_two_people_judge_under_the_2021_terms():
    claim, both = claim_of_2021(), make_user("coordinator", "secretariat", region="kanto")
    claim = review.judge_first(claim, version=1, actor=both, now=FILED_AT, today=date(2024, 8, 1))
    with pytest.raises(Refused) as refused:
        approve(claim, both)
    assert refused.value.reason == Refusal.JUDGED_BY_YOU
    assert not Payable.objects.exists()
    colleague = make_user("coordinator", "secretariat", region="kanto")
    approve(claim, colleague)
    assert Payable.objects.get().payee == claim.applicant.payee


def test_the_page_says_that_two_people_judge(signed_in, at):
    claim, both = claim_of_2021(), make_user("coordinator", "secretariat", region="kanto")
    client, page = signed_in(both), reverse("claim_review", args=[claim.pk])
    button = f'action="{reverse("claim_approve", args=[claim.pk])}"'
    client.post(reverse("claim_judge_first", args=[claim.pk]), {"version": 1})
    shown = client.get(page).content.decode()
    assert "You agreed as coordinator" in shown and button not in shown
    answer = client.post(reverse("claim_approve", args=[claim.pk]), {"version": 2}, follow=True)
    assert "You agreed as coordinator" in answer.content.decode()
    claim.refresh_from_db()
    assert claim.state == State.SUBMITTED
    shown = signed_in(make_user("secretariat")).get(page).content.decode()
    assert "You agreed as coordinator" not in shown and button in shown


def test_a_decided_claim_cannot_be_withdrawn(supporter, secretariat):
    claim = file_claim(supporter)
    approve(claim, secretariat)
    with pytest.raises(Refused) as refused:
        course.withdraw(claim, actor=supporter.user, now=FILED_AT)
    assert refused.value.reason == Refusal.DECIDED


def test_each_supporter_is_told_in_their_language(terms, secretariat):
    applicant = make_supporter(experienced=True, language="vi")
    second = make_supporter(experienced=True, language="ja")
    claim = file_claim(applicant, second=second.number)
    answer(claim, went=True)
    approve(claim, secretariat)
    while notices.send_due(now=FILED_AT):
        pass
    told = {(letter.to[0], letter.subject) for letter in mail.outbox if claim.number in letter.subject}
    assert {address for address, _subject in told} == {applicant.user.email, second.user.email}
    assert len(told) == 2, "each in their own language"
    bodies = " ".join(letter.body for letter in mail.outbox)
    assert "TRAN" not in bodies and "窓口" not in bodies


def test_paid_and_returned_money_moves_the_claim(terms, secretariat):
    supporter = make_payable_supporter(terms, experienced=True)
    claim = file_claim(supporter, card=make_card())
    approve(claim, secretariat)
    accountant, approver = make_user("accountant"), make_user("approver")
    ready_to_pay(accountant)
    on = datetime(2024, 9, 2, 3, tzinfo=UTC)
    run = payments.close_month(date(2024, 8, 1), date(2024, 9, 25), actor=accountant, now=on)
    payments.approve_run(run.pk, version=run.version, actor=approver, now=on)
    payments.export_run(run.pk, actor=accountant, now=on)
    payments.mark_accepted(run.pk, actor=accountant, now=on)
    paid = datetime(2024, 9, 25, 3, tzinfo=UTC)
    payments.mark_paid(run.pk, actor=accountant, now=paid)
    claim.refresh_from_db()
    assert claim.state == State.PAID
    transfer = run.transfers.get()
    payments.mark_returned(transfer.pk, "closed", actor=accountant, now=paid)
    claim.refresh_from_db()
    assert claim.state == State.APPROVED
