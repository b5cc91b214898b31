"""Translation by machine: only with consent, never of numbers and addresses, and a failure is no error page."""

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.cases.actions.opening import open_case
from bansou.cases.enums import Answer, Purpose, Topic
from bansou.cases.models import Consent
from bansou.cases.rules.opening import Details
from bansou.core.refusal import Refused
from bansou.enquiries.actions import channels, translating
from bansou.enquiries.actions.receiving import channel_of
from bansou.enquiries.adapters import libretranslate
from bansou.enquiries.adapters.libretranslate import ENGINE, translate
from bansou.enquiries.enums import Failure, Kind
from bansou.enquiries.models import Translation, Translator
from bansou.enquiries.queries import sealed
from bansou.enquiries.rules.languages import guess
from bansou.enquiries.rules.masks import mask, unmask
from bansou.vault import actions as vault
from tests.enquiries.channels import make_thread
from tests.factories import make_user

database = pytest.mark.django_db


class Service:
    """Speaks LibreTranslate's API: translates into capitals, knows three languages, wants a key."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.status, self.spoils = 200, False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = service.answer(self.path, told)
                body = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path: str, told: dict) -> tuple[int, dict]:
        self.asked.append(told)
        if self.status != 200:
            return self.status, {"error": "no"}
        if path != "/translate" or told.get("api_key") != "a-key":
            return 403, {"error": "Invalid API key"}
        if not {told["source"], told["target"]} <= {"ja", "en", "zh"}:
            return 400, {"error": f"{told['target']} is not supported"}
        return 200, {"translatedText": "LOST" if self.spoils else told["q"].upper().replace("]]", "] ]")}


@pytest.fixture
def service(now):
    service = Service()
    channels.save_translator(url=service.url, key="a-key", active=True, actor=None, now=now)
    yield service
    service.server.shutdown()
    service.server.server_close()


@pytest.fixture
def office():
    return make_user(RoleKind.SECRETARIAT)


@pytest.fixture
def thread(now, office):
    thread = make_thread(channel_of(Kind.WEB), "x", now, language="en")
    details = Details(
        language="en", language_mode="speaks", prefecture="13", main_topic=Topic.WORK, topics=(), route="friend",
        urgency="3", summary="Pay", wish="", municipality="", through="",
    )  # fmt: skip
    thread.case = open_case(details, person=thread.person, token=uuid.uuid4(), actor=office, now=now)
    thread.save()
    return thread


def consent(thread, answer, now):
    Consent.objects.create(
        case=thread.case, purpose=Purpose.TRANSLATE, answer=answer, form="spoken", text_version="1", sealed_extent=b"",
        said_on=now.date(), recorded_at=now,
    )  # fmt: skip


def beside(thread, target, actor, now):
    return translating.translate_message(thread.messages.get(), target, engine=ENGINE, actor=actor, now=now)


@database
def test_with_consent_a_translation_is_kept_beside_the_message(service, thread, office, now):
    consent(thread, Answer.GIVEN, now)
    made = beside(thread, "ja", office, now)
    assert vault.unseal(thread.pk, sealed.translation_place(made), made.sealed_text) == "XIN CHÀO"
    assert (made.engine, made.by, made.language) == ("LibreTranslate", office, "ja")
    assert Entry.objects.filter(verb="enquiries.translate", actor_id=office.pk).exists()
    assert beside(thread, "ja", office, now) == made and len(service.asked) == 1


@database
@pytest.mark.parametrize("answer", [None, Answer.REFUSED, Answer.WITHDRAWN])
def test_without_consent_no_machine_reads_it(service, thread, office, now, answer):
    if answer:
        consent(thread, answer, now)
    with pytest.raises(Refused, match="no_consent"):
        beside(thread, "ja", office, now)
    with pytest.raises(Refused, match="no_consent"):
        translating.translated(thread, "x", "ja", "en", engine=ENGINE, now=now)
    assert service.asked == [] and not Translation.objects.exists()


@database
def test_an_enquiry_without_a_case_has_nobody_to_ask(service, thread, office, now):
    thread.case = None
    thread.save()
    with pytest.raises(Refused, match="no_consent"):
        beside(thread, "ja", office, now)
    assert service.asked == []


@database
def test_numbers_and_addresses_stay_here(service, now):
    told = "Call 090-1234-5678 or ana@example.org, @ana, ¥120,000 since 2024-07-01. https://example.org/x?y=1"
    assert translate(told, "en", "ja", now=now) == (
        "CALL 090-1234-5678 OR ana@example.org, @ana, ¥120,000 SINCE 2024-07-01. https://example.org/x?y=1"
    )
    asked = service.asked[0]["q"]
    for hidden in ("090", "5678", "ana", "120", "2024", "example.org"):
        assert hidden not in asked


@database
def test_what_the_machine_spoilt_is_no_translation(service, now):
    service.spoils = True
    assert translate("Call 090-1234-5678", "en", "ja", now=now) is None


@database
def test_languages_are_named_as_the_service_names_them(service, now):
    assert translate("Hello", "zh-hans", "ja-simple", now=now) == "HELLO"
    assert (service.asked[0]["source"], service.asked[0]["target"]) == ("zh", "ja")
    assert translate("Hello", "en", "my", now=now) is None
    assert Translator.objects.get().last_error == ""


@database
@pytest.mark.parametrize("status", [302, 403, 429, 500])
def test_a_service_that_fails_is_said_to_and_breaks_nothing(service, thread, office, now, status):
    consent(thread, Answer.GIVEN, now)
    service.status = status
    with pytest.raises(Refused, match="not_translated"):
        beside(thread, "ja", office, now)
    assert not Translation.objects.exists()
    # Never sent on to where it points.
    assert len(service.asked) == 1


@database
def test_nobody_there_and_switched_off(service, now):
    service.server.shutdown()
    service.server.server_close()
    assert translate("Hello", "en", "ja", now=now) is None
    assert Translator.objects.get().last_error == Failure.UNREACHABLE
    channels.save_translator(url=service.url, key="", active=False, actor=None, now=now)
    assert translate("Hello", "en", "ja", now=now) is None
    assert libretranslate.try_it(now=now) == Failure.UNREACHABLE


@database
def test_a_key_stays_with_its_service(service, now):
    channels.save_translator(url=service.url, key="", active=True, actor=None, now=now)
    assert translate("Hello", "en", "ja", now=now) == "HELLO"
    channels.save_translator(url="https://other.example", key="", active=True, actor=None, now=now)
    assert channels.open_translator()[1]["key"] == ""
    assert b"a-key" not in bytes(Translator.objects.get().sealed_config)


@given(st.text(alphabet=st.sampled_from("ab 12٣၄@.-+[]\nあ")))
def test_whatever_is_hidden_comes_back(text):
    masked, hidden = mask(text)
    back = unmask(masked, hidden)
    # Only what looks like a mark of ours by itself is given up.
    assert back == text or "[" in text or not text.strip()


@given(st.text())
def test_no_digit_leaves(text):
    masked, hidden = mask(text)
    for number in range(len(hidden)):
        masked = masked.replace(f"[[{number}]]", "", 1)
    assert not any(letter.isdecimal() for letter in masked)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("給料が出ません", "ja"), ("我需要帮助", "zh-hans"), ("도와주세요", "ko"), ("အကူအညီလိုတယ်", "my"),
        ("मलाई मद्दत चाहिन्छ", "ne"), ("کمک می‌خواهم", "fa"), ("Tôi cần giúp đỡ", "vi"), ("Não recebi", "pt-br"),
        ("¿Dónde?", "es"), ("Please help", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_a_language_is_guessed_by_its_letters(text, language):
    assert guess(text) == language
