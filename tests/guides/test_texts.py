"""Texts and lines: loaded from the package, kept when staff wrote them, outdated, checked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.core import languages
from bansou.core.refusal import Refused
from bansou.guides import actions, queries, rules
from bansou.guides.enums import LineKind, Reason, Standing, State, Topic
from bansou.guides.models import Catalogue, EmergencyLine, Guide, GuideText
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CONTENT = rules.Content("T", "L.", ("One.",), ("Do.",), "https://example.org/", "Example")


@pytest.fixture
def staff():
    return make_user(RoleKind.SECRETARIAT)


@pytest.fixture
def loaded():
    actions.load_texts()


@pytest.fixture
def package(monkeypatch):
    """Put other packaged texts in the place of those in the folder."""

    def put(*texts: rules.PackagedText, lines=()):
        monkeypatch.setattr(rules, "packaged_languages", lambda: sorted({each.language for each in texts}))
        monkeypatch.setattr(
            rules, "packaged_texts", lambda code: [each for each in texts if each.language == code]
        )
        monkeypatch.setattr(rules, "packaged_lines", lambda: list(lines))
        return actions.load_texts()

    return put


def text(language="en", version=1, state="draft", **changed):
    return rules.PackagedText("work", language, state, version, replace(CONTENT, **changed))


def save(language, staff, *, seen=0, state=State.DRAFT, same_meaning=False, **changed):
    return actions.save_text(
        Topic.WORK, language, replace(CONTENT, **changed), state=state, seen=seen,
        same_meaning=same_meaning, actor=staff, now=NOW,
    )  # fmt: skip


def standing(language, topic=Topic.WORK):
    row = next(row for row in queries.board() if row.language == language)
    return row.cells[topic - 1].standing


def test_loading_twice_changes_nothing(loaded):
    count = GuideText.objects.count()
    assert count == len(rules.packaged_languages()) * len(Topic)
    assert actions.load_texts() == 0
    assert (GuideText.objects.count(), Guide.objects.count()) == (count, 12)
    assert not EmergencyLine.objects.exclude(checked_on=None).exists()


def test_a_newer_package_comes_in_and_outdates_what_lags_behind(package):
    assert package(text(), text("vi")) == 2
    assert package(text(version=2, lead="New."), text("vi")) == 1
    assert Guide.objects.get(topic=Topic.WORK).version == 2
    assert (standing("en"), standing("vi")) == (Standing.DRAFT, Standing.OUTDATED)
    assert package(text(version=2, lead="New."), text("vi", version=2)) == 1
    assert standing("vi") == Standing.DRAFT


def test_a_package_never_overwrites_what_staff_wrote(package, staff):
    package(text(), text("vi"))
    save("vi", staff, lead="Ours.")
    package(text(version=2), text("vi", version=2, lead="Theirs."))
    assert queries.text_of(Topic.WORK, "vi").lead == "Ours."
    assert standing("vi") == Standing.OUTDATED


def test_a_packaged_translation_of_another_english_text_is_outdated(package, staff):
    package(text())
    save("en", staff, lead="Ours.")
    package(text(version=2), text("vi", version=2))
    assert (Guide.objects.get(topic=Topic.WORK).version, standing("vi")) == (2, Standing.OUTDATED)


def test_a_check_holds_for_the_words_that_were_checked(package, staff):
    package(text())
    actions.check_text(Topic.WORK, "en", checker="A", seen=0, actor=staff, now=NOW)
    assert package(text()) == 0
    assert standing("en") == Standing.CHECKED
    package(text(lead="Other."))
    assert standing("en") == Standing.DRAFT
    assert queries.text_of(Topic.WORK, "en").checked_by == ""


def test_a_changed_source_outdates_the_others_unless_it_means_the_same(package, staff):
    package(text(), text("vi", state="machine"))
    assert standing("vi") == Standing.MACHINE
    save("en", staff, lead="Typo gone.", same_meaning=True)
    assert standing("vi") == Standing.MACHINE
    save("en", staff, seen=1, lead="New rule.")
    assert standing("vi") == Standing.OUTDATED
    with pytest.raises(Refused) as refused:
        actions.check_text(Topic.WORK, "vi", checker="A", seen=0, actor=staff, now=NOW)
    assert refused.value.reason is Reason.OUTDATED
    save("vi", staff)
    actions.check_text(Topic.WORK, "vi", checker="A", seen=1, actor=staff, now=NOW)
    assert standing("vi") == Standing.CHECKED
    save("vi", staff, seen=1, lead="Edited.", state=State.MACHINE)
    assert standing("vi") == Standing.MACHINE


def test_a_text_can_be_written_before_anything_was_loaded(staff):
    assert save("vi", staff).source_version == Guide.objects.get().version


def test_nobody_overwrites_what_they_have_not_seen(package, staff):
    package(text())
    save("en", staff, lead="First.")
    for attempt in (lambda: save("en", staff, lead="Second."), lambda: check_unseen(staff)):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason is Reason.CHANGED
    assert queries.text_of(Topic.WORK, "en").lead == "First."


def check_unseen(staff):
    actions.check_text(Topic.WORK, "en", checker="A", seen=0, actor=staff, now=NOW)


def test_readers_get_the_nearest_language(package):
    package(text(), text("ja"))
    assert [queries.guide(1, code).language for code in ("ja-simple", "ja", "ne", "en")] == [
        "ja",
        "ja",
        "en",
        "en",
    ]
    package(text(), text("ja"), text("ja-simple"))
    assert queries.guide(1, "ja-simple").language == "ja-simple"
    assert queries.guide(2, "en") is None and queries.guide(99, "en") is None
    assert [shown.number for shown in queries.guide_list("ne")] == [1]


def test_reading_costs_one_query(loaded, django_assert_num_queries):
    for language in ("en", "ja-simple", "ne"):
        with django_assert_num_queries(1):
            assert [shown.number for shown in queries.guide_list(language)] == list(range(1, 13))
        with django_assert_num_queries(1):
            assert queries.guide(7, language).content.points
        with django_assert_num_queries(1):
            assert queries.lines_for(7)


def test_lines_of_a_topic_begin_with_the_emergency_numbers(loaded):
    numbers = [line.number for line in queries.lines_for(Topic.VIOLENCE)]
    assert set(numbers[:2]) == {"110", "119"}
    assert "#8008" in numbers and "171" not in numbers
    assert {line.kind for line in queries.lines_for(Topic.DISASTER)} == {
        LineKind.EMERGENCY, LineKind.ANYTHING, LineKind.DISASTER,
    }  # fmt: skip
    assert len(queries.lines_for()) == len(rules.packaged_lines())


def test_a_line_warns_until_it_is_checked_and_again_after_a_year(loaded, staff):
    line = EmergencyLine.objects.get(code="police")
    count = queries.lines_due(date(2026, 11, 22))
    actions.check_line(line, actor=staff, today=date(2026, 11, 22), now=NOW)
    assert queries.lines_due(date(2026, 11, 22)) == queries.lines_due(date(2027, 11, 22)) == count - 1
    assert queries.lines_due(date(2027, 11, 23)) == count
    assert queries.lines(due_on=date(2027, 11, 22)) == [
        each for each in queries.lines() if each.code != "police"
    ]


def test_lines_that_staff_changed_or_removed_stay_so(loaded, staff):
    changed, removed = (EmergencyLine.objects.get(code=code) for code in ("law", "amda"))
    changed.number = "0570-000000"
    actions.save_line(changed, changed=["number"], actor=staff, now=NOW)
    actions.remove_line(removed, actor=staff, now=NOW)
    assert actions.load_texts() == 0
    assert EmergencyLine.objects.get(code="law").number == "0570-000000"
    assert "amda" not in {line.code for line in queries.lines_for()}


def test_a_new_packaged_number_counts_as_never_checked(package, staff):
    line = rules.PackagedLine("police", "emergency", "警察", "Police", "110", "24h", ("ja",))
    package(lines=[line])
    actions.check_line(EmergencyLine.objects.get(), actor=staff, today=NOW.date(), now=NOW)
    assert package(lines=[line]) == 0
    assert package(lines=[replace(line, number="111")]) == 1
    assert (EmergencyLine.objects.get().number, EmergencyLine.objects.get().checked_on) == ("111", None)


def test_words_of_the_help_pages_are_checked_as_they_stand(staff, monkeypatch):
    def words():
        return next(row for row in queries.board() if row.language == "en").words

    assert words().standing == Standing.DRAFT
    actions.check_catalogue("en", state=State.CHECKED, checker="A", actor=staff, now=NOW)
    assert (words().standing, words().checked_by) == (Standing.CHECKED, "A")
    monkeypatch.setattr(languages, "digest", lambda code: "other words")
    assert words().standing == Standing.OUTDATED
    actions.check_catalogue("en", state=State.MACHINE, checker="A", actor=staff, now=NOW)
    assert (words().standing, Catalogue.objects.get().checked_by) == (Standing.MACHINE, "")


def test_each_language_has_words_of_its_own():
    assert len({languages.digest(code) for code in languages.offered()}) == len(languages.offered())


def test_words_of_a_language_that_is_not_complete_cannot_be_checked(staff, monkeypatch):
    monkeypatch.setattr(languages, "offered", lambda: ("en",))
    with pytest.raises(Refused) as refused:
        actions.check_catalogue("fa", state=State.CHECKED, checker="A", actor=staff, now=NOW)
    assert refused.value.reason is Reason.NOT_OFFERED
    row = next(row for row in queries.board() if row.language == "fa")
    assert (row.offered, row.words.standing) == (False, Standing.MISSING)


def test_the_board_has_a_row_per_language_and_a_cell_per_topic(loaded, django_assert_num_queries):
    with django_assert_num_queries(2):
        board = queries.board()
    assert [row.language for row in board] == list(languages.HELP_LANGUAGES)
    assert all(len(row.cells) == 12 for row in board)
    missing = [row for row in board if row.language not in rules.packaged_languages()]
    assert all(cell.standing == Standing.MISSING for row in missing for cell in row.cells)


def test_what_staff_do_is_logged(package, staff):
    package(text())
    save("en", staff)
    actions.check_text(Topic.WORK, "en", checker="A", seen=1, actor=staff, now=NOW)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert verbs == {"guides.save_text", "guides.check_text"}
