"""Asking, accepting, planning, cancelling: through the real actions."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bansou.accounts.models import Role as UserRole
from bansou.audit.models import Entry
from bansou.cases.actions.closing import close, erase
from bansou.cases.actions.members import add_member, bar, end_member
from bansou.cases.enums import Role
from bansou.cases.models import CaseMember, Conflict
from bansou.cases.models import Entry as Line
from bansou.cases.permissions import visible_cases
from bansou.cases.queries.sealed import place
from bansou.core.refusal import Refused
from bansou.matching import permissions
from bansou.matching.actions import answering, asking, diary
from bansou.matching.enums import Answer, AskState, BookingState, Kind, Place, Reason, VisitState, Way
from bansou.matching.models import Ask, BlankSpot, Booking, Quarter, Visit, VisitSupporter
from bansou.matching.rules.diary import expires_at, quarters
from bansou.notices.models import Mail
from bansou.vault import actions as vault
from tests.factories import make_case, make_supporter
from tests.matching.makers import DAY, accept, asked, lead_of, make_ask, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(now):
    return make_case(now=now)


@pytest.fixture
def an():
    return make_supporter()


@pytest.fixture
def binh():
    return make_supporter()


def kinds_of_mail() -> list[str]:
    kinds = "request over planned cancelled accepted all_answered expired missed dropped_out stepped_back"
    return sorted(Mail.objects.filter(kind__in=kinds.split()).values_list("kind", flat=True))


def refused(reason, action, *args, **kwargs) -> None:
    with pytest.raises(Refused) as caught:
        action(*args, **kwargs)
    assert caught.value.reason == reason
    assert caught.value.message


def test_the_first_to_accept_has_it_and_the_others_are_told(case, an, binh, now):
    ask = make_ask(case, an, binh, now=now)
    assert not visible_cases(an.user, now=now).exists()
    accept(ask, an, now=now)
    ask.refresh_from_db()
    assert ask.state == AskState.FILLED
    assert asked(ask, binh).answer == Answer.CLOSED
    refused(Reason.GONE, accept, ask, binh, now=now)
    assert kinds_of_mail() == ["accepted", "over", "request", "request"]
    assert visible_cases(an.user, now=now).get() == case
    assert not visible_cases(binh.user, now=now).exists()


def test_accepting_makes_a_visit_and_a_member_until_two_weeks_after_it(case, an, now):
    ask = make_ask(case, an, now=now)
    accept(ask, an, now=now)
    visit = Visit.objects.get(case=case)
    assert (visit.day, visit.starts, visit.ends, visit.place) == (DAY, time(10), time(12), "city_hall")
    assert list(visit.supporters.all()) == [an]
    member = CaseMember.objects.get(case=case, user=an.user)
    assert member.role == Role.WORKER
    assert member.expires_at == visit.span[1] + timedelta(days=14)
    assert not visible_cases(an.user, now=member.expires_at).exists()


def test_two_who_are_needed_go_along_on_the_same_visit(case, an, binh, now):
    third = make_supporter()
    ask = make_ask(case, an, binh, third, now=now, needed=2)
    accept(ask, an, now=now)
    assert Ask.objects.get().state == AskState.OPEN
    accept(ask, binh, now=now)
    assert set(Visit.objects.get().supporters.all()) == {an, binh}
    assert Ask.objects.get().state == AskState.FILLED
    assert sorted(ask.asked.exclude(place=None).values_list("place", flat=True)) == [1, 2]
    refused(Reason.GONE, accept, ask, third, now=now)


def test_an_interpreter_is_booked_and_sees_only_what_interpreters_see(case, an, now):
    ask = make_ask(case, an, now=now, kind=Kind.INTERPRET, way=Way.PHONE)
    accept(ask, an, now=now)
    booking = Booking.objects.get()
    assert (booking.supporter, booking.language, booking.way) == (an, "vi", Way.PHONE)
    assert timezone.localtime(booking.starts_at).time() == time(10)
    assert CaseMember.objects.get(user=an.user).role == Role.INTERPRETER


def test_help_from_afar_needs_no_time(case, an, now):
    ask = make_ask(case, an, now=now, kind=Kind.REMOTE, day=None, starts=None, ends=None)
    assert ask.expires_at == now + timedelta(days=3)
    accept(ask, an, now=now)
    assert not Visit.objects.exists()
    assert visible_cases(an.user, now=now).exists()


def test_who_must_not_see_the_case_is_never_asked_nor_learns_of_it(case, an, binh, now):
    bar(case, an.user, actor=lead_of(case), now=now)
    refused(Reason.NOBODY, make_ask, case, an, now=now)
    ask = make_ask(case, an, binh, now=now)
    assert not ask.asked.filter(supporter=an).exists()
    bar(case, binh.user, actor=lead_of(case), now=now)
    refused(Reason.GONE, accept, ask, binh, now=now)


def test_saying_no_leaves_it_to_the_others_until_nobody_is_left(case, an, binh, now):
    ask = make_ask(case, an, binh, now=now)
    answering.decline(asked(ask, an), actor=an.user, now=now)
    refused(Reason.ANSWERED, accept, ask, an, now=now)
    assert "all_answered" not in kinds_of_mail()
    answering.decline(asked(ask, binh), actor=binh.user, now=now)
    assert "all_answered" in kinds_of_mail()
    assert not visible_cases(an.user, now=now).exists()


def test_a_request_is_withdrawn_or_runs_out(case, an, binh, now):
    first = make_ask(case, an, now=now)
    asking.withdraw(first, actor=lead_of(case), now=now)
    refused(Reason.GONE, asking.withdraw, first, actor=lead_of(case), now=now)
    refused(Reason.GONE, accept, first, an, now=now)
    second = make_ask(case, binh, now=now)
    asking.expire(now=second.expires_at - timedelta(seconds=1))
    assert Ask.objects.get(pk=second.pk).state == AskState.OPEN
    refused(Reason.GONE, accept, second, binh, now=second.expires_at)
    asking.expire(now=second.expires_at)
    assert Ask.objects.get(pk=second.pk).state == AskState.EXPIRED
    assert asked(second, binh).answer == Answer.CLOSED
    assert "expired" in kinds_of_mail()


def test_a_request_waits_three_days_at_most_and_not_into_the_appointment(now):
    assert expires_at(now, now + timedelta(hours=1)) == now + timedelta(hours=1)
    assert expires_at(now, now + timedelta(days=9)) == now + timedelta(days=3)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"day": date(2024, 7, 31)}, Reason.PAST), ({"starts": time(8), "ends": time(17)}, Reason.TOO_LONG)],
)
def test_times_that_cannot_be(case, an, now, changed, reason):
    refused(reason, make_ask, case, an, now=now, **changed)
    assert not Ask.objects.exists()


def test_at_most_ten_are_asked_at_once(case, now):
    refused(Reason.TOO_MANY, make_ask, case, *[make_supporter() for _ in range(11)], now=now)


def test_nobody_is_in_two_places(case, an, now):
    make_visit(case, an, now=now)
    other = make_case(now=now)
    ask = make_ask(other, an, now=now, starts=time(11), ends=time(13))
    refused(Reason.YOU_ARE_BUSY, accept, ask, an, now=now)
    assert asked(ask, an).answer == Answer.WAITING
    assert not visible_cases(an.user, now=now).filter(pk=other.pk).exists()
    refused(Reason.BUSY, make_visit, case, an, now=now, starts=time(11, 50), ends=time(13))
    make_visit(case, an, now=now, starts=time(12), ends=time(13))


def test_the_database_alone_keeps_places_and_quarters(case, an, binh, now):
    ask = make_ask(case, an, binh, now=now, needed=2)
    for supporter, number in ((an, 1), (binh, 1)):
        row = asked(ask, supporter)
        row.answer, row.place = Answer.ACCEPTED, number
        if supporter is an:
            row.save()
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()
    visit = make_visit(case, an, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quarter.objects.create(supporter=an, at=visit.span[0], visit=visit)


@pytest.mark.parametrize(
    ("starts", "ends", "count"), [((10, 0), (12, 0), 8), ((10, 5), (10, 20), 2), ((10, 14), (10, 15), 1)]
)
def test_quarters_cover_a_span_and_touch_no_other(starts, ends, count):
    found = quarters(datetime(2024, 8, 8, *starts), datetime(2024, 8, 8, *ends))
    assert len(found) == count
    assert found[0] <= datetime(2024, 8, 8, *starts) < found[0] + timedelta(minutes=15)


def test_only_who_is_on_the_case_is_planned_with(case, an, now):
    visit = Visit(case=case, day=DAY, starts=time(10), ends=time(11), place=Place.HOSPITAL)
    refused(Reason.NOT_ON_CASE, diary.plan_visit, visit, [an], actor=lead_of(case), now=now)
    begins = now + timedelta(days=1)
    booking = Booking(
        case=case,
        supporter=an,
        language="vi",
        way=Way.PHONE,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
    )
    refused(Reason.NOT_ON_CASE, diary.book, booking, actor=lead_of(case), now=now)
    add_member(case, an.user, Role.INTERPRETER, actor=lead_of(case), now=now)
    diary.book(booking, actor=lead_of(case), now=now)
    assert kinds_of_mail() == ["planned"]


def test_a_visit_that_took_place_is_a_contact_of_the_case_once(case, an, now):
    visit = make_visit(case, an, now=now)
    refused(Reason.TOO_EARLY, diary.finish_visit, visit, time(10), time(12), actor=an.user, now=now)
    after = visit.span[1]
    for _ in range(2):
        diary.finish_visit(visit, time(9, 45), time(12, 30), actor=an.user, now=after)
    visit.refresh_from_db()
    assert (visit.state, visit.minutes) == (VisitState.DONE, 165)
    line = Line.objects.get(case=case, mode="outside")
    assert line.topics.get().topic == case.main_topic
    refused(Reason.NOT_PLANNED, diary.miss_visit, visit, actor=an.user, now=after)
    refused(Reason.NOT_PLANNED, diary.cancel_visit, visit, actor=an.user, now=after)


def test_a_visit_is_missed_cancelled_or_left(case, an, binh, now):
    visits = [make_visit(case, an, now=now, day=DAY + timedelta(days=each)) for each in range(3)]
    diary.miss_visit(visits[0], actor=an.user, now=visits[0].span[1])
    diary.cancel_visit(visits[1], actor=lead_of(case), now=now)
    diary.drop_out(visits[2], an, actor=an.user, now=now)
    states = list(Visit.objects.order_by("day").values_list("state", flat=True))
    assert states == [VisitState.MISSED, VisitState.CANCELLED, VisitState.CANCELLED]
    assert not Quarter.objects.exclude(visit=visits[0]).exists()
    assert kinds_of_mail() == ["cancelled", "dropped_out", "missed", "planned", "planned", "planned"]


def test_when_one_of_two_cannot_come_the_other_still_goes_and_nobody_more_is_asked(case, an, binh, now):
    third = make_supporter()
    ask = make_ask(case, an, binh, third, now=now, needed=2)
    accept(ask, an, now=now)
    accept(ask, binh, now=now)
    visit = Visit.objects.get()
    diary.drop_out(visit, an, actor=an.user, now=now)
    visit.refresh_from_db()
    assert visit.state == VisitState.PLANNED
    assert list(visit.supporters.all()) == [binh]
    alone = make_ask(case, third, make_supporter(), now=now, needed=2, day=DAY + timedelta(days=1))
    accept(alone, third, now=now)
    diary.cancel_visit(alone.visit, actor=lead_of(case), now=now)
    alone.refresh_from_db()
    assert alone.state == AskState.WITHDRAWN


def test_a_booking_is_cancelled_by_either_side_and_the_other_is_told(case, an, now):
    for actor, told in ((lead_of(case), "cancelled"), (an.user, "dropped_out")):
        ask = make_ask(case, an, now=now, kind=Kind.INTERPRET)
        accept(ask, an, now=now)
        booking = Booking.objects.get(state=BookingState.BOOKED)
        diary.cancel_booking(booking, actor=actor, now=now)
        refused(Reason.NOT_PLANNED, diary.cancel_booking, booking, actor=actor, now=now)
        assert told in kinds_of_mail()
    assert not Quarter.objects.exists()


def test_who_knows_somebody_involved_leaves_for_good(case, an, now):
    ask = make_ask(case, an, now=now)
    accept(ask, an, now=now)
    answering.step_back(case, an, actor=an.user, now=now)
    assert Conflict.objects.get().user == an.user
    assert not visible_cases(an.user, now=now).exists()
    assert Visit.objects.get().state == VisitState.CANCELLED
    assert "stepped_back" in kinds_of_mail()
    refused(Reason.NOBODY, make_ask, case, an, now=now)


def test_closing_a_case_ends_what_was_asked_and_planned(case, an, binh, now):
    visit = make_visit(case, an, now=now, place_name="見本区役所 2階")
    ask = make_ask(case, binh, now=now)
    add_member(case, binh.user, Role.INTERPRETER, actor=lead_of(case), now=now)
    begins = now + timedelta(days=1)
    booking = diary.book(
        Booking(
            case=case, supporter=binh, language="vi", way=Way.VIDEO, starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        ),
        actor=lead_of(case), now=now,
    )  # fmt: skip
    close(case, outcome="solved", reason="解決しました。", actor=lead_of(case), now=now)
    for row, state in ((visit, "cancelled"), (ask, "withdrawn"), (booking, "cancelled")):
        row.refresh_from_db()
        assert row.state == state
    assert not Quarter.objects.exists()
    refused(Reason.GONE, accept, ask, binh, now=now)


def test_erasing_a_case_leaves_counts_and_no_place(case, an, now):
    visit = make_visit(case, an, now=now, place_name="見本区役所 2階")
    sealed = vault.Sealed(case.pk, place(visit, "sealed_place_name"), visit.sealed_place_name)
    assert vault.unseal_many([sealed]) == ["見本区役所 2階"]
    BlankSpot.objects.create(case=case, language="ne", prefecture="13", municipality="131067", noted_at=now)
    erase(case, actor=lead_of(case), now=now)
    visit.refresh_from_db()
    assert visit.sealed_place_name is None
    spot = BlankSpot.objects.get()
    assert (spot.case, spot.municipality, spot.language) == (None, "", "ne")
    assert vault.unseal_many([sealed]) == [None]


def test_everything_is_in_the_log(case, an, now):
    ask = make_ask(case, an, now=now)
    accept(ask, an, now=now)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"matching.ask", "matching.accept", "cases.member"} <= verbs


def test_mails_say_nothing(case, an, now, run_worker, mailoutbox):
    ask = make_ask(case, an, now=now)
    accept(ask, an, now=now)
    run_worker()
    told = "".join(mail.subject + mail.body for mail in mailoutbox if an.number not in mail.body)
    for secret in (case.number, "ベトナム", "区役所", "2024", "東京"):
        assert secret not in told


@pytest.mark.parametrize("barred", [True, False])
def test_who_is_taken_off_a_case_is_expected_nowhere_any_more(case, an, binh, now, barred):
    visit = make_visit(case, an, now=now, place_name="見本区役所 2階")
    shared = make_visit(case, binh, now=now, starts=time(14), ends=time(15))
    VisitSupporter.objects.create(visit=shared, supporter=an)
    waiting = make_ask(case, an, binh, now=now, starts=time(16), ends=time(17))
    member = case.members.get(user=an.user)
    if barred:
        bar(case, an.user, actor=lead_of(case), now=now)
    else:
        end_member(member, actor=lead_of(case), now=now)
    assert not permissions.own_visits(an.user).exists()
    assert list(permissions.own_visits(binh.user)) == [shared]
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert not Quarter.objects.filter(supporter=an).exists()
    assert permissions.asked_of(an.user).exists() is not barred
    assert permissions.asked_of(binh.user).get().ask == waiting


def test_what_took_place_stays_with_who_went_along(case, an, now):
    visit = make_visit(case, an, now=now)
    diary.finish_visit(visit, time(10), time(11), actor=an.user, now=now + timedelta(days=8))
    bar(case, an.user, actor=lead_of(case), now=now + timedelta(days=8))
    assert list(permissions.own_visits(an.user)) == [visit]


def test_a_new_lead_keeps_their_appointments(case, now):
    an = make_supporter()
    UserRole.objects.create(user=an.user, kind="secretariat", granted_at=now)
    visit = make_visit(case, an, now=now)
    add_member(case, an.user, Role.LEAD, actor=lead_of(case), now=now)
    assert list(permissions.own_visits(an.user)) == [visit]
