"""Two at the same moment: one place, one appointment, whatever the order."""

from datetime import time, timedelta

from bansou.cases.actions.members import add_member
from bansou.cases.models import CaseMember
from bansou.core.refusal import Refused
from bansou.matching.actions import diary
from bansou.matching.enums import AskState, Kind, Reason
from bansou.matching.models import Ask, Booking, Quarter, Visit
from tests.factories import LONG_AGO, make_case, make_supporter
from tests.matching.makers import DAY, accept, lead_of, make_ask
from tests.races import ON_POSTGRESQL, at_once

NOW = LONG_AGO
pytestmark = ON_POSTGRESQL


def reasons(found) -> list:
    return [each.reason for each in found if isinstance(each, Refused)]


def test_six_accept_and_one_has_it():
    case, people = make_case(now=NOW), [make_supporter() for _ in range(6)]
    ask = make_ask(case, *people, now=NOW)
    found = at_once(*[lambda each=each: accept(ask, each, now=NOW) for each in people])
    assert reasons(found) == [Reason.GONE] * 5
    assert Visit.objects.get().supporters.count() == 1
    assert CaseMember.objects.filter(case=case, role="worker").count() == 1


def test_six_accept_and_two_have_it():
    case, people = make_case(now=NOW), [make_supporter() for _ in range(6)]
    ask = make_ask(case, *people, now=NOW, needed=2)
    found = at_once(*[lambda each=each: accept(ask, each, now=NOW) for each in people])
    assert reasons(found) == [Reason.GONE] * 4
    assert Visit.objects.get().supporters.count() == 2
    assert Ask.objects.get().state == AskState.FILLED


def test_one_supporter_accepts_three_overlapping_requests_and_has_one():
    an = make_supporter()
    asks = [
        make_ask(make_case(now=NOW), an, now=NOW, starts=time(10, 15 * each), kind=kind)
        for each, kind in enumerate((Kind.ACCOMPANY, Kind.INTERPRET, Kind.ACCOMPANY))
    ]
    found = at_once(*[lambda each=each: accept(each, an, now=NOW) for each in asks])
    assert reasons(found) == [Reason.YOU_ARE_BUSY] * 2
    assert Visit.objects.count() + Booking.objects.count() == 1
    assert CaseMember.objects.filter(user=an.user).count() == 1


def test_an_interpreter_on_four_cases_is_booked_once_for_one_time():
    an, cases = make_supporter(), [make_case(now=NOW) for _ in range(4)]
    for case in cases:
        add_member(case, an.user, "interpreter", actor=lead_of(case), now=NOW)
    begins = NOW + timedelta(days=2)

    def book(case):
        booking = Booking(
            case=case, supporter=an, language="vi", way="phone", starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        )  # fmt: skip
        return diary.book(booking, actor=lead_of(case), now=NOW)

    found = at_once(*[lambda case=case: book(case) for case in cases])
    assert reasons(found) == [Reason.BUSY] * 3
    assert Booking.objects.count() == 1
    assert Quarter.objects.count() == 4


def test_accepting_while_the_case_closes_leaves_nothing_open():
    from bansou.cases.actions.closing import close

    case, an = make_case(now=NOW), make_supporter()
    ask = make_ask(case, an, now=NOW, day=DAY)
    lead = lead_of(case)
    at_once(
        lambda: accept(ask, an, now=NOW),
        lambda: close(case, outcome="solved", reason="済み", actor=lead, now=NOW),
    )
    assert not Ask.objects.filter(state=AskState.OPEN).exists()
    assert not Visit.objects.filter(state="planned").exists()
