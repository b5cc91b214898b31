"""Inviting staff, roles, one's own account, and the demo."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from bansou.accounts import actions
from bansou.accounts.enums import NoChange, RoleKind
from bansou.accounts.models import User
from bansou.audit.models import Entry
from bansou.core.refusal import Refused
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_user(RoleKind.SECRETARIAT, name="山本 恵")


TYPED = {
    "name": "佐藤 彩",
    "email": "Aya@example.org",
    "language": "en",
    "kind": "coordinator",
    "region": "kanto",
}


def test_an_invited_person_sets_a_password_by_code_and_then_a_factor(client, signed_in, office, run_worker):
    answer = signed_in(office).post(reverse("staff_invite"), TYPED)
    assert answer["Location"] == reverse("staff_list")
    run_worker()
    assert mail.outbox[0].to == ["aya@example.org"] and "佐藤" not in mail.outbox[0].body
    client.post(reverse("account_reset_password"), {"email": "aya@example.org"})
    run_worker()
    code = re.search(r"^    (\S+)$", mail.outbox[1].body, re.M).group(1)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    new = {"password1": "a road of many steps", "password2": "a road of many steps"}
    client.post(reverse("account_complete_password_reset"), new)
    client.post(reverse("account_login"), {"login": "aya@example.org", "password": "a road of many steps"})
    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")
    assert User.objects.get(email="aya@example.org").has_role(RoleKind.COORDINATOR)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({**TYPED, "region": ""}, "region"),
        ({**TYPED, "kind": "supporter"}, "kind"),
        ({**TYPED, "email": "not a mail"}, "email"),
    ],
)
def test_an_invitation_that_cannot_be(signed_in, office, typed, field):
    answer = signed_in(office).post(reverse("staff_invite"), typed)
    assert answer.status_code == 200 and field in answer.context["form"].errors
    assert not User.objects.filter(name="佐藤 彩").exists()


def test_nobody_is_invited_twice(signed_in, office):
    client = signed_in(office)
    client.post(reverse("staff_invite"), TYPED)
    answer = client.post(reverse("staff_invite"), {**TYPED, "email": "AYA@example.org"})
    assert "email" in answer.context["form"].errors


def test_nobody_changes_their_own_roles(signed_in, office, now):
    with pytest.raises(Refused) as refused:
        actions.grant_role(office, RoleKind.APPROVER, "", actor=office, now=now)
    assert refused.value.reason == NoChange.OWN
    client = signed_in(office)
    client.post(reverse("role_end", args=[office.roles.get().pk]))
    client.post(reverse("staff_member", args=[office.pk]), {"kind": "approver"})
    assert [role.kind for role in office.roles.all()] == [RoleKind.SECRETARIAT]


def test_every_change_is_audited_and_the_auditors_are_told(signed_in, office, run_worker):
    auditor, worker = make_user(RoleKind.AUDITOR), make_user(RoleKind.ACCOUNTANT)
    client = signed_in(office)
    client.post(reverse("staff_member", args=[worker.pk]), {"kind": "approver"})
    client.post(reverse("role_end", args=[worker.roles.get(kind=RoleKind.ACCOUNTANT).pk]))
    entries = Entry.objects.filter(object_id=str(worker.pk)).order_by("pk")
    assert [(entry.verb, entry.reason, entry.actor_id) for entry in entries] == [
        ("accounts.grant_role", "approver", office.pk),
        ("accounts.end_role", "accountant", office.pk),
    ]
    run_worker()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([auditor.email, worker.email] * 2)


def test_the_same_role_twice_is_refused(office, now):
    worker = make_user(RoleKind.ACCOUNTANT)
    with pytest.raises(Refused) as refused:
        actions.grant_role(worker, RoleKind.ACCOUNTANT, "", actor=office, now=now)
    assert refused.value.reason == NoChange.ALREADY


@pytest.mark.parametrize("name", ["staff_list", "staff_invite", "audit_log", "mail_list"])
@pytest.mark.parametrize("kind", RoleKind)
def test_who_sees_which_page(signed_in, kind, name):
    allowed = {
        "staff_list": {RoleKind.SECRETARIAT, RoleKind.AUDITOR},
        "staff_invite": {RoleKind.SECRETARIAT},
        "audit_log": {RoleKind.SECRETARIAT, RoleKind.AUDITOR},
        "mail_list": {RoleKind.SECRETARIAT},
    }
    region = "kanto" if kind == RoleKind.COORDINATOR else ""
    answer = signed_in(make_user(kind, region=region)).get(reverse(name))
    assert answer.status_code == (200 if kind in allowed[name] else 404)


def queries_of(client, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as context:
        assert client.get(reverse(name)).status_code == 200
    return len(context)


@pytest.mark.parametrize("name", ["staff_list", "audit_log"])
def test_lists_cost_the_same_for_one_and_for_many(
    signed_in, office, name, now, django_assert_max_num_queries
):
    client = signed_in(office)
    actions.change_own(office, name="山本", language="ja", now=now)
    client.get(reverse(name))
    before = queries_of(client, name, django_assert_max_num_queries)
    for number in range(3):
        user = make_user(RoleKind.ACCOUNTANT, name=f"n{number}")
        actions.change_own(user, name=f"m{number}", language="vi", now=now)
    assert queries_of(client, name, django_assert_max_num_queries) == before


def test_one_changes_ones_own_name_and_language(signed_in, office):
    client = signed_in(office)
    typed = {"name": "山本 めぐみ", "language": "vi", "shortcut_keys": "on"}
    answer = client.post(reverse("own_account"), typed)
    assert answer["Location"] == "/vi/account/"
    office.refresh_from_db()
    assert (office.name, office.language) == ("山本 めぐみ", "vi")
    assert Entry.objects.get(verb="accounts.change").fields == ["name", "language"]


def test_the_shortcut_keys_stay_off_for_who_switched_them_off(signed_in, office):
    client = signed_in(office)
    queue = reverse("claim_queue")
    assert "keys.js" in client.get(queue).content.decode()
    client.post(reverse("own_account"), {"name": office.name, "language": office.language})
    assert "keys.js" not in client.get(queue).content.decode()
    later = signed_in(User.objects.get(pk=office.pk)).get(reverse("own_account"))
    assert later.context["form"]["shortcut_keys"].value() is False


def test_supporters_are_not_asked_about_keys_of_the_staff(signed_in):
    client = signed_in(make_user(RoleKind.SUPPORTER))
    assert "shortcut_keys" not in client.get(reverse("own_account")).context["form"].fields
    client.post(reverse("own_account"), {"name": "Hà", "language": "vi"})
    assert User.objects.get(name="Hà").shortcut_keys


@pytest.mark.parametrize("language", ["en", "ja", "vi"])
def test_the_sign_in_page_leads_on_who_lost_their_phone(client, language):
    with translation.override(language):
        page = client.get(reverse("account_login")).content.decode()
        assert (
            f'<a href="{reverse("contact")}">{gettext("Ask the secretariat to invite you again")}</a>' in page
        )


def test_a_lost_device_is_signed_out_by_the_secretariat(signed_in, office):
    worker = make_user(RoleKind.ACCOUNTANT)
    lost = signed_in(worker)
    assert lost.get(reverse("own_account")).status_code == 200
    signed_in(office).post(reverse("staff_sign_out", args=[worker.pk]))
    assert lost.get(reverse("own_account")).status_code == 302


def test_the_first_person_is_invited_on_the_command_line(run_worker, settings):
    told = StringIO()
    call_command("invite", "--name", "山本 恵", "--mail", "first@example.org", stdout=told)
    assert str(settings.EMAIL_FILE_PATH) in told.getvalue(), "without a mail server, where the mail lies"
    run_worker()
    assert mail.outbox[0].to == ["first@example.org"]
    assert User.objects.get().has_role(RoleKind.SECRETARIAT)


def test_who_works_for_a_public_office_says_so_or_is_marked(office, signed_in):
    client = signed_in(office)
    client.post(reverse("own_account"), {"name": "山本", "language": "ja", "is_public_official": "on"})
    office.refresh_from_db()
    assert office.is_public_official
    other = make_user(RoleKind.ACCOUNTANT)
    client.post(reverse("staff_official", args=[other.pk]), {"official": "1"})
    other.refresh_from_db()
    assert other.is_public_official and Entry.objects.filter(verb="accounts.official").count() == 1
    client.post(reverse("staff_official", args=[other.pk]))
    other.refresh_from_db()
    assert not other.is_public_official
