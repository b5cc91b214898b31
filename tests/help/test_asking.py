"""Asking for help and coming back, page by page and without script."""

import io
import logging
import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from bansou.cases.enums import Topic, Urgency
from bansou.core.languages import offered
from bansou.enquiries.actions import receipts, receiving
from bansou.enquiries.enums import Delivery, Direction, Kind, Safety, State
from bansou.enquiries.models import Channel, Message, MessageFile, Thread, Translation
from bansou.enquiries.queries import sealed
from bansou.enquiries.queries.conversation import answers_of_form, conversation
from bansou.guides import actions as guides
from bansou.help import actions
from bansou.help.enums import Tile
from bansou.people.actions import open_safe_contact, save_safe_contact
from bansou.people.rules.contact import SafeContact, Way
from bansou.vault import actions as vault
from bansou.vault.models import DataKey
from tests.faults.test_traces import everything

pytestmark = pytest.mark.django_db
VOICE = b"RIFF\x04\x00\x00\x00WAVE"
STEPS = {
    1: {"topics": ["work", "fired"]},
    2: {"safety": "safe", "sleep": "yes"},
    3: {"prefecture": "13", "town": "MARK-town", "language": "vi", "reads_badly": "on"},
    4: {
        "phone": "０９０−1234−5678", "mail": "mark@example.org", "shared": "yes", "hours": "18-21",
        "code_word": "MARK-word", "never": "MARK-never", "nickname": "MARK-nick", "text": "MARK-text",
    },
}  # fmt: skip
SHOWN = re.compile(r'<bdi class="code" dir="ltr">([\d ]+)</bdi>')


@pytest.fixture(autouse=True)
def _here(settings, tmp_path, at):
    settings.FILES_DIR = tmp_path


def voice(name="MARK.wav", content=VOICE):
    return SimpleUploadedFile(name, content, "audio/wav")


def walk(client, language="en", **changed) -> str:
    """Go through the four steps; the address of where that leads."""
    url = f"/{language}/a/1/"
    for number, typed in STEPS.items():
        answer = client.post(f"/{language}/a/{number}/", typed | changed.get(f"step{number}", {}))
        assert answer.status_code == 302, answer.context["form"].errors
        url = answer["Location"]
    return url


def send(client, language="en", **given):
    page = client.get(f"/{language}/a/5/")
    return client.post(f"/{language}/a/5/", {"token": page.context["form"]["token"].value(), **given})


def ask(client, **changed) -> tuple[Thread, str, str]:
    """A thread with the code and the PIN that the page showed."""
    walk(client, **changed)
    page = client.get(send(client)["Location"]).content.decode()
    code, pin = SHOWN.findall(page)
    return Thread.objects.latest("created_at"), code, pin


def sign_in(code: str, pin: str) -> Client:
    client = Client()
    answer = client.post("/en/c/", {"code": code, "pin": pin})
    assert answer.status_code == 302
    return client


def answered(thread, now, *, text="Answer", translation="") -> Message:
    """An answer as the desk leaves it behind."""
    message = Message(thread=thread, direction=Direction.OUT, delivery=Delivery.SENT, at=now, language="ja")
    message.sealed_text = vault.seal(thread.pk, sealed.text_place(message), text)
    message.save()
    if translation:
        row = Translation(message=message, language="vi", at=now, engine="machine")
        row.sealed_text = vault.seal(thread.pk, sealed.translation_place(row), translation)
        row.save()
    return message


def test_the_whole_way(client, now):
    thread, code, pin = ask(client)
    assert (len(code), len(pin)) == (19, 6)
    assert {row.topic for row in thread.topics.all()} == {Topic.WORK, Topic.HOUSING}
    assert (thread.language, thread.region, thread.safety, thread.urgency) == (
        "vi",
        "kanto",
        "safe",
        Urgency.ANY,
    )
    assert answers_of_form(thread) == {
        "town": "MARK-town", "sleep": "yes", "reads_badly": True, "nickname": "MARK-nick",
        "mail": "mark@example.org", "phone": "090-1234-5678",
    }  # fmt: skip
    assert open_safe_contact(thread.person_id) == SafeContact(
        ways=frozenset({Way.WEB, Way.MAIL, Way.PHONE}), hours=(18, 21), shared=True, code_word="MARK-word",
        never="MARK-never",
    )  # fmt: skip
    page = sign_in(code, pin).get("/en/c/").content.decode()
    assert "MARK-text" in page
    assert "We will read your message soon." in page


def test_nothing_needs_to_be_told(client):
    for number in STEPS:
        assert client.post(f"/en/a/{number}/", {}).status_code == 302
    assert send(client).status_code == 302
    thread = Thread.objects.get()
    assert (thread.language, thread.safety, thread.prefecture) == ("en", Safety.NOT_ASKED, "")
    # Who does not say that the phone is theirs alone may share it.
    assert open_safe_contact(thread.person_id) == SafeContact(shared=True)


def test_every_tile_means_something():
    assert all(tile.topics and tile.icon for tile in Tile)
    assert {"work", "detention", "violence", "birth"} <= {topic for tile in Tile for topic in tile.topics}


def test_who_is_not_safe_sees_whom_to_call_first(client):
    answer = client.post("/en/a/2/", {"safety": "unsafe"})
    assert answer["Location"] == reverse("help_danger")
    page = client.get(answer["Location"]).content.decode()
    assert "tel:110" in page
    assert "助けてください" in page
    assert "/en/a/3/" in page
    walk(client, step2={"safety": "unsafe"})
    send(client)
    assert Thread.objects.get().urgency == Urgency.TODAY


def test_whom_to_call_in_another_language_stands_below(client):
    guides.load_texts()
    page = client.get("/fa/a/7/").content.decode()
    assert page.index("tel:110") < page.index('<details class="more"') < page.index("tel:%238008")


def test_the_language_switch_keeps_what_was_typed(client):
    typed = {"prefecture": "27", "town": "Sakai", "switch_language": "vi"}
    page = client.post("/vi/a/3/", typed)
    assert page.status_code == 200
    assert (page.context["form"]["town"].value(), page.context["form"]["prefecture"].value()) == (
        "Sakai",
        "27",
    )
    assert not page.context["form"].errors
    assert client.get("/ja/a/3/").context["form"]["town"].value() == "Sakai"


def test_back_keeps_what_was_typed_also_with_a_fault(client):
    answer = client.post("/en/a/4/", {"mail": "no address", "text": "Kept", "back": "1"})
    assert answer["Location"] == "/en/a/3/"
    page = client.get("/en/a/4/")
    assert page.context["form"]["text"].value() == "Kept"
    assert "Error" not in page.content.decode()
    # It cannot be sent with the fault.
    assert client.get("/en/a/5/")["Location"] == "/en/a/4/"
    page = client.post("/en/a/4/", {"mail": "no address"}).content.decode()
    assert 'class="error-summary"' in page
    assert 'href="#id_mail"' in page


@pytest.mark.parametrize("language", [code for code in offered() if code != "en"])
def test_a_fault_is_told_in_the_language_of_the_page(client, language):
    answer = client.post(f"/{language}/a/4/", {"mail": "no address"})
    with translation.override(language):
        assert answer.context["form"].errors["mail"] == [gettext("Please look at this again.")]
    assert "Please" not in answer.content.decode()


def test_change_leads_back_to_the_check(client):
    walk(client)
    assert client.post("/en/a/1/", {"topics": ["child"]})["Location"] == "/en/a/5/"
    assert "Child, school" in client.get("/en/a/5/").content.decode()


def test_sent_twice_the_same_code(client):
    walk(client)
    token = client.get("/en/a/5/").context["form"]["token"].value()
    session = dict(client.session.items())
    first = client.get(client.post("/en/a/5/", {"token": token})["Location"]).content.decode()
    again = client.get(client.post("/en/a/5/", {"token": token})["Location"]).content.decode()
    # The second click of a double click still sees the session as it was before the first.
    late = client.session
    late.clear()
    late.update(session)
    late.save()
    third = client.get(client.post("/en/a/5/", {"token": token})["Location"]).content.decode()
    assert SHOWN.findall(first) == SHOWN.findall(again) == SHOWN.findall(third)
    assert Thread.objects.count() == 1


def test_a_new_enquiry_has_a_new_code(client):
    one, other = ask(client), ask(client)
    assert one[1:] != other[1:]
    assert Thread.objects.count() == 2


def test_what_cannot_be_taken_is_left_out_and_said(client):
    walk(client)
    answer = send(client, photo=SimpleUploadedFile("a.jpg", b"\xff\xd8\xffno picture"), voice=voice())
    assert "too big, or we cannot open it" in client.get(answer["Location"]).content.decode()
    assert Thread.objects.get().messages.get().files.get().stored.media_type == "audio/wav"


def test_busy_and_too_often_show_numbers_and_keep_what_was_typed(client, monkeypatch):
    walk(client)
    monkeypatch.setattr(receipts, "PATIENCE_SECONDS", 0)
    for _ in range(receipts.AT_ONCE):
        receipts._turns.acquire()
    try:
        busy = send(client)
    finally:
        for _ in range(receipts.AT_ONCE):
            receipts._turns.release()
    assert busy.status_code == 503
    assert "tel:03-0000-0000" in busy.content.decode()
    monkeypatch.setattr("bansou.help.views.asking.SENT_AN_HOUR", 1)
    often = send(client)
    assert often.status_code == 429
    assert "tel:110" in often.content.decode()
    monkeypatch.undo()


def test_half_an_hour_later_nothing_is_remembered(client, at, now):
    ask(client)
    walk(client)
    at(now + timedelta(minutes=29))
    assert client.get("/en/a/5/").status_code == 200
    at(now + timedelta(minutes=58))
    assert client.get("/en/a/5/").status_code == 200
    at(now + timedelta(minutes=89))
    assert client.get("/en/a/5/")["Location"] == "/en/a/1/"
    assert client.get("/en/a/6/")["Location"] == "/en/c/"
    assert client.get("/en/c/").context["form"].fields.keys() == {"code", "pin"}


def test_the_promise_follows_the_opening_hours(client, at, now):
    ask(client)
    assert "We answer today before" in client.get("/en/a/6/").content.decode()
    at(now.replace(hour=13))
    ask(client)
    page = client.get("/en/a/6/").content.decode()
    assert "Fri, Aug 2, 2024" in page
    assert "We are closed now." in page


@pytest.mark.parametrize(
    ("code", "pin"), [("", ""), ("1234", "1"), ("x" * 61, "123456"), ("1" * 16, "1" * 5)]
)
def test_what_is_no_code_is_a_fault_of_the_form(client, code, pin):
    page = client.post("/en/c/", {"code": code, "pin": pin})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_wrong_code_and_a_wrong_pin_look_alike_and_the_code_is_not_shown(client):
    _thread, code, pin = ask(client)
    other = Client()
    digits = code.replace(" ", "")
    seen = set()
    for tried, with_pin in ((digits, "000000" if pin != "000000" else "1" * 6), (digits[::-1], pin)):
        page = other.post("/en/c/", {"code": tried, "pin": with_pin}).content.decode()
        seen.add(re.sub(r'value="[^"]*"', "", page))
        assert "is not right" in page
    assert len(seen) == 1


def test_guessing_ends_with_phone_numbers_whether_the_code_exists_or_not(client):
    _thread, code, _pin = ask(client)
    other = Client()
    for tried in (code.replace(" ", ""), "9" * 16):
        for guess in range(5):
            assert other.post("/en/c/", {"code": tried, "pin": f"{guess:06}"}).status_code == 200
        page = other.post("/en/c/", {"code": tried, "pin": "000009"})
        assert (page.status_code, "tel:110" in page.content.decode()) == (429, True)


def test_the_person_reads_answers_but_no_notes(client, now):
    thread, code, pin = ask(client)
    answered(thread, now, text="MARK-japanese", translation="MARK-vietnamese")
    note = answered(thread, now, text="MARK-note")
    Message.objects.filter(pk=note.pk).update(direction=Direction.NOTE)
    Thread.objects.filter(pk=thread.pk).update(state=State.ANSWERED)
    page = sign_in(code, pin).get("/en/c/").content.decode()
    assert "We answered you." in page
    assert (
        page.index("MARK-vietnamese") < page.index("A machine translated this") < page.index("MARK-japanese")
    )
    assert "MARK-note" not in page


def test_writing_again_with_a_recording(client, at, now):
    thread, code, pin = ask(client)
    at(now + timedelta(minutes=5))
    back = sign_in(code, pin)
    token = back.get("/en/c/").context["form"]["token"].value()
    for _twice in range(2):
        assert back.post("/en/c/", {"token": token, "text": "More", "voice": voice()}).status_code == 302
    assert [said.text for said in conversation(thread)] == ["MARK-text", "More"]
    assert "We have your message." in back.get("/en/c/").content.decode()
    [kept] = MessageFile.objects.all()
    assert back.get(f"/en/c/1/{kept.pk}/").content == VOICE
    empty = back.post("/en/c/", {"token": str(uuid.uuid4()), "text": " "})
    assert "Write something, or choose a photo." in empty.content.decode()


def test_taking_back_a_recording_then_the_words(client):
    thread, code, pin = ask(client)
    receiving.add_incoming(
        thread, "More", language="vi", at=thread.last_at + timedelta(1), now=thread.last_at
    )
    back = sign_in(code, pin)
    token = back.get("/en/c/").context["form"]["token"].value()
    back.post("/en/c/", {"token": token, "text": "Both", "voice": voice()})
    said = next(each for each in conversation(thread) if each.text == "Both")
    url = f"/en/c/2/{said.pk}/"
    assert back.post(url, {}).context["form"].errors
    back.post(url, {"parts": [str(said.files[0].pk)]})
    assert not MessageFile.objects.exists()
    assert "Both" in back.get(url).content.decode()
    back.post(url, {"parts": ["text"]})
    page = back.get("/en/c/").content.decode()
    assert "Both" not in page
    assert "You took this back." in page
    assert back.get(url).status_code == 404


def test_the_answers_of_the_form_are_shown_and_taken_back(client):
    thread, code, pin = ask(client)
    back = sign_in(code, pin)
    page = back.get("/en/c/").content.decode()
    assert "MARK-town" in page
    assert "Tokyo 東京都" in page
    back.post("/en/c/3/")
    assert "MARK-town" not in back.get("/en/c/").content.decode()
    thread.refresh_from_db()
    assert thread.sealed_answers is None


def test_how_to_be_reached_is_changed(client, now):
    thread, code, pin = ask(client)
    back = sign_in(code, pin)
    form = back.get("/en/c/4/").context["form"]
    assert (form["phone"].value(), form["hours"].value()) == ("090-1234-5678", "18-21")
    back.post("/en/c/4/", {"mail": "new@example.org", "shared": "no"})
    assert open_safe_contact(thread.person_id) == SafeContact(ways=frozenset({Way.WEB, Way.MAIL}))
    thread.refresh_from_db()
    told = answers_of_form(thread)
    assert (told["mail"], told.get("phone"), told["town"]) == ("new@example.org", None, "MARK-town")


def test_saving_neither_lifts_a_lock_nor_widens_hours_told_otherwise(client, now):
    thread, code, pin = ask(client)
    kept = replace(open_safe_contact(thread.person_id), locked=True, hours=(22, 6))
    save_safe_contact(thread.person, kept, actor=None, now=now)
    back = sign_in(code, pin)
    form = back.get("/en/c/4/").context["form"]
    typed = {field.name: value for field in form if (value := field.value())}
    assert back.post("/en/c/4/", typed).status_code == 302
    assert open_safe_contact(thread.person_id) == kept


def test_erasing_everything(client):
    thread, code, pin = ask(client)
    back = sign_in(code, pin)
    assert "2 years" not in back.get("/en/c/5/").content.decode()
    assert "Everything is deleted." in back.post("/en/c/5/").content.decode()
    assert not DataKey.objects.filter(scope__in=[thread.pk, thread.person_id]).exists()
    for whoever in (back, client):
        assert "code" in whoever.get("/en/c/").context["form"].fields
    assert "is not right" in Client().post("/en/c/", {"code": code, "pin": pin}).content.decode()


def test_closing_ends_it(client):
    ask(client)
    client.post("/en/c/6/")
    assert "code" in client.get("/en/c/").context["form"].fields
    assert client.get("/en/a/6/")["Location"] == "/en/c/"


def test_leaving_ends_it_and_nothing_is_left_in_the_session(client):
    ask(client)
    client.get("/leave/")
    assert not Session.objects.exists()


def test_nobody_sees_another_thread(client, now):
    thread, _code, _pin = ask(client)
    said = conversation(thread)[0]
    stranger = Client()
    _own, code, pin = ask(stranger)
    stranger = sign_in(code, pin)
    assert stranger.get(f"/en/c/2/{said.pk}/").status_code == 404
    assert stranger.post(f"/en/c/2/{said.pk}/", {"parts": ["text"]}).status_code == 404
    assert Client().get(f"/en/c/2/{said.pk}/")["Location"] == "/en/c/"
    assert Client().post("/en/c/5/")["Location"] == "/en/c/"


def test_files_of_notes_and_of_others_are_not_served(client, now):
    thread, code, pin = ask(client)
    back = sign_in(code, pin)
    back.post("/en/c/", {"token": str(uuid.uuid4()), "voice": voice()})
    kept = MessageFile.objects.get()
    assert client.get(f"/en/c/1/{kept.pk}/").status_code == 200
    Message.objects.filter(pk=kept.message_id).update(direction=Direction.NOTE)
    assert client.get(f"/en/c/1/{kept.pk}/").status_code == 404


def test_what_was_typed_is_nowhere_readable(client, now):
    """Not in databases, sessions, logs, addresses or titles."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    seen = []
    try:
        walk(client)
        kept = everything("default") + everything("vault") + _sessions()
        answer = send(client, voice=voice())
        for url in (answer["Location"], "/en/c/", "/en/c/4/", "/en/c/5/"):
            seen.append(url)
            seen += re.findall(r"<title>.*?</title>", client.get(url).content.decode())
        code, pin = SHOWN.findall(client.get("/en/a/6/").content.decode())
        kept += everything("default") + everything("vault") + _sessions()
    finally:
        logging.getLogger().removeHandler(handler)
    for mark in ("MARK", "mark@", "1234-5678", code, code.replace(" ", ""), pin):
        assert mark not in kept
        assert mark not in written.getvalue()
        assert mark not in " ".join(seen)


def _sessions() -> str:
    return " ".join(str(session.get_decoded()) for session in Session.objects.all())


def test_old_sessions_become_unreadable(now):
    kept = actions.seal_for_session({"text": "Wörter"}, now=now)
    assert actions.open_of_session(kept) == {"text": "Wörter"}
    actions.forget_old_sessions(now=now + timedelta(days=3))
    assert actions.open_of_session(kept) is None


def test_titles_tell_nothing(client):
    telling = re.compile("help|violence|trouble|consult|safe|visa|unsafe|migrant|police", re.IGNORECASE)
    walk(client)
    pages = ["/en/a/1/", "/en/a/2/", "/en/a/3/", "/en/a/4/", "/en/a/7/", "/en/a/5/"]
    titles = [re.findall(r"<title>(.*?)</title>", client.get(url).content.decode())[0] for url in pages]
    send(client)
    titles += [
        re.findall(r"<title>(.*?)</title>", client.get(u).content.decode())[0] for u in ("/en/a/6/", "/en/c/")
    ]
    assert not [title for title in titles if telling.search(title)]


def test_a_step_that_is_none(client):
    assert client.get("/en/a/9/").status_code == 404


def test_line_is_offered_where_it_can_be_found(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    Channel.objects.create(kind=Kind.LINE, name="LINE")
    assert "line" not in client.get("/en/a/4/").context["form"].fields
    (tmp_path / "office.toml").write_text('line_url = "https://lin.ee/sample"\n')
    walk(client, step4={"line": "on"})
    page = client.get(send(client)["Location"]).content.decode()
    assert 'href="https://lin.ee/sample"' in page
    assert Way.LINE in open_safe_contact(Thread.objects.get().person_id).ways


def test_who_writes_too_often_keeps_the_words(client, monkeypatch):
    _thread, code, pin = ask(client)
    back = sign_in(code, pin)
    monkeypatch.setattr("bansou.help.views.thread.WRITTEN_AN_HOUR", 0)
    page = back.post("/en/c/", {"token": str(uuid.uuid4()), "text": "Long words"})
    assert (page.status_code, "still here" in page.content.decode()) == (429, True)
    assert back.get("/en/c/").context["form"]["text"].value() == "Long words"
    monkeypatch.undo()


def test_one_connection_tries_few_codes(client, monkeypatch):
    monkeypatch.setattr("bansou.help.views.thread.TRIES_AN_HOUR", 3)
    answers = [client.post("/en/c/", {"code": f"{n:016}", "pin": "000000"}).status_code for n in range(5)]
    assert answers == [200, 200, 200, 429, 429]


def test_the_words_of_the_person_are_shown_as_they_are(client):
    walk(client, step4={"text": "{a|b} <b>bold</b>\nline", "nickname": "{c|d}"})
    page = client.get("/en/a/5/").content.decode()
    assert "{a|b} &lt;b&gt;bold&lt;/b&gt;" in page
    assert "{c|d}" in page
