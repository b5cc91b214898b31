"""The page of a thread: who sees which part of it, and that nobody else finds it anywhere."""

import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.cases.actions.closing import erase
from bansou.cases.actions.members import add_member
from bansou.core.uploads import clean
from bansou.enquiries.actions import answering, erasing, handling
from bansou.enquiries.enums import State
from bansou.enquiries.models import MessageFile, Thread
from bansou.files.models import StoredFile
from bansou.people.models import SafeContact as SafeContactRow
from bansou.people.rules.contact import SafeContact
from bansou.vault import actions as vault
from bansou.vault.models import DataKey
from tests.enquiries.desk import make_enquiry, write_again
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ffa7"
    "0b1d8e0000000049454e44ae426082"
)


@pytest.fixture
def desk():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="Sato")


@pytest.fixture
def thread(now):
    contact = SafeContact(never="ZZNEVER", shared=True, hours=(9, 17))
    thread = make_enquiry(
        now, "ZZTEXT", contact=contact, safety="unsafe", answers={"nickname": "ZZNICK"}, urgency="1"
    )
    return Thread.objects.get(pk=thread.pk)


@pytest.fixture
def page(signed_in, desk, at):
    def get(thread, user=None) -> str:
        answer = signed_in(user or desk).get(reverse("thread_detail", args=[thread.pk]))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_the_page_shows_words_facts_and_how_to_reach_the_person(page, thread, desk, now):
    answering.write_translation(thread.messages.get(), "ZZWORDS", language="ja", actor=desk, now=now)
    shown = page(thread)
    for word in (
        "ZZTEXT",
        "ZZWORDS",
        "ZZNICK",
        "ZZNEVER",
        "Says: not safe",
        "9</bdi> to",
        "Today",
        "Vietnamese",
    ):
        assert word in shown, word
    assert shown.index("ZZTEXT") < shown.index("ZZWORDS"), "the original stands first"
    entry = Entry.objects.get(verb="enquiries.read")
    assert (entry.actor_id, entry.object_id) == (desk.pk, str(thread.pk))


def test_what_was_new_has_been_read(page, thread):
    page(thread)
    thread.refresh_from_db()
    assert thread.state == State.OPEN


def test_an_interpreter_reads_messages_but_neither_notes_nor_contact(page, thread, desk, now):
    answering.write_note(thread, "ZZNOTE", actor=desk, now=now)
    case = make_case(lead=desk, now=now)
    handling.link(thread, case, actor=desk, now=now)
    helper = make_user(RoleKind.SUPPORTER)
    add_member(case, helper, "interpreter", actor=desk, now=now)
    shown = page(thread, helper)
    assert "ZZTEXT" in shown
    assert "ZZNOTE" not in shown and "ZZNEVER" not in shown
    assert "ZZNOTE" in page(thread) and "ZZNEVER" in page(thread)
    read = Entry.objects.filter(verb="enquiries.read", actor_id=helper.pk).get()
    assert read.object_id == str(case.pk), "the lead finds it in the log of the case"


def thread_addresses(thread) -> list[str]:
    """Every address about one thread, filled in with what it has."""
    ids = {"message": thread.messages.first().pk, "file": MessageFile.objects.get(message__thread=thread).pk}
    found = set()
    for name, patterns in get_resolver().reverse_dict.lists():
        for made, *_rest in patterns if isinstance(name, str) else ():
            path, params = made[0]
            if "c/inbox/%(pk)s/" in path:
                found.add(
                    reverse(
                        name, kwargs={"pk": thread.pk, **{key: ids[key] for key in params if key != "pk"}}
                    )
                )
    assert len(found) > 15
    return sorted(found)


def everybody(desk, case, now):
    """Each role there is, none of them on the case."""
    yield make_user(RoleKind.SECRETARIAT)
    yield desk
    yield make_user(RoleKind.COORDINATOR, region="kinki")
    yield make_user(RoleKind.COORDINATOR, RoleKind.SPECIALIST, region="kanto")
    for kind in set(RoleKind) - {RoleKind.SECRETARIAT, RoleKind.COORDINATOR}:
        yield make_user(kind)
    ended = make_user(RoleKind.SUPPORTER)
    add_member(case, ended, "worker", actor=case.members.first().user, now=now, until=now)
    yield ended


def test_a_thread_of_a_case_exists_for_its_members_alone(signed_in, thread, desk, now, at):
    files = [clean(PNG, "ZZFILE.png")]
    thread = make_enquiry(now, "ZZTEXT", files=files, contact=SafeContact(never="ZZNEVER"))
    case = make_case(now=now)
    handling.link(thread, case, actor=desk, now=now)
    before = Thread.objects.filter(pk=thread.pk).values().get()
    urls = [*thread_addresses(thread), reverse("case_messages", args=[case.pk])]
    for user in everybody(desk, case, now):
        client = signed_in(user)
        for url in urls:
            for answer in (
                client.get(url),
                client.post(url, {"number": case.number, "urgency": "1", "note": "x"}),
            ):
                assert answer.status_code in (404, 405), f"{url} for {user.name}"
                assert not re.search(r"ZZ[A-Z]", answer.content.decode())
    assert Thread.objects.filter(pk=thread.pk).values().get() == before
    assert not Entry.objects.filter(verb="enquiries.read").exists()


def test_a_thread_of_another_region_does_not_exist(signed_in, now, at):
    thread = make_enquiry(now, prefecture="27")
    client = signed_in(make_user(RoleKind.COORDINATOR, region="kanto"))
    assert client.get(reverse("thread_detail", args=[thread.pk])).status_code == 404


def test_a_supporter_needs_a_second_factor(client, thread, desk, now, at):
    case = make_case(lead=desk, now=now)
    handling.link(thread, case, actor=desk, now=now)
    helper = make_user(RoleKind.SUPPORTER)
    add_member(case, helper, "worker", actor=desk, now=now)
    client.force_login(helper)
    answer = client.get(reverse("thread_detail", args=[thread.pk]))
    assert answer.status_code == 302 and "second" in answer["Location"]


def test_photos_open_for_readers_and_are_in_the_log(signed_in, desk, now, at):
    thread = make_enquiry(now, files=[clean(PNG, "photo.png")])
    file = MessageFile.objects.get()
    answer = signed_in(desk).get(reverse("thread_file", args=[thread.pk, file.pk]))
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Entry.objects.filter(verb="enquiries.read_file", actor_id=desk.pk).count() == 1
    other = make_enquiry(now)
    assert signed_in(desk).get(reverse("thread_file", args=[other.pk, file.pk])).status_code == 404


def test_who_else_reads_and_what_arrived_is_asked_again_and_again(signed_in, thread, desk, now, at):
    handling.look(thread, actor=make_user(RoleKind.SECRETARIAT, name="Suzuki"), now=now)
    client = signed_in(desk)
    url = reverse("thread_readers", args=[thread.pk])
    answer = client.post(url, {"seen": thread.version}).content.decode()
    assert "Suzuki is reading" in answer and "Something new" not in answer
    assert thread.readings.filter(user=desk).exists()
    write_again(thread, now)
    assert "Something new arrived" in client.post(url, {"seen": thread.version}).content.decode()


def test_over_the_limit_of_openings_nothing_is_shown(signed_in, thread, desk, at, monkeypatch):
    monkeypatch.setitem(vault.LIMITS, vault.Limit.PERSON, 0)
    answer = signed_in(desk).get(reverse("thread_detail", args=[thread.pk]))
    assert answer.status_code == 302 and answer["Location"] == reverse("inbox")


def test_the_tab_of_the_case_shows_its_threads(signed_in, thread, desk, now, at):
    case = make_case(lead=desk, now=now)
    client, url = signed_in(desk), reverse("case_messages", args=[case.pk])
    assert "No messages in this case" in client.get(url).content.decode()
    handling.link(thread, case, actor=desk, now=now)
    page = client.get(url).content.decode()
    assert "ZZTEXT" in page and reverse("thread_detail", args=[thread.pk]) in page
    assert Entry.objects.filter(verb="enquiries.read", object_id=str(case.pk)).count() == 1


def test_what_the_person_erased_says_so(page, thread, now):
    erasing.erase_by_person(thread, now=now)
    shown = page(thread)
    assert "The person erased everything" in shown
    assert "ZZTEXT" not in shown and "ZZNEVER" not in shown and "See what they will read" not in shown


def test_erasing_a_case_takes_its_threads_with_keys_files_and_previews(desk, now):
    thread = make_enquiry(now, files=[clean(PNG, "photo.png")], contact=SafeContact(never="x"))
    case = make_case(lead=desk, person=thread.person, now=now)
    handling.link(thread, case, actor=desk, now=now)
    erase(case, actor=desk, now=now)
    assert not Thread.objects.exists() and not StoredFile.objects.exists()
    assert not DataKey.objects.filter(scope__in=[thread.pk, case.pk]).exists()
    assert not SafeContactRow.objects.exists()


@pytest.mark.parametrize("on_a_case", [False, True])
def test_three_messages_ask_no_more_than_one(signed_in, thread, desk, now, at, on_a_case):
    client, url = signed_in(desk), reverse("thread_detail", args=[thread.pk])
    if on_a_case:
        handling.link(thread, make_case(lead=desk, now=now), actor=desk, now=now)

    def queries() -> int:
        client.get(url)
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["vault"]) as two,
        ):
            client.get(url)
        return len(one) + len(two)

    answering.write_translation(thread.messages.get(), "Words", language="en", actor=desk, now=now)
    first = queries()
    for number in range(2):
        write_again(thread, now)
        latest = thread.messages.order_by("-at", "-pk").first()
        answering.write_translation(latest, f"Words {number}", language="en", actor=desk, now=now)
        answering.write_note(thread, "Note", actor=make_user(RoleKind.SECRETARIAT), now=now)
    assert queries() <= first <= 30


def test_keys_lead_somewhere_unless_they_are_switched_off(page, thread, desk):
    shown = page(thread)
    for key in ("a", "s", "u", "t", "n", "r"):
        assert f"<kbd>{key}</kbd>" in shown
        assert re.search(rf'data-key(-anywhere)?="{key}"', shown), key
    desk.shortcut_keys = False
    desk.save()
    shown = page(thread, desk)
    assert "<kbd>" not in shown and "keys.js" not in shown
