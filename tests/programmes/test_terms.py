"""Loading, dumping, publishing and showing terms."""

import threading
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.core.refusal import Refused
from bansou.programmes import actions, rules
from bansou.programmes.enums import Reason
from bansou.programmes.models import Terms
from bansou.programmes.queries import terms_on
from tests.factories import EXAMPLES, make_terms, make_user

FILES = sorted((EXAMPLES / "terms").glob("*.toml"))
NET = (EXAMPLES / "terms/bansou-net-2023.toml").read_text(encoding="utf-8")

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat(signed_in):
    return signed_in(make_user(RoleKind.SECRETARIAT))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_example_loads_publishes_and_dumps_as_it_was(path, tmp_path):
    call_command("terms", "load", str(path), "--publish")
    terms = Terms.objects.get()
    assert terms.published_at
    out = tmp_path / "out.toml"
    call_command("terms", "dump", terms.programme_id, terms.code, "--out", str(out))
    assert rules.load(out.read_text(encoding="utf-8")) == rules.load(path.read_text(encoding="utf-8"))


def test_loading_again_changes_nothing_and_published_terms_never_change(now):
    terms = make_terms()
    again = actions.load_terms(NET, actor=None, now=now)
    assert again.pk == terms.pk and Terms.objects.count() == 1
    with pytest.raises(Refused) as refused:
        actions.load_terms(NET.replace("yen = 8000", "yen = 9000"), actor=None, now=now)
    assert refused.value.reason is Reason.PUBLISHED
    assert Terms.objects.get().rules.bands[-1].yen == 8000


def test_a_draft_can_be_corrected(now):
    make_terms(published=False)
    actions.load_terms(NET.replace("yen = 8000", "yen = 9000"), actor=None, now=now)
    assert Terms.objects.get().rules.bands[-1].yen == 9000


def test_support_periods_of_a_programme_never_overlap(now):
    make_terms()
    with pytest.raises(Refused) as refused:
        make_terms(support_from=date(2026, 2, 28), support_to=date(2027, 2, 28))
    assert refused.value.reason is Reason.OVERLAP
    make_terms(support_from=date(2026, 3, 1), support_to=date(2027, 2, 28))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_cannot_overlap(now):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one writer in; the race needs PostgreSQL")
    make_terms(support_from=date(2020, 1, 1), support_to=date(2020, 12, 31))
    outcomes = []

    def load(start: date) -> None:
        try:
            outcomes.append(make_terms(support_from=start, support_to=start + timedelta(days=300)))
        except Refused as refused:
            outcomes.append(refused.reason)
        finally:
            connections.close_all()

    days = [date(2024, 1, 1) + timedelta(days=each) for each in range(8)]
    threads = [threading.Thread(target=load, args=(day,)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(Reason.OVERLAP) == 7
    assert Terms.objects.count() == 2


def test_the_terms_of_a_day_are_those_whose_period_covers_it():
    terms = make_terms()
    assert terms_on("bansou-net", date(2023, 7, 10)) == terms == terms_on("bansou-net", date(2026, 2, 28))
    for day in (date(2023, 7, 9), date(2026, 3, 1)):
        with pytest.raises(Refused) as refused:
            terms_on("bansou-net", day)
        assert refused.value.reason is Reason.NO_TERMS


def test_drafts_are_not_in_force():
    make_terms(published=False)
    with pytest.raises(Refused):
        terms_on("bansou-net", date(2024, 1, 1))


def test_the_command_names_every_fault_and_keeps_nothing(tmp_path):
    file = tmp_path / "terms.toml"
    file.write_text(NET.replace("minutes_from = 120", "minutes_from = 60").replace("min_minutes = 60", ""))
    with pytest.raises(CommandError) as error:
        call_command("terms", "load", str(file))
    assert error.value.returncode == 1
    assert "min_minutes" in str(error.value) and "bands[1]" in str(error.value)
    assert not Terms.objects.exists()


@pytest.mark.parametrize("words", [("load", "missing.toml"), ("publish", "bansou-net", "1999")])
def test_what_is_not_there_is_said_with_exit_code_2(words):
    with pytest.raises(CommandError) as error:
        call_command("terms", *words)
    assert error.value.returncode == 2


@pytest.mark.parametrize("language", ["en", "ja", "vi"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_tells_each_rule_in_words_with_its_source(secretariat, path, language, now):
    terms = actions.load_terms(path.read_text(encoding="utf-8"), actor=None, now=now)
    page = secretariat.get(f"/{language}/c/terms/{terms.programme_id}/{terms.code}/").content.decode()
    loaded = terms.rules
    for band in loaded.bands:
        assert f"{band.yen:,}".replace(",", "." if language == "vi" else ",") in page
    for source in loaded.sources:
        assert not source.quote or source.quote.split("“")[0] in page
    assert "UNDEFINED" not in page


def test_the_secretariat_loads_reads_and_publishes(secretariat):
    upload = SimpleUploadedFile("terms.toml", NET.encode())
    response = secretariat.post(reverse("terms_load"), {"file": upload}, follow=True)
    assert response.status_code == 200
    terms = Terms.objects.get()
    assert terms.published_at is None
    secretariat.post(reverse("terms_publish", args=["bansou-net", "2023"]))
    secretariat.post(reverse("terms_publish", args=["bansou-net", "2023"]))
    terms.refresh_from_db()
    assert terms.published_at and terms.published_by
    text = secretariat.get(reverse("terms_file", args=["bansou-net", "2023"])).content.decode()
    assert rules.load(text) == terms.rules
    assert b"2023" in secretariat.get(reverse("terms_list")).content


@pytest.mark.parametrize("content", [NET.replace("yen = 8000", "yen = 1").encode(), b"\xff\xfe\x00", b"[["])
def test_a_bad_file_is_explained_and_not_kept(secretariat, content):
    response = secretariat.post(reverse("terms_load"), {"file": SimpleUploadedFile("t.toml", content)})
    assert response.status_code == 200
    page = response.content.decode()
    assert 'role="alert"' in page or "error" in page
    assert not Terms.objects.exists()
