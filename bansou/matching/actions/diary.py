"""Appointments: visits and interpreter bookings are made, take place or are cancelled. Nobody is in two places."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from bansou.audit import actions as audit
from bansou.cases.actions.common import open_case_row, seal, touch
from bansou.cases.actions.entries import write_entry
from bansou.cases.enums import EntryKind, Mode
from bansou.cases.models import Case
from bansou.cases.permissions import live_members
from bansou.core.refusal import Refused
from bansou.matching import notifications
from bansou.matching.actions.common import check_span, end_ask, locked_booking, locked_visit
from bansou.matching.enums import AskState, BookingState, Place, Reason, VisitState
from bansou.matching.models import Ask, Booking, Quarter, Span, Visit, VisitSupporter, span_of
from bansou.matching.rules import diary
from bansou.supporters.models import Supporter


@transaction.atomic
def plan_visit(
    visit: Visit, supporters: Iterable[Supporter], *, place_name: str = "", actor: Any, now: datetime
) -> Visit:
    """Store a new visit with people who are on its case already; they are told.

    Raises Refused(PAST, TOO_LONG, BUSY, NOT_ON_CASE) and cases' Refused(CLOSED, UNREADABLE).
    """
    case, going = open_case_row(visit.case_id), list(supporters)
    check_span(visit.span, now=now)
    _require_members(case, going, now)
    visit.made_by, visit.made_at = actor, now
    if place_name:
        seal(case.pk, visit, "sealed_place_name", place_name)
    visit.save(force_insert=True)
    for supporter in going:
        _goes_along(visit, supporter)
    touch(case, now)
    audit.record(actor, "matching.plan_visit", visit, now=now)
    notifications.tell_supporters(going, "planned", now=now)
    return visit


@transaction.atomic
def book(booking: Booking, *, actor: Any, now: datetime) -> Booking:
    """Store a new booking of an interpreter who is on the case already; they are told. Refuses as `plan_visit`."""
    case = open_case_row(booking.case_id)
    check_span((booking.starts_at, booking.ends_at), now=now)
    _require_members(case, [booking.supporter], now)
    _store(booking, actor=actor, now=now)
    touch(case, now)
    audit.record(actor, "matching.book", booking, now=now, fields=[booking.language, booking.way])
    notifications.tell_supporters([booking.supporter], "planned", now=now)
    return booking


def visit_of(case: Case, ask: Ask, supporter: Supporter, *, now: datetime) -> Visit:
    """The visit that an accepted request becomes; the second to accept goes along on the same. Raises Refused(BUSY)."""
    visit = Visit.objects.filter(ask=ask).first()
    if visit is None:
        day, starts, ends = _times(ask)
        visit = Visit.objects.create(
            case=case, ask=ask, day=day, starts=starts, ends=ends, place=ask.place or Place.OTHER,
            made_by=ask.asked_by, made_at=now,
        )  # fmt: skip
    _goes_along(visit, supporter)
    return visit


def booking_of(case: Case, ask: Ask, supporter: Supporter, *, now: datetime) -> Booking:
    """The booking that an accepted request for an interpreter becomes. Raises Refused(BUSY)."""
    begins, finishes = span_of(*_times(ask))
    booking = Booking(
        case=case, ask=ask, supporter=supporter, language=ask.language, way=ask.way,
        starts_at=begins, ends_at=finishes,
    )  # fmt: skip
    _store(booking, actor=ask.asked_by, now=now)
    return booking


@transaction.atomic
def finish_visit(visit: Visit, starts: time, ends: time, *, actor: Any, now: datetime) -> Visit:
    """It took place, from when to when: a contact of the case, and what the claim starts from. Again changes nothing.

    Raises Refused(TOO_EARLY, NOT_PLANNED) and cases' Refused(UNREADABLE).
    """
    case, visit = locked_visit(visit)
    if visit.state == VisitState.DONE:
        return visit
    _require_begun(visit, now)
    visit.state, visit.starts, visit.ends = VisitState.DONE, starts, ends
    begins, finishes = visit.span
    visit.minutes = (finishes - begins).seconds // 60
    visit.save(update_fields=["state", "starts", "ends", "minutes"])
    topics = [case.main_topic]
    write_entry(
        case, EntryKind.CONTACT, "", mode=Mode.OUTSIDE, at=begins, topics=topics, actor=actor, now=now
    )
    audit.record(actor, "matching.visit_done", visit, now=now)
    return visit


@transaction.atomic
def miss_visit(visit: Visit, *, actor: Any, now: datetime) -> None:
    """The day came and it did not take place; whoever leads the case is told.

    Raises Refused(TOO_EARLY, NOT_PLANNED) and cases' Refused(UNREADABLE).
    """
    case, visit = locked_visit(visit)
    _require_begun(visit, now)
    _move(visit, VisitState.MISSED)
    touch(case, now)
    audit.record(actor, "matching.visit_missed", visit, now=now)
    notifications.tell_leads(case, "missed", now=now)


@transaction.atomic
def cancel_visit(visit: Visit, *, actor: Any, now: datetime) -> None:
    """Take a visit back; everybody who was to go along is told. Raises Refused(NOT_PLANNED)."""
    case, visit = locked_visit(visit)
    _require_planned(visit)
    going = list(visit.supporters.select_related("user"))
    _cancel(visit, now)
    touch(case, now)
    audit.record(actor, "matching.cancel_visit", visit, now=now)
    notifications.tell_supporters(going, "cancelled", now=now)


@transaction.atomic
def drop_out(visit: Visit, supporter: Supporter, *, actor: Any, now: datetime) -> None:
    """A supporter cannot come; without anybody left the visit is cancelled. Whoever leads the case is told.

    Raises Refused(NOT_PLANNED).
    """
    case, visit = locked_visit(visit)
    _require_planned(visit)
    _leave(visit, supporter, now)
    touch(case, now)
    audit.record(actor, "matching.drop_out", visit, now=now)
    notifications.tell_leads(case, "dropped_out", now=now)


@transaction.atomic
def cancel_booking(booking: Booking, *, actor: Any, now: datetime) -> None:
    """By the desk or by the interpreter; the other side is told. Raises Refused(NOT_PLANNED, PAST)."""
    booking = locked_booking(booking)
    if booking.state != BookingState.BOOKED:
        raise Refused(Reason.NOT_PLANNED)
    if booking.starts_at <= now:
        raise Refused(Reason.PAST)
    _cancel_booking(booking, actor, now)
    audit.record(actor, "matching.cancel_booking", booking, now=now)
    if booking.supporter.user_id == actor.pk:
        notifications.tell_leads(booking.case, "dropped_out", now=now)
    else:
        notifications.tell_supporters([booking.supporter], "cancelled", now=now)


def cancel_all(case: Case, *, now: datetime) -> None:
    """The case ends, and what was planned for it; everybody who was to come is told."""
    visits = Visit.objects.select_for_update().filter(case=case, state=VisitState.PLANNED)
    bookings = Booking.objects.select_for_update().filter(
        case=case, state=BookingState.BOOKED, starts_at__gt=now
    )
    told: set[Supporter] = set()
    for visit in visits:
        told |= set(visit.supporters.select_related("user"))
        _cancel(visit, now)
    for booking in bookings.select_related("supporter__user"):
        told.add(booking.supporter)
        _cancel_booking(booking, None, now)
    notifications.tell_supporters(sorted(told, key=lambda each: each.pk), "cancelled", now=now)


def release(case: Case, supporter: Supporter, *, actor: Any, now: datetime) -> None:
    """Take a supporter out of everything that is ahead for a locked case; they are told, if it was not them."""
    visits = Visit.objects.filter(case=case, state=VisitState.PLANNED, parts__supporter=supporter)
    ahead = [visit for visit in visits if visit.span[0] > now]
    for visit in ahead:
        _leave(visit, supporter, now)
    booked = Booking.objects.filter(case=case, supporter=supporter, state=BookingState.BOOKED)
    coming = list(booked.filter(starts_at__gt=now))
    for booking in coming:
        _cancel_booking(booking, actor, now)
    if (ahead or coming) and actor != supporter.user:
        notifications.tell_supporters([supporter], "cancelled", now=now)


def prune_quarters(*, before: datetime) -> None:
    Quarter.objects.filter(at__lt=before).delete()


def _times(ask: Ask) -> tuple[date, time, time]:
    if ask.day is None or ask.starts is None or ask.ends is None:
        raise ValueError("Only an appointment has a time.")
    return ask.day, ask.starts, ask.ends


def _require_members(case: Case, supporters: list[Supporter], now: datetime) -> None:
    on_it = set(live_members(now=now).filter(case=case).values_list("user", flat=True))
    if not supporters or any(supporter.user_id not in on_it for supporter in supporters):
        raise Refused(Reason.NOT_ON_CASE)


def _require_planned(visit: Visit) -> None:
    if visit.state != VisitState.PLANNED:
        raise Refused(Reason.NOT_PLANNED)


def _require_begun(visit: Visit, now: datetime) -> None:
    _require_planned(visit)
    if visit.span[0] > now:
        raise Refused(Reason.TOO_EARLY)


def _goes_along(visit: Visit, supporter: Supporter) -> None:
    VisitSupporter.objects.create(visit=visit, supporter=supporter)
    _hold(supporter, visit.span, visit=visit)


def _store(booking: Booking, *, actor: Any, now: datetime) -> None:
    booking.booked_by, booking.booked_at = actor, now
    booking.save(force_insert=True)
    _hold(booking.supporter, (booking.starts_at, booking.ends_at), booking=booking)


def _hold(supporter: Supporter, span: Span, **what: Any) -> None:
    """Take the quarters of an hour that an appointment needs; two who want one at once wait for each other here."""
    Supporter.objects.select_for_update().get(pk=supporter.pk)
    try:
        with transaction.atomic():
            Quarter.objects.bulk_create(
                Quarter(supporter=supporter, at=at, **what) for at in diary.quarters(*span)
            )
    except IntegrityError:
        raise Refused(Reason.BUSY) from None


def _leave(visit: Visit, supporter: Supporter, now: datetime) -> None:
    visit.parts.filter(supporter=supporter).delete()
    visit.quarters.filter(supporter=supporter).delete()
    if not visit.parts.exists():
        _cancel(visit, now)


def _move(visit: Visit, state: VisitState) -> None:
    visit.state = state
    visit.save(update_fields=["state"])


def _cancel(visit: Visit, now: datetime) -> None:
    _move(visit, VisitState.CANCELLED)
    visit.quarters.all().delete()
    # Nobody more is to accept what no longer takes place.
    if visit.ask and visit.ask.state == AskState.OPEN:
        end_ask(visit.ask, AskState.WITHDRAWN, now=now)


def _cancel_booking(booking: Booking, actor: Any, now: datetime) -> None:
    booking.state, booking.cancelled_by, booking.cancelled_at = BookingState.CANCELLED, actor, now
    booking.save(update_fields=["state", "cancelled_by", "cancelled_at"])
    booking.quarters.all().delete()
