"""Handing on a part or the whole of a case: what leaves, who may see it, what comes back."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.cases.actions.consent import record_consent
from bansou.cases.actions.members import bar
from bansou.cases.enums import Answer, Form, Purpose, Relation, Role
from bansou.cases.models import CaseMember, Relative, Residence
from bansou.cases.permissions import visible_cases
from bansou.cases.queries.sealed import place
from bansou.core.refusal import Refused
from bansou.notices.models import Mail
from bansou.referrals import permissions, rules
from bansou.referrals.actions import answering, sending
from bansou.referrals.actions.sending import Proposal
from bansou.referrals.enums import PUBLIC, Body, Field, Kind, Reason, Result, State
from bansou.referrals.models import Referral
from bansou.referrals.queries.reading import open_words
from bansou.vault import actions as vault
from tests.factories import make_case, make_organisation, make_user

pytestmark = pytest.mark.django_db
NAME, STATUS = "TRAN VAN MAU", "overstay"


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto")


@pytest.fixture
def other():
    return make_user(RoleKind.COORDINATOR, region="kinki", name="関西の見本")


@pytest.fixture
def case(lead, now):
    """A case that knows a name and a status, whose person agreed to everything."""
    case = make_case(lead=lead, now=now)
    person = Relative(case=case, relation=Relation.SELF)
    told = f'{{"name": "{NAME}", "kana": "", "native": "", "birth_on": "1990-05-12", "nationality": "VN"}}'
    person.sealed_identity = vault.seal(case.pk, place(person, "sealed_identity"), told)
    person.save(force_insert=True)
    situation = Residence(case=case, recorded_at=now)
    told = f'{{"situation": "{STATUS}", "asylum": "", "valid_to": "", "note": ""}}'
    situation.sealed_situation = vault.seal(case.pk, place(situation, "sealed_situation"), told)
    situation.save(force_insert=True)
    for purpose in (Purpose.SHARE, Purpose.REFER):
        agree(case, purpose, Answer.GIVEN, lead, now)
    return case


def agree(case, purpose, answer, actor, now):
    record_consent(case, purpose, answer, form=Form.SPOKEN, said_on=now.date(), actor=actor, now=now)


def to_colleague(other, *fields, kind=Kind.PART) -> Proposal:
    return Proposal(
        kind, Body.COLLEAGUE, fields or ("language", "summary"), "通訳をさがしてください。", to_user=other
    )


def to_office(*fields, body=Body.MUNICIPALITY, warned=True) -> Proposal:
    return Proposal(
        Kind.PART, body, fields or ("language", "summary"), "お願いします。", name="見本区役所", warned=warned
    )


def send(case, proposal, actor, now, token=None) -> Referral:
    return sending.refer(case, proposal, token=token or uuid.uuid4(), actor=actor, now=now)


def test_only_the_chosen_fields_leave(case, lead, other, now):
    referral = send(case, to_colleague(other, "language", "summary"), lead, now)
    words = open_words(referral, actor=other, now=now)
    shown = " ".join(str(row["value"]) for row in words.rows)
    assert "給料が二か月払われていない。" in shown and words.question == "通訳をさがしてください。"
    assert NAME not in shown and len(words.rows) == 2


def test_what_was_sent_stays_as_it_was(case, lead, other, now):
    referral = send(case, to_colleague(other, "name"), lead, now)
    case.household.all().delete()
    assert NAME in str(open_words(referral, actor=other, now=now).rows[0]["value"])


@pytest.mark.parametrize("body", sorted(PUBLIC))
def test_no_public_body_is_told_a_status(case, lead, now, body):
    with pytest.raises(Refused) as refused:
        send(case, to_office("summary", "residence", body=body), lead, now)
    assert refused.value.reason == Reason.STATUS_TO_OFFICIALS
    with pytest.raises(Refused) as refused:
        send(case, to_office(body=body, warned=False), lead, now)
    assert refused.value.reason == Reason.NOT_WARNED
    assert not Referral.objects.exists()


def test_nor_is_a_colleague_who_is_an_official_elsewhere(case, lead, other, now):
    other.is_public_official = True
    other.save()
    with pytest.raises(Refused) as refused:
        send(case, to_colleague(other, "summary", "residence"), lead, now)
    assert refused.value.reason == Reason.STATUS_TO_OFFICIALS


def test_the_status_is_never_chosen_beforehand():
    assert Field.RESIDENCE not in rules.usual_fields(Field.values)
    assert Field.NAME not in rules.usual_fields(Field.values)


@pytest.mark.parametrize("answer", [Answer.REFUSED, Answer.WITHDRAWN])
def test_nothing_leaves_without_consent(case, lead, other, now, answer):
    agree(case, Purpose.SHARE, answer, lead, now + timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        send(case, to_colleague(other), lead, now + timedelta(minutes=2))
    assert refused.value.reason == Reason.NO_CONSENT
    # Sharing inside the network and referring to others are two questions.
    assert send(case, to_office(), lead, now + timedelta(minutes=2)).state == State.SENT


def test_sent_twice_is_one(case, lead, other, now):
    token = uuid.uuid4()
    one, two = (send(case, to_colleague(other), lead, now, token) for _ in range(2))
    assert one.pk == two.pk and Mail.objects.filter(kind="waits").count() == 1


def test_who_must_not_see_the_case_gets_nothing(case, lead, other, now):
    referral = send(case, to_colleague(other), lead, now)
    bar(case, other, actor=lead, now=now)
    assert not permissions.received_referrals(other).exists()
    assert other not in permissions.receivers(case, but=lead)
    with pytest.raises(Refused) as refused:
        send(case, to_colleague(other), lead, now)
    assert refused.value.reason == Reason.CONFLICT
    assert referral.state == State.SENT


def test_declining_needs_a_reason_and_ends_what_is_seen(case, lead, other, now):
    referral = send(case, to_colleague(other), lead, now)
    with pytest.raises(Refused):
        answering.decline(referral, "  ", actor=other, now=now)
    answering.decline(referral, "今月は手がいっぱいです。", actor=other, now=now)
    assert not permissions.received_referrals(other).exists()
    referral.refresh_from_db()
    assert open_words(referral, actor=lead, now=now).answer == "今月は手がいっぱいです。"
    with pytest.raises(Refused):
        answering.accept(referral, actor=other, now=now)


def test_accepted_and_done(case, lead, other, now):
    referral = send(case, to_colleague(other), lead, now)
    answering.accept(referral, actor=other, now=now)
    # Helping with a part is no seat on the case.
    assert not visible_cases(other, now=now).exists()
    done = answering.finish(referral, Result.SOLVED, "支払われた。", actor=other, now=now)
    assert done.state == State.DONE and done.result == Result.SOLVED
    assert Mail.objects.filter(kind="answered").count() == 2


def test_a_whole_case_changes_hands(case, lead, other, now):
    referral = send(case, to_colleague(other, "summary", kind=Kind.TRANSFER), lead, now)
    assert visible_cases(lead, now=now).exists() and not visible_cases(other, now=now).exists()
    answering.accept(referral, actor=other, now=now)
    assert visible_cases(other, now=now).get() == case and not visible_cases(lead, now=now).exists()
    live = CaseMember.objects.filter(case=case, ended_at=None)
    assert [(each.user, each.role) for each in live] == [(other, Role.LEAD)]


def test_a_whole_case_does_not_leave_the_network(case, lead, now):
    proposal = Proposal(Kind.TRANSFER, Body.LAWYER, ("summary",), "お願いします。", name="見本弁護士")
    with pytest.raises(Refused) as refused:
        send(case, proposal, lead, now)
    assert refused.value.reason == Reason.TRANSFER_OUTSIDE


def test_taken_back_nothing_is_seen(case, lead, other, now):
    referral = send(case, to_colleague(other), lead, now)
    sending.revoke(referral, actor=lead, now=now)
    assert not permissions.received_referrals(other).exists()
    assert Mail.objects.filter(kind="revoked").count() == 1


def test_silence_comes_back(case, lead, other, now):
    referral = send(case, to_colleague(other), lead, now)
    due = referral.answer_by_on
    assert answering.return_silent(today=due, now=now) == 0
    assert answering.return_silent(today=due + timedelta(days=1), now=now) == 1
    assert answering.return_silent(today=due + timedelta(days=1), now=now) == 0
    referral.refresh_from_db()
    assert referral.state == State.OVERDUE and Mail.objects.filter(kind="overdue").count() == 1
    # Better late than never.
    answering.accept(referral, actor=other, now=now)


def test_the_mail_says_nothing(case, lead, other, now, run_worker, mailoutbox):
    send(case, to_colleague(other), lead, now)
    run_worker()
    [mail] = mailoutbox
    assert mail.to == [other.email]
    assert case.number not in mail.subject + mail.body and "給料" not in mail.body


def test_erasing_the_case_takes_it_along(case, lead, other, now):
    referral = send(case, to_colleague(other), lead, now)
    vault.erase(case.pk)
    assert open_words(referral, actor=lead, now=now).rows == []


@pytest.mark.usefixtures("at")
class TestPages:
    def url(self, name, *args):
        with translation.override("en"):
            return reverse(name, args=args)

    def form(self, other, **changed):
        given = {
            "token": str(uuid.uuid4()), "kind": "part", "body": "colleague", "to_user": str(other.pk),
            "fields_shown": ["language", "name"], "question": "Please find an interpreter.",
        }  # fmt: skip
        return given | changed

    def test_the_story(self, case, lead, other, signed_in):
        mine, theirs = signed_in(lead), signed_in(other)
        page = mine.get(self.url("referral_new", case.pk)).content.decode()
        assert 'value="summary" ' in page and 'value="residence"' in page
        form = self.form(other)
        check = mine.post(self.url("referral_new", case.pk), form).content.decode()
        assert NAME in check and "Exactly this leaves" in check and not Referral.objects.exists()
        sent = mine.post(self.url("referral_new", case.pk), form | {"send": "1"})
        referral = Referral.objects.get()
        assert sent["Location"] == self.url("referral", referral.pk)
        assert NAME in theirs.get(self.url("referral", referral.pk)).content.decode()
        assert case.number in theirs.get(self.url("referral_list")).content.decode()
        # The receiver sees the chosen parts, not the case.
        assert theirs.get(self.url("case_referrals", case.pk)).status_code == 404
        theirs.post(self.url("referral_accept", referral.pk))
        theirs.post(self.url("referral_finish", referral.pk), {"result": "solved", "words": "Found one."})
        assert "Found one." in mine.get(self.url("referral", referral.pk)).content.decode()
        assert Entry.objects.filter(verb="referrals.read", actor_id=other.pk).count() >= 1

    def test_a_stranger_finds_nothing(self, case, lead, other, now, signed_in):
        referral = send(case, to_colleague(other), lead, now)
        stranger = signed_in(make_user(RoleKind.SECRETARIAT))
        for name in ("referral", "referral_letter", "referral_decline", "referral_finish"):
            assert stranger.get(self.url(name, referral.pk)).status_code == 404, name
        for name in ("referral_accept", "referral_revoke"):
            assert stranger.post(self.url(name, referral.pk)).status_code == 404, name
        assert case.number not in stranger.get(self.url("referral_list")).content.decode()
        # Nor may the receiver do what is the sender's.
        assert signed_in(other).post(self.url("referral_revoke", referral.pk)).status_code == 404
        assert signed_in(other).get(self.url("referral_letter", referral.pk)).status_code == 404

    def test_a_public_body_asks_for_more(self, case, lead, other, signed_in):
        form = self.form(other, body="municipality", to_user="", name="見本区役所")
        page = signed_in(lead).post(self.url("referral_new", case.pk), form).content.decode()
        assert "Error:" in page and "Read this and tick it" in page
        form |= {"warned": "on", "fields_shown": ["residence"]}
        page = signed_in(lead).post(self.url("referral_new", case.pk), form).content.decode()
        assert "never told to a public body" in page and not Referral.objects.exists()

    def test_the_letter_holds_the_chosen_parts(self, case, lead, now, signed_in):
        organisation = make_organisation("見本の会")
        proposal = Proposal(
            Kind.PART, Body.ORGANISATION, ("summary",), "食料をお願いします。", organisation=organisation
        )
        referral = send(case, proposal, lead, now)
        answer = signed_in(lead).get(self.url("referral_letter", referral.pk))
        assert answer.content.startswith(b"%PDF") and "referral.pdf" in answer["Content-Disposition"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, case, lead, other, now, signed_in, count, django_assert_num_queries):
        for _ in range(count):
            send(case, to_colleague(other), lead, now)
        client = signed_in(other)
        client.get(self.url("referral_list"))
        with django_assert_num_queries(8):
            client.get(self.url("referral_list"))


@pytest.mark.parametrize("kind", [Kind.PART, Kind.TRANSFER])
def test_who_took_consent_back_is_not_handed_over(case, lead, other, now, kind):
    referral = send(case, to_colleague(other, kind=kind), lead, now)
    assert referral in permissions.received_referrals(other)
    agree(case, Purpose.SHARE, Answer.WITHDRAWN, lead, now + timedelta(minutes=1))
    assert referral not in permissions.received_referrals(other), "nothing of it is shown any more"
    with pytest.raises(Refused) as refused:
        answering.accept(referral, actor=other, now=now + timedelta(minutes=2))
    assert refused.value.reason == Reason.NO_CONSENT
    assert not visible_cases(other, now=now).exists()


def test_an_official_never_reads_a_status_that_others_handed_on(case, lead, now):
    lawyer = Proposal(
        Kind.PART,
        Body.LAWYER,
        ("summary", "nationality", "residence"),
        "お願いします。",
        name="見本法律事務所",
    )
    referral = send(case, lawyer, lead, now)
    assert len(open_words(referral, actor=lead, now=now).rows) == 3
    lead.is_public_official = True
    lead.save()
    keys = [str(row["key"]) for row in open_words(referral, actor=lead, now=now).rows]
    assert keys == [str(Field.SUMMARY.label)]


def test_a_receiver_who_became_an_official_no_longer_reads_the_status(case, lead, other, now):
    referral = send(case, to_colleague(other, "summary", "nationality", "residence"), lead, now)
    other.is_public_official = True
    other.save()
    keys = [str(row["key"]) for row in open_words(referral, actor=other, now=now).rows]
    assert keys == [str(Field.SUMMARY.label), str(Field.NATIONALITY.label)]
