"""What a supporter may learn by trying: codes of cards, Bansou IDs, whether a person is known."""

import re
import uuid
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bansou.accompaniment.actions.drafts import save_draft
from bansou.accompaniment.models import Claim, Draft
from bansou.audit.models import Entry
from bansou.core import checkchars, clock
from bansou.people.rules import LOOKUPS_A_DAY
from bansou.supporters.rules import IDS_A_DAY
from tests import factories as make
from tests.faults.town import NOW

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TYPED = {
    "programme": "bansou-net",
    "support_on": "2024-07-30", "starts": "10:00", "ends": "12:00", "place": "city_hall",
    "place_name": "見本区役所",
    "activities": ["interpret"], "done": "国保の窓口で通訳をしました。", "outcome": "solved",
}  # fmt: skip
NAMED = {**TYPED, "birth_on_y": "1990", "birth_on_m": "5", "birth_on_d": "12"}


@pytest.fixture
def supporter(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    make.make_terms()
    return make.make_supporter(experienced=True)


@pytest.fixture
def client(supporter, signed_in):
    return signed_in(supporter.user)


def _lines(client, **typed) -> str:
    return client.post(reverse("claim_lines"), typed).content.decode()


def _file(client, **typed) -> str:
    token = str(uuid.uuid4())
    client.post(reverse("claim_new"), {**typed, "token": token})
    return client.post(reverse("draft_file", args=[token]), follow=True).content.decode()


def _guesses(count: int) -> list[str]:
    rng = Random(7)
    return [checkchars.new_card_code(rng) for _ in range(count)]


def test_guessed_cards_are_logged_and_soon_tell_nothing(client, supporter):
    used = make.make_card()
    make.file_claim(make.make_supporter(experienced=True), card=used)
    for code in _guesses(LOOKUPS_A_DAY):
        _lines(client, **TYPED, card=code)
        _lines(client, **TYPED, card=code)
    assert Entry.objects.filter(actor_id=supporter.user_id, verb="people.look_up").count() == LOOKUPS_A_DAY
    [unused] = _guesses(LOOKUPS_A_DAY + 1)[-1:]
    assert _lines(client, **TYPED, card=used) == _lines(client, **TYPED, card=unused)
    for code in (used, unused):
        assert "20" in _file(client, **TYPED, card=code)
    assert not Claim.objects.filter(applicant=supporter).exists()
    # What was typed waits for tomorrow.
    assert Draft.objects.filter(supporter=supporter).count() == 2


def test_wrong_cards_sent_at_once_are_counted_too(client, supporter):
    for code in _guesses(LOOKUPS_A_DAY):
        assert code in _file(client, **TYPED, card=code)
    assert Entry.objects.filter(actor_id=supporter.user_id, verb="people.look_up").count() == LOOKUPS_A_DAY
    _file(client, **TYPED, card=make.make_card())
    assert not Claim.objects.filter(applicant=supporter).exists()


def test_a_named_second_stays_a_number_until_they_confirm(client, supporter):
    second = make.make_supporter(name="秘密 花子", experienced=True)
    claim = make.file_claim(supporter, second=second.number)
    for url in ("claim_detail", "claim_sent", "claim_withdraw"):
        assert "秘密" not in client.get(reverse(url, args=[claim.pk])).content.decode()
    claim.participations.filter(position=2).update(confirmed_at=NOW)
    assert "秘密 花子" in client.get(reverse("claim_detail", args=[claim.pk])).content.decode()


def _new_ids(count: int) -> list[str]:
    rng = Random(7)
    return [checkchars.new_bansou_id(rng) for _ in range(count)]


def _check(client, **typed) -> str:
    return client.post(
        reverse("claim_new"), {**typed, "token": str(uuid.uuid4())}, follow=True
    ).content.decode()


def test_guessed_bansou_ids_are_logged_and_soon_tell_nothing(client, supporter):
    partner, member = (make.make_supporter(experienced=True).number for _ in range(2))
    make.file_claim(supporter, second=partner)
    typed = {**NAMED, "name": "LE THI HOA"}
    for code in _new_ids(IDS_A_DAY):
        _lines(client, **typed, second=code)
        assert f"Nobody is registered with the Bansou ID {code}" in _check(client, **typed, second=code)
        _lines(client, **typed, second=code[:-1])
    tried = Entry.objects.filter(actor_id=supporter.user_id, verb="supporters.look_up")
    assert set(tried.values_list("reason", flat=True)) == set(_new_ids(IDS_A_DAY)), (
        "each once, slips of the pen never"
    )
    [unused] = _new_ids(IDS_A_DAY + 1)[-1:]
    answers = {second: _check(client, **typed, second=second) for second in (member, unused)}
    plain = {_without_ids(answer, second) for second, answer in answers.items()}
    assert len(plain) == 1
    for second in (member, unused):
        assert "file without the second supporter" in answers[second]
        assert "file without the second supporter" in _file(client, **typed, second=second)
        assert "Nobody is registered" not in _lines(client, **typed, second=second)
    assert Claim.objects.filter(applicant=supporter).count() == 1
    # Whom one went with before, and going alone, stay free.
    assert "Send the claim" in _check(client, **typed, second=partner)
    assert "Send the claim" in _check(client, **typed)


def test_bansou_ids_sent_at_once_are_counted_too(client, supporter):
    typed = {**NAMED, "name": "LE THI HOA"}
    token = str(uuid.uuid4())
    for code in _new_ids(IDS_A_DAY):
        save_draft(uuid.UUID(token), _kept(typed, second=code, token=token), supporter=supporter, now=NOW)
        assert code in client.post(reverse("draft_file", args=[token])).content.decode()
    member = make.make_supporter(experienced=True).number
    assert "file without the second supporter" in _file(client, **typed, second=member)
    assert not Claim.objects.filter(applicant=supporter).exists()


def _kept(typed: dict, **more) -> dict:
    return {name: value if isinstance(value, list) else [value] for name, value in {**typed, **more}.items()}


def _without_ids(body: str, number: str) -> str:
    body = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "TOKEN", body.replace(number, "NUMBER"))
    return _without_csrf(body)


def test_a_known_person_looks_like_an_unknown_one(client, supporter):
    """The same words and as many queries, in the live lines, on the check page and after sending."""
    other = make.make_supporter(experienced=True)
    for day in ("27", "28", "29"):
        make.file_claim(other, support_on=NOW.date().replace(month=7, day=int(day)))
    seen = {}
    for who, name in {"warm": "LE THI HOA", "known": "TRAN VAN MAU", "unknown": "SITI NURHALIZA"}.items():
        token = str(uuid.uuid4())
        steps = (
            lambda name=name: client.post(reverse("claim_lines"), {**NAMED, "name": name}),
            lambda name=name, token=token: client.post(
                reverse("claim_new"), {**NAMED, "name": name, "token": token}
            ),
            lambda token=token: client.get(reverse("draft_check", args=[token])),
            lambda token=token: client.post(reverse("draft_file", args=[token])),
            lambda: client.get(reverse("claim_sent", args=[Claim.objects.get(form_token=token).pk])),  # noqa: B023
        )
        seen[who] = [_answer(step, name, token) for step in steps]
        Claim.objects.filter(applicant=supporter).update(support_on="2024-07-01")
    assert seen["known"] == seen["unknown"]


def _answer(step, name: str, token: str) -> tuple:
    with CaptureQueriesContext(connection) as queries:
        answer = step()
    body = answer.content.decode().replace(name, "NAME").replace(token, "TOKEN")
    claim = Claim.objects.filter(form_token=token).first()
    if claim:
        body = body.replace(str(claim.pk), "ID").replace(claim.number, "NUMBER")
    location = answer.get("Location", "").replace(token, "TOKEN").replace(str(claim and claim.pk), "ID")
    return answer.status_code, location, _without_csrf(body), len(queries)


def _without_csrf(body: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
