"""The public guides: a list of topics, and one topic with what to know, what to do and whom to call."""

import re

import pytest
from django.urls import reverse

from bansou.core.languages import offered
from bansou.guides import actions
from bansou.guides.enums import State, Topic
from bansou.guides.models import EmergencyLine, GuideText
from bansou.help.views.calls import LINE_WORDS, LineKind, _hours

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded():
    actions.load_texts()


def read(client, number="", language="en") -> str:
    response = client.get(f"/{language}/g/{f'{number}/' if number else ''}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", offered())
def test_every_guide_opens_in_every_language_that_is_offered(client, language):
    for number in ("", *Topic.values):
        page = read(client, number, language)
        assert "UNDEFINED" not in page
        assert "{" not in re.sub(r"<script.*?</script>", "", page), "a reading is not shown as one"


def test_the_list_leads_to_each_topic(client):
    page = read(client)
    for topic in Topic:
        assert f'href="{reverse("help_guide", args=[topic.value])}"' in page


def test_a_guide_says_what_to_know_what_to_do_and_whom_to_call(client):
    page = read(client, 2)
    for part in ("for three years", "Collect pay slips", "tel:0120-531-401", "tel:110", "check-roudou"):
        assert part in page
    assert "tel:%238008" in read(client, 7)
    assert client.get("/en/g/13/").status_code == 404


def test_titles_and_addresses_tell_nothing(client):
    title = re.search("<title>(.*?)</title>", read(client, 7), re.S)[1]
    assert "violence" not in title.lower()


def test_easy_japanese_has_readings_above_and_japanese_none(client):
    assert "<ruby>暴力<rp>(</rp><rt>ぼうりょく" in read(client, 7, "ja-simple")
    assert "<ruby>" not in read(client, 7, "ja")


def test_lines_of_other_languages_are_folded_away(client):
    page = read(client, 1, "vi")
    near, far = page.split('<details class="more">')
    assert "0120-531-406" in near and "0120-531-402" not in near
    assert "0120-531-402" in far


def test_a_reader_learns_who_checked_the_words_and_in_which_language_they_are(client):
    draft, machine, other = "grew up with this language", "machine translated", "not there in your language"
    assert draft in read(client, 1) and other not in read(client, 1)
    texts = GuideText.objects.filter(guide=1, language="en")
    texts.update(state=State.MACHINE)
    assert machine in read(client, 1)
    texts.update(state=State.CHECKED, checked_at="2026-11-22T03:00Z", checked_by="見本 さくら")
    page = read(client, 1)
    assert draft not in page and machine not in page and "見本" not in page
    texts.update(source_version=0)
    assert "may be old" in read(client, 1)
    GuideText.objects.filter(guide=1, language="ja-simple").delete()
    assert "まだ あなたの ことばでは" in read(client, 1, "ja-simple")
    assert '<ul lang="ja" dir="ltr">' in read(client, 1, "ja-simple")


def test_a_line_that_was_removed_is_not_shown(client):
    EmergencyLine.objects.filter(code="dv-navi").update(removed_at="2026-11-22T03:00Z")
    assert "8008" not in read(client, 7)


def test_hours_speak_the_reader_s_language():
    assert _hours("Mon-Fri 9:00-17:00", "ja") == "月-金 9:00-17:00"
    assert _hours("Sat", "ja-simple") == "{土|ど}"
    assert _hours("24h", "vi") == "24h"
    assert _hours("Wed Fri", "en") == "Wed Fri"


def test_every_kind_of_line_has_words():
    assert set(LINE_WORDS) == set(LineKind)


def test_pages_cost_few_queries(client, django_assert_max_num_queries):
    for number in ("", 1, 7):
        with django_assert_max_num_queries(4):
            read(client, number)
