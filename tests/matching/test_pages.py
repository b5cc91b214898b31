"""The pages: finding with masked names, answering on a phone, planning, blank spots; and who sees none of it."""

import io
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.cases.actions.members import add_member, bar
from bansou.cases.permissions import visible_cases
from bansou.matching import enums, rules
from bansou.matching.enums import Answer, AskState, BookingState, VisitState
from bansou.matching.models import Ask, Asked, BlankSpot, Booking, Visit
from bansou.supporters.rules import Spoken
from tests.factories import make_case, make_supporter, make_user
from tests.matching.makers import DAY, accept, lead_of, make_ask, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
VI = (Spoken("vi", "native", interprets=True),)


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto")


@pytest.fixture
def case(lead, now):
    return make_case(lead=lead, now=now, language_mode="speaks", municipality="131067")


@pytest.fixture
def desk(lead, signed_in):
    return signed_in(lead)


def url(name, *args) -> str:
    return reverse(name, args=args)


def answers(**changed) -> dict[str, object]:
    return {
        "kind": "accompany", "language": "vi", "prefecture": "13", "place": "city_hall", "field": "labour",
        "day": DAY.isoformat(), "starts": "10:00", "ends": "12:00", "needed": "1", **changed,
    }  # fmt: skip


def test_every_reason_has_words():
    assert {each.value for each in rules.Because} == {each.value for each in enums.Why}


def test_the_search_is_filled_from_the_case_and_masks_names(desk, case):
    an = make_supporter(
        name="グエン・レイ", kana="グエン レイ", latin="NGUYEN LE", languages=VI, fields=("labour",)
    )
    page = desk.get(url("helper_find", case.pk)).content.decode()
    for words in ("Supporter in Tokyo", "Mother tongue: Vietnamese", "Lives in the same municipality"):
        assert words in page
    for secret in ("グエン", "NGUYEN", an.number, str(an.pk), an.phone, an.user.email):
        assert secret not in page
    assert Entry.objects.filter(verb="matching.search", object_id=str(case.pk)).exists()


def test_ticked_people_are_asked_and_stay_masked_until_they_accept(desk, case, now):
    an, binh = (make_supporter(name=name, languages=VI) for name in ("見本 アン", "見本 ビン"))
    rows = desk.post(url("helper_find", case.pk), answers()).context["rows"]
    assert len(rows) == 2
    data = answers(ask="1", chosen=[row.token for row in rows])
    assert desk.post(url("helper_find", case.pk), data).status_code == 302
    assert set(Asked.objects.values_list("supporter", flat=True)) == {an.pk, binh.pk}
    page = desk.get(url("case_helpers", case.pk)).content.decode()
    assert "見本" not in page
    accept(Ask.objects.get(), an, now=now)
    page = desk.get(url("case_helpers", case.pk)).content.decode()
    assert "見本 アン" in page
    assert "見本 ビン" not in page


def test_a_token_of_another_case_or_of_nobody_asks_nobody(desk, case, lead, now):
    make_supporter(languages=VI)
    other = make_case(lead=lead, now=now, language_mode="speaks")
    [row] = desk.post(url("helper_find", other.pk), answers()).context["rows"]
    for tokens in ([row.token], ["x"], [], ["é"]):
        page = desk.post(url("helper_find", case.pk), answers(ask="1", chosen=tokens)).content.decode()
        assert "Tick at least one person." in page
    assert not Ask.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day": "", "starts": "", "ends": ""}, "Write when it is"),
        ({"starts": ""}, "Write day, start and end"),
        ({"ends": "09:00"}, "The end must be later than the start."),
        ({"place": ""}, "Choose where to."),
        ({"day": "2024-07-01"}, "This time is over"),
        ({"kind": "x"}, "not one of the available choices"),
        ({"needed": "3"}, "not one of the available choices"),
    ],
)
def test_a_request_without_what_it_needs_is_explained(desk, case, changed, words):
    make_supporter(languages=VI)
    [row] = desk.post(url("helper_find", case.pk), answers()).context["rows"]
    page = desk.post(
        url("helper_find", case.pk), answers(ask="1", chosen=[row.token], **changed)
    ).content.decode()
    assert words in page
    assert not Ask.objects.exists()


def test_danger_in_the_town_leaves_neighbours_out_and_says_so(desk, case):
    make_supporter(languages=VI, municipality="台東区")
    page = desk.post(url("helper_find", case.pk), answers(not_from_town="on"))
    assert page.context["rows"] == []
    assert "live in the same municipality" in page.content.decode()
    assert not BlankSpot.objects.exists()


def test_who_must_not_see_the_case_is_not_shown(desk, case, lead, now):
    bar(case, make_supporter(languages=VI).user, actor=lead, now=now)
    page = desk.get(url("helper_find", case.pk))
    assert page.context["rows"] == []
    assert "must not see this case" in page.content.decode()


def test_nobody_within_reach_is_noted_once(desk, case):
    for _ in range(2):
        page = desk.post(url("helper_find", case.pk), answers(language="fa")).content.decode()
        assert "noted as a blank spot" in page
    spot = BlankSpot.objects.get()
    assert (spot.language, spot.field, spot.prefecture, spot.municipality) == ("fa", "labour", "13", "131067")


def test_blank_spots_are_counted_mapped_and_exported(desk, case, signed_in, now):
    for language, prefecture in (("fa", "13"), ("fa", "14"), ("ne", "27")):
        BlankSpot.objects.create(language=language, prefecture=prefecture, field="labour", noted_at=now)
    page = desk.get(url("blank_spots"))
    assert [(str(region), code, count) for region, code, count in page.context["rows"]] == [
        ("Kanto", "fa", 2)
    ]
    whole = signed_in(make_user(RoleKind.SECRETARIAT)).get(url("blank_spots"))
    assert whole.context["total"] == 3
    assert "<svg" in whole.content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(desk.get(url("blank_spot_export")).content))
    assert len(book.get_sheet_by_index(0).to_python()) == 3
    assert case.number not in str(book.get_sheet_by_index(0).to_python())


def test_nothing_to_export_says_so(desk):
    assert "nothing to export" in desk.get(url("blank_spot_export"), follow=True).content.decode()


def test_a_supporter_reads_roughly_what_is_needed_then_accepts(case, signed_in, now):
    an = make_supporter(languages=VI)
    ask = make_ask(case, an, now=now)
    browser, asked = signed_in(an.user), ask.asked.get()
    page = browser.get(url("ask_list")).content.decode()
    assert "Go along (Vietnamese)" in page
    page = browser.get(url("ask_answer", asked.pk)).content.decode()
    for words in ("Tokyo", "City or ward office", "Work and wages", "10:00"):
        assert words in page
    for secret in (case.number, str(case.pk), "給料", "台東"):
        assert secret not in page
    assert "required" in browser.post(url("ask_answer", asked.pk), {}).content.decode()
    browser.post(url("ask_answer", asked.pk), {"no_conflict": "on"})
    asked.refresh_from_db()
    assert asked.answer == Answer.ACCEPTED
    assert visible_cases(an.user, now=now).get() == case
    visit = Visit.objects.get()
    assert case.number in browser.get(url("own_visit", visit.pk)).content.decode()
    assert "10:00" in browser.get(url("visit_list")).content.decode()


def test_a_supporter_says_no(case, signed_in, now):
    an = make_supporter()
    asked = make_ask(case, an, now=now).asked.get()
    browser = signed_in(an.user)
    assert browser.post(url("ask_decline", asked.pk)).status_code == 302
    asked.refresh_from_db()
    assert asked.answer == Answer.DECLINED
    assert "Said no" in browser.get(url("ask_answer", asked.pk)).content.decode()
    page = browser.post(url("ask_answer", asked.pk), {"no_conflict": "on"}, follow=True).content.decode()
    assert "answered this request already" in page


def test_a_visit_is_told_from_the_phone(case, signed_in, now, at):
    an = make_supporter()
    visit = make_visit(case, an, now=now, place_name="見本区役所 2階の窓口")
    browser = signed_in(an.user)
    page = browser.get(url("own_visit", visit.pk)).content.decode()
    assert "見本区役所 2階の窓口" in page
    assert "It took place" not in page
    at(visit.span[1])
    browser = signed_in(an.user)
    assert "It took place" in browser.get(url("own_visit", visit.pk)).content.decode()
    assert (
        "later than the start"
        in browser.post(url("own_visit", visit.pk), {"starts": "12:00", "ends": "10:00"}).content.decode()
    )
    browser.post(url("own_visit", visit.pk), {"starts": "10:00", "ends": "12:30"})
    visit.refresh_from_db()
    assert (visit.state, visit.minutes) == (VisitState.DONE, 150)
    assert f"?visit={visit.pk}" in browser.get(url("own_visit", visit.pk)).content.decode()


@pytest.mark.parametrize(
    ("page", "later", "state"),
    [("visit_missed", True, VisitState.MISSED), ("visit_drop_out", False, VisitState.CANCELLED)],
)
def test_a_visit_that_does_not_take_place(case, signed_in, now, at, page, later, state):
    an = make_supporter()
    visit = make_visit(case, an, now=now)
    if later:
        at(visit.span[1])
    signed_in(an.user).post(url(page, visit.pk))
    visit.refresh_from_db()
    assert visit.state == state


def test_who_left_the_case_no_longer_reads_where(case, signed_in, now, at):
    an = make_supporter()
    visit = make_visit(case, an, now=now, place_name="見本区役所")
    member = case.members.get(user=an.user)
    member.expires_at = now + timedelta(hours=1)
    member.save()
    at(now + timedelta(hours=2))
    page = signed_in(an.user).get(url("own_visit", visit.pk)).content.decode()
    assert "見本区役所" not in page
    assert url("case_overview", case.pk) not in page


def test_stepping_back_takes_two_clicks(case, signed_in, now):
    an = make_supporter()
    make_visit(case, an, now=now)
    browser = signed_in(an.user)
    assert "leave the case at once" in browser.get(url("case_step_back", case.pk)).content.decode()
    browser.post(url("case_step_back", case.pk))
    assert not visible_cases(an.user, now=now).exists()
    assert browser.get(url("case_step_back", case.pk)).status_code == 404


def test_the_desk_plans_and_cancels_with_people_on_the_case(desk, case, lead, now):
    an = make_supporter(name="見本 アン")
    page = desk.get(url("visit_new", case.pk)).content.decode()
    assert "No supporter is on this case yet" in page
    add_member(case, an.user, "worker", actor=lead, now=now)
    when = {"day": DAY.isoformat(), "starts": "10:00", "ends": "11:00"}
    data = when | {"who": [str(an.pk)], "place": "hospital", "place_name": "見本病院"}
    assert desk.post(url("visit_new", case.pk), data).status_code == 302
    visit = Visit.objects.get()
    assert "見本病院" in desk.get(url("case_helpers", case.pk)).content.decode()
    data = when | {"who": str(an.pk), "language": "vi", "way": "video"}
    page = desk.post(url("booking_new", case.pk), data).content.decode()
    assert "another appointment at this time" in page
    data |= {"starts": "13:00", "ends": "14:00"}
    assert desk.post(url("booking_new", case.pk), data).status_code == 302
    booking = Booking.objects.get()
    assert "見本 アン" in desk.get(url("booking_list")).content.decode()
    desk.post(url("visit_cancel", visit.pk))
    desk.post(url("booking_cancel", booking.pk))
    for row, state in ((visit, VisitState.CANCELLED), (booking, BookingState.CANCELLED)):
        row.refresh_from_db()
        assert row.state == state


def test_an_interpreter_cancels_on_the_phone(case, signed_in, now):
    an = make_supporter(languages=VI)
    ask = make_ask(case, an, now=now, kind="interpret", way="phone")
    accept(ask, an, now=now)
    booking, browser = Booking.objects.get(), signed_in(an.user)
    assert "By phone" in browser.get(url("visit_list")).content.decode()
    browser.post(url("booking_drop_out", booking.pk))
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED


def test_the_desk_withdraws(desk, case, now):
    ask = make_ask(case, make_supporter(), now=now)
    desk.post(url("ask_withdraw", ask.pk))
    ask.refresh_from_db()
    assert ask.state == AskState.WITHDRAWN


def test_nobody_else_finds_any_of_it(case, signed_in, now):
    """A colleague, the secretariat, another supporter, and an interpreter of the case."""
    an, other, interpreter = (make_supporter() for _ in range(3))
    add_member(case, interpreter.user, "interpreter", actor=lead_of(case), now=now)
    visit = make_visit(case, an, now=now)
    ask = make_ask(case, make_supporter(), now=now)
    begins = now + timedelta(days=1)
    booking = Booking.objects.create(
        case=case, supporter=an, language="vi", way="phone", starts_at=begins,
        ends_at=begins + timedelta(hours=1), booked_at=now,
    )  # fmt: skip
    of_case = ["case_helpers", "helper_find", "visit_new", "booking_new"]
    posted = [("ask_withdraw", ask.pk), ("visit_cancel", visit.pk), ("booking_cancel", booking.pk)]
    strangers = [
        make_user(RoleKind.COORDINATOR, region="kanto"), make_user(RoleKind.SECRETARIAT), other.user,
        interpreter.user,
    ]  # fmt: skip
    for user in strangers:
        browser = signed_in(user)
        for name in of_case:
            assert browser.get(url(name, case.pk)).status_code == 404
        for name, pk in posted:
            assert browser.post(url(name, pk)).status_code == 404
        assert case.number not in browser.get(url("booking_list")).content.decode()
    for name, pk in (("ask_answer", ask.asked.get().pk), ("own_visit", visit.pk)):
        assert signed_in(other.user).get(url(name, pk)).status_code == 404
    for name, pk in (
        ("ask_decline", ask.asked.get().pk),
        ("visit_missed", visit.pk),
        ("booking_drop_out", booking.pk),
    ):
        assert signed_in(other.user).post(url(name, pk)).status_code == 404
    # A supporter on the case reads who helps, and asks nobody.
    worker = signed_in(an.user)
    assert worker.get(url("case_helpers", case.pk)).status_code == 200
    assert worker.get(url("helper_find", case.pk)).status_code == 404
    assert worker.post(url("visit_cancel", visit.pk)).status_code == 404


def test_lists_cost_the_same_queries_for_one_and_three(desk, case, signed_in, now):
    an = make_supporter(languages=VI)
    browser = signed_in(an.user)
    pages = [
        (desk, url("case_helpers", case.pk)), (desk, url("helper_find", case.pk)), (desk, url("booking_list")),
        (desk, url("blank_spots")), (browser, url("ask_list")), (browser, url("visit_list")),
    ]  # fmt: skip
    for who, address in pages:
        who.get(address)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            _one_of_each(case, an, now, offset=Visit.objects.count())
        counted = []
        for who, address in pages:
            with CaptureQueriesContext(connection) as asked:
                assert who.get(address).status_code == 200
            counted.append(len(asked))
        costs.append(counted)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 30


def _one_of_each(case, supporter, now, *, offset: int) -> None:
    make_visit(
        case, supporter, now=now, starts=time(9 + offset), ends=time(9 + offset, 30), place_name="見本"
    )
    make_ask(case, make_supporter(languages=VI), supporter, now=now)
    begins = now + timedelta(days=2, hours=offset)
    Booking.objects.create(
        case=case, supporter=supporter, language="vi", way="phone", starts_at=begins,
        ends_at=begins + timedelta(hours=1), booked_at=now,
    )  # fmt: skip
    BlankSpot.objects.create(language="fa", prefecture="13", noted_at=now)
    make_supporter(languages=VI)
