"""Registering, papers on their way, renewal, experience: through the real actions."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.core.checkchars import read_bansou_id
from bansou.core.refusal import Refused
from bansou.notices.models import Mail
from bansou.payments.models import Clearance
from bansou.supporters import actions, queries
from bansou.supporters.enums import Paper, State
from bansou.supporters.models import Registration, Supporter
from tests.factories import (
    LONG_AGO,
    enter_account,
    make_details,
    make_payable_supporter,
    make_supporter,
    make_terms,
    make_user,
)

pytestmark = pytest.mark.django_db


def register(details, now, token=None, language="ja"):
    return actions.register_from_form(
        details, token=token or uuid.uuid4(), language=language, consent_version="2026-11", now=now
    )


def test_registering_gives_an_id_a_sign_in_a_payee_and_a_mail_at_once(now, run_worker, mailoutbox):
    make_terms()
    supporter = register(make_details(mail="an@example.org"), now, language="vi")
    run_worker()
    assert read_bansou_id(supporter.number) == supporter.number
    assert supporter.user.email == "an@example.org"
    assert list(supporter.user.roles.values_list("kind", flat=True)) == [RoleKind.SUPPORTER]
    assert supporter.payee.reference == supporter.number
    assert supporter.registrations.get().state == State.ID_ISSUED
    [mail] = mailoutbox
    assert mail.to == ["an@example.org"]
    assert supporter.number in mail.body
    assert supporter.number not in mail.subject
    assert "Mã Bansou" in mail.body


@pytest.mark.parametrize("sent", [None, LONG_AGO.date()])
@pytest.mark.parametrize(
    ("memorandum", "notice", "payable"),
    [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0), (1, 1, 1)],
)
def test_a_list_finds_papers_in_the_state_that_their_page_tells(sent, memorandum, notice, payable):
    make_terms()
    papers = make_supporter().registrations.get()
    papers.papers_sent_on = sent
    papers.memorandum_back_on, papers.account_notice_back_on, papers.payable_on = (
        LONG_AGO.date() if there else None for there in (memorandum, notice, payable)
    )
    papers.save()
    counts = queries.counts_by_state(Registration.objects.all(), papers.terms)
    assert {state for state, count in counts.items() if count} == {papers.state}


def test_the_same_form_twice_gives_the_same_supporter(now):
    token, details = uuid.uuid4(), make_details()
    first, second = register(details, now, token), register(details, now, token)
    assert first == second
    assert Supporter.objects.count() == 1
    assert Mail.objects.filter(kind="id_issued").count() == 1


def test_a_known_mail_address_is_told_only_to_its_owner(now, run_worker, mailoutbox):
    known = make_supporter(mail="known@example.org")
    assert register(make_details(mail="known@example.org", name="他人"), now) is None
    run_worker()
    assert Supporter.objects.get() == known
    assert known.number in mailoutbox[-1].body
    assert mailoutbox[-1].to == ["known@example.org"]
    known.refresh_from_db()
    assert known.name == "見本 さくら"


def test_staff_keep_their_account_when_somebody_types_their_address(now):
    staff = make_user(RoleKind.SECRETARIAT, email="office@example.org")
    assert register(make_details(mail="office@example.org"), now) is None
    assert not Supporter.objects.exists()
    assert staff.roles.count() == 1


def test_without_an_open_term_there_are_no_papers_yet(now):
    make_terms("consultation-support-2021")
    assert not register(make_details(), now).registrations.exists()


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2023, 7, 9), False),
        (date(2023, 7, 10), True),
        (date(2026, 3, 28), True),
        (date(2026, 3, 29), False),
    ],
)
def test_a_term_is_open_until_its_last_claim_can_be_filed(day, is_open):
    terms = make_terms()
    assert queries.open_terms(day) == ([terms] if is_open else [])


def test_papers_go_from_sent_to_payable(now):
    terms, secretariat = make_terms(), make_user(RoleKind.SECRETARIAT)
    registration = make_supporter().registrations.get()
    assert actions.mark_papers_sent([registration.pk], actor=secretariat, now=now) == [registration.pk]
    assert actions.mark_papers_sent([registration.pk], actor=secretariat, now=now) == []
    registration = actions.mark_paper_back(registration, Paper.MEMORANDUM, actor=secretariat, now=now)
    assert registration.state == State.PAPERS_SENT
    with pytest.raises(Refused, match="no_account"):
        actions.confirm_account(registration, actor=secretariat, now=now)
    enter_account(registration.supporter.payee, actor=secretariat, now=now)
    with pytest.raises(Refused, match="papers_missing"):
        actions.confirm_account(registration, actor=secretariat, now=now)
    registration = actions.mark_paper_back(registration, Paper.ACCOUNT_NOTICE, actor=secretariat, now=now)
    assert registration.state == State.PAYABLE
    assert Clearance.objects.get().scope == terms.pk


def test_an_account_entered_after_the_papers_is_confirmed_by_hand(now):
    make_terms()
    secretariat = make_user(RoleKind.SECRETARIAT)
    registration = make_supporter().registrations.get()
    for paper in Paper:
        registration = actions.mark_paper_back(registration, paper, actor=secretariat, now=now)
    assert registration.state == State.PAPERS_BACK
    assert list(queries.accounts_to_confirm(Registration.objects.all())) == [registration]
    enter_account(registration.supporter.payee, actor=secretariat, now=now)
    registration = actions.confirm_account(registration, actor=secretariat, now=now)
    assert registration.state == State.PAYABLE
    again = actions.confirm_account(registration, actor=secretariat, now=now + timedelta(days=1))
    assert again.payable_on == registration.payable_on
    assert Mail.objects.filter(kind="payable").count() == 1


def test_sending_and_a_paper_can_be_taken_back(now):
    make_terms()
    actor = make_user(RoleKind.SECRETARIAT)
    registration = make_supporter().registrations.get()
    actions.mark_papers_sent([registration.pk], actor=actor, now=now)
    assert actions.undo_papers_sent([registration.pk], actor=actor, now=now + timedelta(days=1)) == []
    assert actions.undo_papers_sent([registration.pk], actor=actor, now=now) == [registration.pk]
    actions.mark_paper_back(registration, Paper.MEMORANDUM, actor=actor, now=now)
    registration = actions.undo_paper_back(registration, Paper.MEMORANDUM, actor=actor, now=now)
    assert registration.memorandum_back_on is None


def test_renewal_opens_papers_once_for_everybody_active(now):
    old = make_terms()
    actor = make_user(RoleKind.SECRETARIAT)
    people = [make_supporter() for _ in range(5)]
    actions.leave(people[4], actor=actor, now=now)
    new = make_terms(support_from=date(2026, 3, 1), support_to=date(2028, 2, 29))
    assert queries.without_registration(new).count() == 4
    opened = [actions.renew_some(new, actor=actor, now=now, at_most=3) for _ in range(3)]
    assert opened == [3, 1, 0]
    assert Registration.objects.filter(terms=new).count() == 4
    assert Registration.objects.filter(terms=old).count() == 5
    assert Mail.objects.filter(kind="new_term").count() == 4
    assert len(set(Registration.objects.values_list("code", flat=True))) == 9


def test_new_papers_ask_for_the_account_again(now):
    actor = make_user(RoleKind.SECRETARIAT)
    supporter = make_payable_supporter(make_terms())
    new = make_terms(support_from=date(2026, 3, 1), support_to=date(2028, 2, 29))
    registration = actions.open_registration(supporter, new, actor=actor, now=now)
    for paper in Paper:
        registration = actions.mark_paper_back(registration, paper, actor=actor, now=now)
    assert registration.state == State.PAPERS_BACK
    assert actions.confirm_account(registration, actor=actor, now=now).state == State.PAYABLE


def test_papers_are_only_opened_for_published_terms(now):
    terms = make_terms(published=False)
    with pytest.raises(Refused, match="not_published"):
        actions.open_registration(make_supporter(), terms, actor=None, now=now)


def test_a_changed_profile_is_kept_told_to_the_old_address_and_audited(now, run_worker, mailoutbox):
    supporter = make_supporter(mail="old@example.org")
    run_worker()
    known = queries.details_of(supporter)
    assert actions.update_profile(supporter, known, actor=supporter.user, now=now) == supporter
    assert not Entry.objects.filter(verb="supporters.update").exists()
    details = replace(known, mail="new@example.org", areas=("27",), phone="080-0000-0000")
    supporter = actions.update_profile(supporter, details, actor=supporter.user, now=now)
    assert queries.details_of(supporter) == details
    assert supporter.payee.__class__.objects.get().mail == "new@example.org"
    assert Entry.objects.get(verb="supporters.update").fields == ["phone", "mail", "areas"]
    run_worker()
    assert ["old@example.org"] in [mail.to for mail in mailoutbox[1:]]


def test_a_mail_address_of_somebody_else_is_refused_and_nothing_half_saved(now):
    make_supporter(mail="taken@example.org")
    supporter = make_supporter(mail="mine@example.org")
    details = replace(queries.details_of(supporter), mail="taken@example.org", phone="080-0000-0000")
    with pytest.raises(Refused, match="mail_taken"):
        actions.update_profile(supporter, details, actor=supporter.user, now=now)
    supporter.refresh_from_db()
    assert supporter.phone == "090-0000-0000"


def test_experience_is_confirmed_once_and_told(now):
    coordinator = make_user(RoleKind.COORDINATOR, region="kanto")
    supporter = make_supporter()
    actions.confirm_experience(supporter, actor=coordinator, now=now)
    actions.confirm_experience(supporter, actor=coordinator, now=now + timedelta(days=3))
    supporter.refresh_from_db()
    assert supporter.experience_confirmed_on == date(2024, 8, 1)
    assert Mail.objects.filter(kind="experience_confirmed").count() == 1


def test_nobody_who_left_is_confirmed(now):
    supporter = make_supporter()
    actions.leave(supporter, actor=supporter.user, now=LONG_AGO)
    with pytest.raises(Refused, match="has_left"):
        actions.confirm_experience(supporter, actor=None, now=now)
