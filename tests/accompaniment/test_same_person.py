"""One person named by card in one claim and by name and birth date in another: staff join the two by hand."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bansou.accompaniment.actions import matches, review
from bansou.accompaniment.enums import Refusal, Sign, State
from bansou.accompaniment.models import Claim, Slot
from bansou.accounts.models import Role
from bansou.audit.models import Entry as Logged
from bansou.core.refusal import Refused
from bansou.people import actions as people
from bansou.people.enums import Decision, Reason
from bansou.people.models import MatchHint, Recipient
from tests.accompaniment.test_pages import _just_signed_in, text
from tests.factories import FILED_AT, LONG_AGO, file_claim, make_card, make_supporter, make_terms, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
WHY = "窓口で同じ方だと確かめました（カードの控え）"


@pytest.fixture
def card():
    make_terms()
    return make_card()


@pytest.fixture
def office():
    return make_user("secretariat")


def file(**named):
    return file_claim(make_supporter(experienced=True), **named)


def join(claim, card, actor):
    hint = matches.suggest_match(claim, card, actor=actor, now=FILED_AT)
    people.open_identities(hint, actor=actor, reason=WHY, now=FILED_AT)
    matches.settle_match(hint, Decision.SAME, actor=actor, reason=WHY, now=FILED_AT)
    return hint


def test_staff_join_a_card_and_a_name_on_the_pages(card, office, signed_in):
    by_card, by_name = file(card=card), file()
    client = signed_in(office)
    page = text(client.get(reverse("claim_review", args=[by_name.pk])))
    address = reverse("claim_same_person", args=[by_name.pk])
    assert f'action="{address}"' in page
    answer = client.post(address, {"card": f" {card[:3]}-{card[3:6]}-{card[6:]} ".lower()})
    hint = MatchHint.objects.get()
    assert answer.url == reverse("match_detail", args=[hint.pk])
    assert by_card.number in text(client.get(reverse("match_list")))
    shown = text(client.get(answer.url))
    assert "named by card" in shown and "TRAN VAN MAU" not in shown
    looked = text(_just_signed_in(client).post(reverse("match_look", args=[hint.pk]), {"reason": WHY}))
    assert "TRAN VAN MAU" in looked and by_card.number in looked
    client.post(reverse("match_decide", args=[hint.pk]), {"decision": "same", "reason": WHY})
    kept = Recipient.objects.get(merged_into=None)
    assert set(Claim.objects.values_list("recipient", flat=True)) == {kept.pk}
    assert Logged.objects.get(verb="people.suggest").actor_id == office.pk
    # The code on the slip still finds all of the person's claims.
    found = text(client.get(reverse("claim_queue"), {"q": card}))
    assert by_card.number in found and by_name.number in found
    assert not Claim.objects.filter(flags__sign=Sign.MAYBE_KNOWN, flags__cleared_at=None).exists()


@pytest.mark.parametrize("first", ["card", "name"])
def test_both_ways_of_naming_then_count_on_one_cap(card, office, first):
    told = {"card": {"card": card}, "name": {}}
    then = "name" if first == "card" else "card"
    made = [file(now=FILED_AT - timedelta(hours=1), **told[first]), file(**told[then])]
    join(next(claim for claim in made if claim.recipient.digest), card, office)
    third = file(card=card)
    assert third.recipient == file().recipient
    with pytest.raises(Refused) as refused:
        file(card=card)
    assert refused.value.reason == Refusal.RECIPIENT_CAP_REACHED
    # Whoever spells the name another way is still found.
    alike = file(name="TRAN VAN MAUU")
    assert [{hint.one, hint.other} for hint in matches.look_for_matches(alike, now=FILED_AT)] == [
        {alike.recipient, third.recipient}
    ]


def test_claims_over_the_cap_stay_without_a_place_and_flagged(card, office):
    by_card = [file(card=card) for _ in range(3)]
    by_name = [file() for _ in range(3)]
    approved = [*by_name, by_card[0]]
    for claim in approved:
        review.approve(claim, version=1, actor=office, now=FILED_AT)
    join(by_name[0], card, office)
    kept = Recipient.objects.get(merged_into=None)
    places = dict(Slot.objects.values_list("number", "claim"))
    flagged = set(Claim.objects.filter(flags__sign=Sign.NO_SLOT, flags__cleared_at=None))
    assert sorted(places) == [1, 2, 3] and {slot.recipient for slot in Slot.objects.all()} == {kept}
    assert set(places.values()) < {claim.pk for claim in approved}, "decided ones first"
    assert flagged == set(Claim.objects.exclude(pk__in=places.values())) and len(flagged) == 3
    states = Claim.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["approved", "submitted", "submitted", "approved", "approved", "approved"]
    with pytest.raises(Refused) as refused:
        review.approve(
            by_card[1], version=Claim.objects.get(pk=by_card[1].pk).version, actor=office, now=FILED_AT
        )
    assert refused.value.reason == Refusal.NO_SLOT


def test_two_cards_of_one_person_are_joined_too(card, office):
    lost, new = file(card=card), make_card()
    join(lost, new, office)
    assert file(card=new).recipient == file(card=card).recipient


def test_what_is_one_already_or_unknown_or_ones_own_is_refused(card, office):
    claim = file(card=card)
    with pytest.raises(Refused) as refused:
        matches.suggest_match(claim, card, actor=office, now=FILED_AT)
    assert refused.value.reason == Reason.ONE_ALREADY
    with pytest.raises(Refused) as refused:
        matches.suggest_match(claim, "ABCDEFGHJ", actor=office, now=FILED_AT)
    assert refused.value.reason == Reason.UNKNOWN_CARD
    mine = file(support_on=date(2024, 7, 28))
    Role.objects.create(user=mine.applicant.user, kind="secretariat", granted_at=LONG_AGO)
    with pytest.raises(Refused) as refused:
        matches.suggest_match(claim, card, actor=mine.applicant.user, now=FILED_AT)
    assert refused.value.reason == Reason.ONE_ALREADY
    with pytest.raises(Refused) as refused:
        matches.suggest_match(mine, card, actor=mine.applicant.user, now=FILED_AT)
    assert refused.value.reason == Refusal.NOT_YOURS
    assert not MatchHint.objects.exists()


def test_the_page_says_what_is_wrong_with_a_code(card, office, signed_in):
    claim, client = file(), signed_in(office)
    address = reverse("claim_same_person", args=[claim.pk])
    for typed, said in (("K7M", "not a card code"), ("", "required")):
        assert said in text(client.post(address, {"card": typed}, follow=True))
    review.approve(claim, version=1, actor=office, now=FILED_AT)
    assert f'action="{address}"' in text(client.get(reverse("claim_review", args=[claim.pk])))
    accountant = signed_in(make_user("accountant")).get(reverse("claim_review", args=[claim.pk]))
    assert f'action="{address}"' not in text(accountant)
    claim.refresh_from_db()
    assert claim.state == State.APPROVED


def test_a_list_of_more_pairs_takes_no_more_questions(office, signed_in):
    make_terms()
    client = signed_in(office)

    def asked_with_one_more() -> int:
        card = make_card()
        file(card=card)
        matches.suggest_match(file(), card, actor=office, now=FILED_AT)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("match_list"))
        return len(asked)

    asked_with_one_more()
    assert asked_with_one_more() == asked_with_one_more()
