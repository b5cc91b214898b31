"""The public form: what it asks, keeps, refuses and never reveals, all without a script."""

import re
import uuid

import pytest

from bansou.notices.models import Mail
from bansou.supporters.models import Supporter
from bansou.supporters.views import public
from tests.factories import make_organisation, make_supporter, make_terms

pytestmark = pytest.mark.django_db
URL = "/en/register/"


def answers(**changed) -> dict[str, object]:
    return {
        "token": str(uuid.uuid4()), "name": "見本 さくら", "kana": "みほん さくら", "latin": "Mihon Sakura",
        "mail": "Sakura@example.org", "phone": "０９０ー００００ー００００", "postal_code": "〒110-0005",
        "prefecture": "13", "municipality": "台東区", "street": "上野0-0-0", "building": "",
        "areas": ["13", "11"], "knows": ["medical"], "foreign_roots": "", "previous_experience": "yes",
        "experience_text": "病院への同行", "organisation": "", "consent": "on",
        "languages-TOTAL_FORMS": "2", "languages-INITIAL_FORMS": "0",
        "languages-0-language": "vi", "languages-0-level": "native", "languages-0-interprets": "on",
        "languages-1-language": "", "languages-1-level": "", **changed,
    }  # fmt: skip


def test_everything_that_was_told_is_kept(client):
    make_terms()
    organisation = make_organisation()
    response = client.post(URL, answers(organisation=str(organisation.pk)))
    assert response.status_code == 302
    supporter = Supporter.objects.get()
    assert (supporter.name, supporter.kana, supporter.latin) == (
        "見本 さくら",
        "ミホン サクラ",
        "MIHON SAKURA",
    )
    assert (supporter.user.email, supporter.user.language) == ("sakura@example.org", "en")
    assert (supporter.phone, supporter.postal_code) == ("090-0000-0000", "1100005")
    assert supporter.address == "東京都台東区上野0-0-0"
    assert list(supporter.languages.values_list("language", "level", "interprets")) == [
        ("vi", "native", True)
    ]
    assert set(supporter.areas.values_list("prefecture", flat=True)) == {"11", "13"}
    assert list(supporter.fields.values_list("field", flat=True)) == ["medical"]
    assert supporter.organisation == organisation
    assert supporter.previous_experience
    assert supporter.consent_version == "2026-11"


def test_a_second_submit_and_a_known_address_get_the_same_answer(client):
    first = answers()
    pages = []
    for sent in (first, first, answers()):
        pages.append(client.post(URL, sent, follow=True).content)
    assert pages[0] == pages[1] == pages[2]
    assert Supporter.objects.count() == 1
    assert Supporter.objects.get().number not in pages[0].decode()
    assert sorted(Mail.objects.values_list("kind", flat=True)) == ["already_registered", "id_issued"]


def test_the_language_switch_keeps_what_was_typed_and_complains_of_nothing(client):
    page = client.post("/vi/register/", answers(name="見本", kana="", switch_language="vi")).content.decode()
    assert "Đăng ký làm người hỗ trợ" in page
    assert 'value="見本"' in page
    assert "病院への同行" in page
    assert 'value="13" id="id_areas_0"' not in page
    assert len(re.findall(r'name="areas"[^>]* checked', page)) == 2
    assert "error-summary" not in page
    assert not Supporter.objects.exists()


def test_errors_name_the_field_and_keep_the_rest(client):
    page = client.post(
        URL, answers(kana="山田", phone="110", postal_code="12", latin="見本", areas=[], consent="")
    ).content.decode()
    assert "<title>Error:" in page
    for word in ("ヤマダ ハナコ", "9 to 15 digits", "110-0005", "NGUYEN VAN AN"):
        assert word in page
    assert page.count('class="errors') >= 6 or page.count("errorlist") >= 6
    assert 'value="見本 さくら"' in page
    assert not Supporter.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"languages-0-language": ""}, "Choose the language, or leave this row empty."),
        ({"languages-0-level": ""}, "Choose how well you speak this language."),
        (
            {"languages-1-language": "vi", "languages-1-level": "fluent"},
            "The same language stands here twice.",
        ),
        (
            {"languages-0-language": "", "languages-0-level": "", "languages-0-interprets": ""},
            "Fill in this answer.",
        ),
    ],
)
def test_each_language_row_is_whole(client, changed, message):
    assert message in client.post(URL, answers(**changed)).content.decode()
    assert not Supporter.objects.exists()


def test_one_more_language_adds_a_row_and_sends_nothing(client):
    page = client.post(URL, answers(add_language="1")).content.decode()
    assert 'name="languages-2-language"' in page
    assert 'value="3" id="id_languages-TOTAL_FORMS"' in page
    assert not Supporter.objects.exists()


@pytest.mark.parametrize("rows", ["", "x", "-5", "99999"])
def test_odd_row_counts_do_no_harm(client, rows):
    data = {**answers(name=""), "languages-TOTAL_FORMS": rows}
    assert client.post(URL, data).status_code == 200
    assert 'name="languages-1-language"' in client.post(URL, data | {"add_language": "1"}).content.decode()


def test_the_address_is_found_without_a_script(client):
    page = client.post(
        URL, answers(find_address="1", prefecture="", municipality="", street="", postal_code="1100005")
    ).content.decode()
    assert '<option value="13" selected>' in page
    assert 'value="台東区"' in page
    assert 'value="上野"' in page
    assert not Supporter.objects.exists()


def test_a_street_that_was_typed_stays(client):
    page = client.post(URL, answers(find_address="1", street="上野0-0-0")).content.decode()
    assert 'value="上野0-0-0"' in page


def test_live_lines_tell_what_a_postal_code_means(client):
    assert "台東区上野" in client.post("/en/register/address/", {"postal_code": "110-0005"}).content.decode()
    assert (
        "We do not know" in client.post("/en/register/address/", {"postal_code": "999-9999"}).content.decode()
    )
    assert client.post("/en/register/address/", {"postal_code": "110"}).content.decode().strip() == ""
    assert client.get("/en/register/address/").status_code == 405


def test_too_many_from_one_connection_are_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr(public, "AT_MOST_AN_HOUR", 1)
    client.post(URL, answers())
    page = client.post(URL, answers(mail="other@example.org")).content.decode()
    assert "Send the form again in an hour" in page
    assert 'value="other@example.org"' in page
    assert Supporter.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"token": ""}, {"token": "x"}, {"prefecture": "48"}, {"areas": ["99"]}, {"name": "x" * 101}]
)
def test_what_no_browser_sends_is_refused(client, changed):
    assert client.post(URL, answers(**changed)).status_code == 200
    assert not Supporter.objects.exists()


def test_ten_megabytes_of_text_are_refused(client):
    assert client.post(URL, answers(experience_text="あ" * 3_500_000)).status_code == 413
    assert not Supporter.objects.exists()


def test_a_left_organisation_is_not_offered(client):
    make_organisation("今はない会", left_on="2024-01-01")
    make_supporter()
    assert "今はない会" not in client.get(URL).content.decode()
