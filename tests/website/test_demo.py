"""The pages that only a demo has."""

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from bansou.website.queries.mailbox import letters
from tests.factories import make_user

pytestmark = pytest.mark.django_db
BAND = "all people and organisations are invented"


@pytest.fixture
def mailbox(settings, tmp_path):
    """A demo whose mails are files."""
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path

    def send(*letters: tuple[str, str, str]) -> None:
        messages = [EmailMessage(subject, body, to=[to]) for to, subject, body in letters]
        get_connection().send_messages(messages)

    return send


def read(client, query: str = "") -> str:
    answer = client.get(f"{reverse('demo')}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["demo", "styleguide"])
def test_elsewhere_they_do_not_exist(client, settings, name):
    settings.DEMO = False
    assert client.get(reverse(name)).status_code == 404
    assert BAND not in client.get("/en/").content.decode()


def test_every_page_says_that_it_is_a_demo(client, settings, signed_in):
    settings.DEMO = True
    for page in ("/", "/en/", "/en/network/", "/ja/nothing/", "/en/account/login/"):
        assert "demo-band" in client.get(page).content.decode(), page
    assert BAND in signed_in(make_user("auditor")).get(reverse("home")).content.decode()


def test_the_sign_ins_are_listed(client, mailbox):
    user = make_user("accountant")
    page = read(client)
    assert user.email in page
    assert reverse("styleguide") in page


def test_mails_stand_newest_first_and_as_text(client, mailbox):
    mailbox(("a@example.org", "受付のお知らせ", "こんにちは\n<b>申請</b> http://127.0.0.1:8000/ja/"))
    mailbox(("b@example.org", "Second", "two"), ("c@example.org", "Third", "three"))
    page = read(client)
    assert [page.index(word) for word in ("Third", "Second", "受付のお知らせ")] == sorted(
        page.index(word) for word in ("Third", "Second", "受付のお知らせ")
    )
    assert "&lt;b&gt;申請&lt;/b&gt;" in page
    assert '<a href="http://127.0.0.1:8000/ja/"' in page


def test_each_mail_tells_its_time(client, mailbox):
    mailbox(("a@example.org", "First", "one"))
    (letter,) = letters()
    assert letter.at
    assert f"{letter.at:%H:%M}" in read(client)


def test_mails_are_found_by_recipient(client, mailbox):
    mailbox(("a@example.org", "First", "one"), ("b@example.org", "Second", "two"))
    page = read(client, "?to=B@example")
    assert "Second" in page
    assert "First" not in page
    assert "No mail" in read(client, "?to=nobody")


def test_an_empty_mailbox_says_so(client, mailbox):
    assert "No mail" in read(client)
