"""Who must not learn of a person does not by another thread of theirs; an address taken back is never used again."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.cases.actions.closing import erase
from bansou.cases.actions.members import add_member, bar
from bansou.cases.models import Case
from bansou.cases.rules.opening import Details
from bansou.core.refusal import Refused
from bansou.enquiries import permissions
from bansou.enquiries.actions import answering, asking, erasing, handling, outbox, receipts
from bansou.enquiries.actions.addresses import address_with
from bansou.enquiries.adapters import mail
from bansou.enquiries.enums import Delivery, Failure, Kind, Reason
from bansou.enquiries.models import Address, Outgoing, Thread
from bansou.enquiries.views.words import ways_of
from bansou.people.actions import save_safe_contact
from bansou.people.models import SafeContact as SafeContactRow
from bansou.people.rules.contact import SafeContact
from tests.enquiries.channels import make_mailbox
from tests.enquiries.desk import make_enquiry
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db
BY_MAIL = SafeContact(ways=frozenset({"web", "mail"}))
DETAILS = Details(language="vi", prefecture="13", main_topic="work", route="friend")


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto")


@pytest.fixture
def asked(now):
    """Somebody who asked by the form and left a mail address."""
    make_mailbox(now)
    told = asking.Told(language="vi", text="Xin chào", prefecture="13", mail="first@example.org")
    return asking.ask(told, BY_MAIL, receipts.fresh(), token=uuid.uuid4(), now=now)


def change(thread, now, mail="", contact=BY_MAIL):
    asking.change_contact(thread, contact, mail=mail, phone="", now=now)


def mail_ways(thread, now):
    thread = Thread.objects.select_related("channel", "address__channel").get(pk=thread.pk)
    ways = [
        way for way in ways_of(thread, now) if way["address"] and way["address"].channel.kind == Kind.MAIL
    ]
    return [way["address"] for way in ways if way["allowed"]]


def test_a_mail_address_that_was_changed_takes_no_answer_any_more(asked, lead, now):
    old = Address.objects.get(channel__kind=Kind.MAIL)
    waiting = answering.answer(
        asked, "Ngày mai.", language="vi", actor=lead, now=now, version=asked.version, address=old
    )
    change(asked, now, "second@example.org")
    new = address_with(old.channel, "second@example.org")
    assert mail_ways(asked, now) == [new]
    outbox.send_due({Kind.MAIL: mail.carry}, now=now)
    waiting.refresh_from_db()
    assert waiting.delivery == Delivery.FAILED
    assert Outgoing.objects.get().last_error == Failure.NOT_ALLOWED
    change(asked, now, "FIRST@example.org")
    assert mail_ways(asked, now) == [old], "taken up again, it is good again"


def test_a_mail_address_that_was_left_out_stays_away_whatever_is_agreed_later(asked, now):
    change(asked, now, contact=SafeContact())
    save_safe_contact(asked.person, BY_MAIL, actor=None, now=now)
    assert mail_ways(asked, now) == []


def test_who_must_never_see_a_case_sees_no_other_thread_of_its_person(lead, now, signed_in, at):
    thread = make_enquiry(now)
    handling.open_case(thread, DETAILS, token=thread.form_token, actor=lead, now=now)
    office, near = make_user(RoleKind.SECRETARIAT), make_user(RoleKind.COORDINATOR, region="kanto")
    again = make_enquiry(now, "ZZAGAIN", person=thread.person)
    for barred in (office, near):
        assert permissions.access_to_thread(barred, again, now=now)
        bar(Case.objects.get(), barred, actor=lead, now=now)
        barred = User.objects.get(pk=barred.pk)
        client = signed_in(barred)
        assert client.get(reverse("thread_detail", args=[again.pk])).status_code == 404
        assert client.get(reverse("thread_contact", args=[again.pk])).status_code == 404
        shown = client.get(reverse("inbox"), {"view": "all"}).content.decode()
        assert "ZZAGAIN" not in shown and str(again.pk) not in shown
        assert barred not in permissions.candidates(again, now=now)
        with pytest.raises(Refused):
            handling.give(again, barred, actor=lead, now=now)
    assert permissions.access_to_thread(lead, again, now=now)


def test_an_interpreter_learns_neither_name_nor_place(lead, now, signed_in, at):
    thread = make_enquiry(now, "ZZTEXT", answers={"nickname": "ZZNICK", "town": "ZZTOWN", "sleep": "no"})
    case = handling.open_case(thread, DETAILS, token=thread.form_token, actor=lead, now=now)
    interpreter = make_user(RoleKind.SUPPORTER)
    add_member(case, interpreter, "interpreter", actor=lead, now=now)
    shown = signed_in(interpreter).get(reverse("thread_detail", args=[thread.pk])).content.decode()
    assert "ZZTEXT" in shown and "ZZNICK" not in shown and "ZZTOWN" not in shown
    shown = signed_in(lead).get(reverse("thread_detail", args=[thread.pk])).content.decode()
    assert "ZZNICK" in shown and "ZZTOWN" in shown


def test_a_thread_is_not_put_into_a_case_that_was_erased_meanwhile(lead, now):
    case, thread = make_case(lead=lead, now=now), make_enquiry(now)
    as_the_page_knew_it = Case.objects.get(pk=case.pk)
    erase(case, actor=lead, now=now)
    with pytest.raises(Refused) as refused:
        handling.link(thread, as_the_page_knew_it, actor=lead, now=now)
    assert refused.value.reason == Reason.UNREADABLE
    assert Thread.objects.get().case is None


def test_what_was_taken_out_of_a_case_becomes_a_case_of_its_own(lead, now):
    thread = make_enquiry(now)
    first = handling.open_case(thread, DETAILS, token=thread.form_token, actor=lead, now=now)
    handling.unlink(thread, reason="Gehört zu jemand anderem.", actor=lead, now=now)
    other = make_user(RoleKind.COORDINATOR, region="kanto")
    second = handling.open_case(thread, DETAILS, token=thread.form_token, actor=other, now=now)
    assert second.pk != first.pk and second.members.get().user == other
    assert Thread.objects.get().case == second


def test_erasing_the_last_thread_forgets_whom_only_an_erased_case_knew(asked, lead, now):
    case = make_case(lead=lead, person=asked.person, now=now)
    erase(case, actor=lead, now=now)
    assert SafeContactRow.objects.filter(person=asked.person).exists(), "they still read their answers"
    erasing.erase_by_person(asked, now=now + timedelta(days=1))
    assert not SafeContactRow.objects.filter(person=asked.person).exists()
    assert not Address.objects.exists()
