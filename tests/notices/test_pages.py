"""What the secretariat sees of mails that are stuck."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.core import clock
from bansou.notices import actions
from bansou.notices.models import Mail
from bansou.vault import actions as vault
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(signed_in):
    with translation.override("en"):
        yield signed_in(make_user(RoleKind.SECRETARIAT))


@pytest.fixture
def stuck(smtp):
    smtp.refuse_rcpt = "550 no such user"
    now = clock.now()
    mail = actions.queue_mail(
        to="hana@example.org",
        language="en",
        template="notices/mail/audit_anchor",
        context={"seq": "1", "mac": "x"},
        now=now,
    )
    actions.send_due(now=now)
    return mail


def test_the_list_tells_the_kind_and_the_error_but_not_the_recipient(office, stuck):
    shown = office.get(reverse("mail_list")).content.decode()
    assert "audit_anchor" in shown and "SMTPRecipientsRefused" in shown and "Given up" in shown
    assert "hana" not in shown


def test_opening_one_shows_the_recipient_and_is_recorded(office, stuck):
    shown = office.get(reverse("mail_detail", args=[stuck.pk])).content.decode()
    assert "hana@example.org" in shown and "check value" in shown
    assert Entry.objects.filter(verb="mail.read", object_id=str(stuck.pk)).exists()


def test_trying_again_sends_it(office, stuck, smtp):
    smtp.refuse_rcpt = ""
    office.post(reverse("mail_retry", args=[stuck.pk]))
    assert actions.send_due(now=clock.now() + timedelta(seconds=1)) == 1
    assert not Mail.objects.in_trouble().exists()
    # Again by a second click: it has gone already and stays gone.
    office.post(reverse("mail_retry", args=[stuck.pk]))
    assert actions.send_due(now=clock.now() + timedelta(seconds=2)) == 0


def test_an_erased_mail_says_so(office, stuck):
    vault.erase(stuck.scope)
    assert "No longer readable" in office.get(reverse("mail_detail", args=[stuck.pk])).content.decode()


def test_over_the_limit_nothing_is_shown(office, stuck, monkeypatch):
    monkeypatch.setattr(vault, "LIMITS", {vault.Limit.PERSON: 0})
    answer = office.get(reverse("mail_detail", args=[stuck.pk]), follow=True)
    shown = answer.content.decode()
    assert "hana" not in shown and "limit" in shown
    assert Entry.objects.filter(verb="vault.limit").exists()
