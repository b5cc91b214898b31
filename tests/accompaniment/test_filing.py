"""Filing claims: what is stored, what is refused, and that nothing is stored twice."""

import uuid
from datetime import UTC, date, datetime, time

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from bansou.accompaniment.actions import course, drafts, review
from bansou.accompaniment.actions.filing import ClaimRefused, resubmit_claim
from bansou.accompaniment.enums import Refusal, Sign, State
from bansou.accompaniment.models import Claim, Draft, Slot
from bansou.audit.models import Entry as Logged
from bansou.core.refusal import Refused
from bansou.people.enums import Reason
from bansou.people.models import Recipient
from bansou.vault import actions as vault
from tests.factories import FILED_AT, file_claim, make_card, make_entry, make_supporter, make_terms, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    return make_terms()


@pytest.fixture
def supporter(terms):
    return make_supporter(experienced=True)


def slots(claim):
    return list(claim.slots.values_list("number", flat=True))


def signs(claim):
    return set(claim.flags.filter(cleared_at=None).values_list("sign", flat=True))


def send_back(claim, reason="時間を確かめてください"):
    coordinator = make_user("coordinator", region="kanto")
    return review.send_back(claim, version=claim.version, reason=reason, actor=coordinator, now=FILED_AT)


def correct(claim, *, token=None, now=FILED_AT, **changed):
    entry = make_entry(**{"name": "", "birth_on": None, **changed})
    token = token or uuid.uuid4()
    return resubmit_claim(claim=claim, entry=entry, token=token, actor=claim.applicant.user, now=now)


def test_a_claim_is_stored_with_its_judgement_event_and_log(supporter):
    claim = file_claim(supporter)
    assert (claim.number, claim.state, claim.amount_yen) == ("C-24-000001", State.SUBMITTED, 8000)
    assert (claim.deadline_on, claim.pay_month_on) == (date(2024, 8, 30), date(2024, 9, 1))
    assert slots(claim) == [1]
    assert claim.prefecture == "13"
    assert [event.state for event in claim.events.all()] == [State.SUBMITTED]
    assert Logged.objects.filter(verb="claims.file", object_id=str(claim.pk)).count() == 1
    text = vault.unseal(claim.pk, f"accompaniment.claim.sealed_text|{claim.pk}", claim.sealed_text)
    assert "通訳" in text and "TRAN" not in text


def test_claims_are_numbered_in_order_by_year(supporter):
    numbers = [file_claim(supporter, name=name).number for name in ("AN BINH", "CHI DUNG")]
    later = file_claim(supporter, now=datetime(2025, 1, 5, tzinfo=UTC), support_on=date(2025, 1, 4))
    assert [*numbers, later.number] == ["C-24-000001", "C-24-000002", "C-25-000001"]


def test_a_second_click_finds_the_same_claim(supporter):
    token = uuid.uuid4()
    first = file_claim(supporter, token=token)
    assert file_claim(supporter, token=token) == first
    assert Claim.objects.count() == 1


def test_the_same_token_with_another_body_is_told(supporter):
    token = uuid.uuid4()
    first = file_claim(supporter, token=token)
    with pytest.raises(Refused) as refused:
        file_claim(supporter, token=token, ends=time(13))
    assert refused.value.reason == Refusal.FORM_USED
    assert first.number in refused.value.message


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"ends": time(10, 59)}, [Refusal.TOO_SHORT]),
        ({"ends": time(10)}, [Refusal.TOO_SHORT]),
        ({"support_on": date(2024, 8, 2)}, [Refusal.FILED_BEFORE_SUPPORT]),
        ({"support_on": date(2024, 6, 30)}, [Refusal.FILED_LATE]),
        ({"support_on": date(2024, 6, 30), "ends": time(10, 5)}, [Refusal.FILED_LATE, Refusal.TOO_SHORT]),
        ({"second": "BN-0000-0000"}, [Refusal.CO_SUPPORTER_NOT_REGISTERED]),
    ],
)
def test_what_the_rules_refuse_is_not_stored(supporter, changed, reasons):
    with pytest.raises(ClaimRefused) as refused:
        file_claim(supporter, **changed)
    assert [reason for reason, _values in refused.value.reasons] == reasons
    assert all(message and "%" not in message for message in refused.value.messages)
    assert not Claim.objects.exists() and not Recipient.objects.exists()


def test_without_experience_or_questionnaires_the_missing_ones_are_named(terms):
    with pytest.raises(ClaimRefused) as refused:
        file_claim(make_supporter())
    assert [reason for reason, _values in refused.value.reasons] == [Refusal.NOT_ELIGIBLE]
    assert "basic-1" in refused.value.message and "basic-5" in refused.value.message


def test_who_has_left_the_network_files_nothing(supporter):
    supporter.left_on = date(2024, 7, 1)
    supporter.save()
    with pytest.raises(ClaimRefused) as refused:
        file_claim(supporter)
    assert refused.value.reason == Refusal.NOT_REGISTERED


def test_a_day_without_terms_is_refused(supporter):
    with pytest.raises(Refused) as refused:
        file_claim(supporter, support_on=date(2026, 3, 1), now=datetime(2026, 3, 5, tzinfo=UTC))
    assert refused.value.reason == "no_terms"


def test_a_card_over_the_cap_is_refused_with_the_reason(terms):
    card = make_card()
    for _ in range(3):
        file_claim(make_supporter(experienced=True), card=card)
    with pytest.raises(ClaimRefused) as refused:
        file_claim(make_supporter(experienced=True), card=card)
    assert refused.value.reason == Refusal.RECIPIENT_CAP_REACHED
    assert "3" in refused.value.message
    assert Claim.objects.count() == 3


def test_an_unknown_card_is_refused(supporter):
    with pytest.raises(Refused) as refused:
        file_claim(supporter, card="000000000")
    assert refused.value.reason == Reason.UNKNOWN_CARD


def test_over_the_cap_by_name_the_claim_waits_without_a_place(terms):
    for written in ("TRAN VAN MAU", "Mau Tran Van", "Trần Văn Mậu"):
        file_claim(make_supporter(experienced=True), name=written)
    fourth = file_claim(make_supporter(experienced=True))
    assert Recipient.objects.count() == 1
    assert (fourth.state, slots(fourth)) == (State.SUBMITTED, [])
    assert signs(fourth) >= {Sign.NO_SLOT}


def test_a_withdrawn_claim_frees_the_smallest_place(terms):
    filed = [file_claim(make_supporter(experienced=True)) for _ in range(3)]
    course.withdraw(filed[1], actor=None, now=FILED_AT)
    assert slots(file_claim(make_supporter(experienced=True))) == [2]
    assert sorted(Slot.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_the_2021_terms_have_no_cap():
    make_terms("consultation-support-2021")
    now = datetime(2021, 7, 1, 3, tzinfo=UTC)
    supporter = make_supporter(now=datetime(2021, 5, 1, tzinfo=UTC))
    day = {"programme": "consultation-support", "support_on": date(2021, 6, 30), "now": now}
    claims = [file_claim(supporter, **day, starts=time(9 + n), ends=time(10 + n)) for n in range(5)]
    assert not Slot.objects.exists()
    assert {claim.amount_yen for claim in claims} == {6000}


def test_signs_are_raised_and_refuse_nothing(supporter):
    other = make_supporter(experienced=True)
    text = "国民健康保険の窓口で二時間、通訳と手続きの説明をしました。"
    first = file_claim(supporter, second=other.number, done=text)
    same_time = file_claim(
        other,
        name="LE THI GIA",
        starts=time(11),
        ends=time(13),
        done="別のことを長い文章で書きました。これは二十字を超えます。",
    )
    same_text = file_claim(supporter, name="PHAM HOA", support_on=date(2024, 7, 29), done=f" {text}！")
    early = file_claim(
        supporter, name="HO LAN", support_on=date(2024, 8, 1), starts=time(11), ends=time(13), done=""
    )
    apart = file_claim(supporter, name="VU MAI", support_on=date(2024, 7, 28), done="")
    assert [signs(each) for each in (first, same_time, same_text, early, apart)] == [
        set(), {Sign.TWO_PLACES}, {Sign.SAME_TEXT}, {Sign.FILED_EARLY}, set(),
    ]  # fmt: skip
    assert same_time.flags.get().other == first


def test_filing_forgets_the_draft(supporter, django_capture_on_commit_callbacks):
    token = uuid.uuid4()
    draft = drafts.save_draft(token, {"done": ["下書き"]}, supporter=supporter, now=FILED_AT)
    assert drafts.open_draft(draft) == {"done": ["下書き"]}
    assert b"\xe4\xb8\x8b" not in bytes(draft.sealed_form)
    with django_capture_on_commit_callbacks(execute=True):
        file_claim(supporter, token=token)
    assert not Draft.objects.exists()
    with pytest.raises(Refused):
        drafts.save_draft(token, {}, supporter=supporter, now=FILED_AT)


def test_a_returned_claim_keeps_its_first_day_and_place(supporter):
    claim = send_back(file_claim(supporter))
    later = datetime(2024, 10, 20, tzinfo=UTC)
    claim = correct(claim, ends=time(11, 30), now=later)
    assert (claim.state, claim.filed_on, claim.amount_yen) == (State.SUBMITTED, date(2024, 8, 1), 4000)
    assert (claim.pay_month_on, slots(claim)) == (date(2024, 9, 1), [1])
    assert [event.state for event in claim.events.order_by("version")].count(State.SUBMITTED) == 2


def test_a_second_click_on_a_correction_changes_nothing(supporter):
    claim, token = send_back(file_claim(supporter)), uuid.uuid4()
    first = correct(claim, token=token)
    assert correct(claim, token=token).version == first.version


def test_a_correction_can_name_another_person(supporter):
    claim = send_back(file_claim(supporter))
    other = file_claim(supporter, name="LE THI GIA", birth_on=date(2000, 1, 2))
    claim = correct(claim, name="LE THI GIA", birth_on=date(2000, 1, 2))
    assert claim.recipient == other.recipient
    assert slots(claim) == [2]


def test_a_changed_occasion_asks_the_second_again(supporter):
    second = make_supporter(experienced=True)
    claim = file_claim(supporter, second=second.number)
    part = claim.participations.get(position=2)
    course.answer_as_second(part, went=True, actor=second.user, now=FILED_AT)
    claim.refresh_from_db()
    claim = correct(send_back(claim), second=second.number)
    assert claim.participations.get(position=2).confirmed_at
    claim = correct(send_back(claim), second=second.number, ends=time(13))
    assert not claim.participations.get(position=2).confirmed_at


def test_who_is_no_longer_named_as_second_cannot_answer(supporter):
    second = make_supporter(experienced=True)
    claim = file_claim(supporter, second=second.number)
    part = claim.participations.get(position=2)
    correct(send_back(claim), second="")
    with pytest.raises(Refused) as refused:
        course.answer_as_second(part, went=True, actor=second.user, now=FILED_AT)
    assert refused.value.reason == Refusal.CHANGED


def test_known_and_unknown_people_cost_the_same_queries(terms):
    file_claim(make_supporter(experienced=True), name="NGUYEN KHAC")
    costs = []
    for _ in range(2):
        supporter = make_supporter(experienced=True)
        with (
            CaptureQueriesContext(connections["default"]) as rows,
            CaptureQueriesContext(connections["vault"]) as keys,
        ):
            file_claim(supporter)
        costs.append((len(rows), len(keys)))
    assert costs[0] == costs[1]
