"""Registrations from a form's spreadsheet: the same result from every file, bad rows refused whole, never twice."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from bansou.accounts.models import User
from bansou.core.sheets import Verdict, read_rows
from bansou.notices.models import Mail
from bansou.payments.models import Payee
from bansou.supporters.enums import Level
from bansou.supporters.imports import import_registrations
from bansou.supporters.models import Supporter, SupporterLanguage
from bansou.vault.models import DataKey
from tests.factories import make_organisation, make_supporter, make_terms
from tests.sheets import FORMS, rows_of, write

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 8, 1, tzinfo=UTC)
MAPPING = FORMS / "registrations.toml"


def run(path: Path, dry_run: bool = False):
    return import_registrations(path, MAPPING, dry_run, NOW)


def changed(rows: list[list[str]], line: int, **values: str) -> list[list[str]]:
    places = {name: rows[0].index(name) for name in values}
    rows = [list(row) for row in rows]
    for name, value in values.items():
        rows[line - 1][places[name]] = value
    return rows


def test_the_japanese_sample_is_taken_in():
    make_terms()
    report = run(FORMS / "registrations.ja.csv")
    assert [outcome.verdict for outcome in report.outcomes] == [Verdict.CREATED] * 3
    supporter = Supporter.objects.get(user__email="an.rei@example.org")
    assert (supporter.kana, supporter.latin) == ("グエン レイ アン", "NGUYEN REI AN")
    assert (supporter.phone, supporter.postal_code, supporter.prefecture) == (
        "080-0000-0002",
        "4600008",
        "23",
    )
    assert supporter.registered_on == date(2023, 7, 12)
    assert supporter.user.language == "ja"
    assert not supporter.previous_experience
    assert set(supporter.areas.values_list("prefecture", flat=True)) == {"21", "23", "24"}
    spoken = set(supporter.languages.values_list("language", "level", "interprets"))
    assert spoken == {("vi", Level.NATIVE, True), ("ja", Level.FLUENT, True)}
    assert supporter.registrations.count() == 1
    assert Mail.objects.filter(kind="id_issued").count() == 3


def test_the_english_sample_is_taken_in_and_answered_in_english():
    report = run(FORMS / "registrations.en.csv")
    assert report.count(Verdict.CREATED) == 2
    supporter = Supporter.objects.get(user__email="maya.sample@example.org")
    assert (supporter.prefecture, supporter.user.language) == ("14", "en")
    assert set(supporter.fields.values_list("field", flat=True)) == {"status", "labour"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_encoding_and_line_end_is_the_same_file(tmp_path, encoding, line_end):
    rows = rows_of("registrations.ja.csv")
    assert (
        run(write(tmp_path / "a.csv", rows, encoding=encoding, line_end=line_end)).count(Verdict.CREATED) == 3
    )
    again = run(FORMS / "registrations.ja.csv")
    assert again.count(Verdict.UNCHANGED) == 3
    assert Supporter.objects.count() == 3


def test_xlsx_with_real_dates_is_the_same_file_too(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, instant = book.add_worksheet(), book.add_format({"num_format": "yyyy/mm/dd hh:mm:ss"})
        for line, row in enumerate(rows_of("registrations.ja.csv")):
            for column, cell in enumerate(row):
                if line and column == 0:
                    page.write_datetime(line, 0, datetime.strptime(cell, "%Y/%m/%d %H:%M:%S"), instant)  # noqa: DTZ007
                else:
                    page.write_string(line, column, cell)
    assert run(path).count(Verdict.CREATED) == 3
    assert run(FORMS / "registrations.ja.csv").count(Verdict.UNCHANGED) == 3


def test_a_bad_row_is_refused_whole_with_every_reason(tmp_path):
    rows = changed(
        rows_of("registrations.ja.csv"), 3,
        タイムスタンプ="昨日", フリガナ="山田", 電話番号="なし", 支援に行ける都道府県="東京都, 江戸",
        個人情報の取扱いへの同意="", 流暢に話せる言語="日本語, エルフ語",
    )  # fmt: skip
    report = run(write(tmp_path / "a.csv", rows))
    [refused] = report.refused
    assert refused.row.line == 3
    assert {fault.column for fault in refused.faults} == {
        "タイムスタンプ", "フリガナ", "電話番号", "支援に行ける都道府県", "個人情報の取扱いへの同意",
        "流暢に話せる言語",
    }  # fmt: skip
    assert report.count(Verdict.CREATED) == 2
    assert not User.objects.filter(email="an.rei@example.org").exists()


def test_an_organisation_must_stand_in_the_directory(tmp_path):
    rows = changed(rows_of("registrations.ja.csv"), 2, 所属団体="見本の会")
    path = write(tmp_path / "a.csv", rows)
    assert [fault.column for fault in run(path).refused[0].faults] == ["所属団体"]
    organisation = make_organisation("見本の会")
    assert run(path).count(Verdict.CREATED) == 1
    assert organisation.supporters.count() == 1


def test_a_known_or_repeated_mail_address_is_refused(tmp_path):
    make_supporter(mail="sakura.mihon@example.org")
    rows = rows_of("registrations.ja.csv")
    twice = [*rows, ["2023/07/20 10:00:00", *rows[2][1:]]]
    report = run(write(tmp_path / "a.csv", twice))
    assert [outcome.row.line for outcome in report.refused] == [2, 5]


def test_a_dry_run_says_the_same_and_keeps_nothing(tmp_path):
    rows = changed(rows_of("registrations.ja.csv"), 2, フリガナ="山田")
    rows = [*rows, ["2023/07/20 10:00:00", *rows[2][1:]]]
    path = write(tmp_path / "a.csv", rows)
    dry = run(path, dry_run=True)
    assert not Supporter.objects.exists()
    assert not User.objects.exists()
    assert not Payee.objects.exists()
    assert not Mail.objects.exists()
    assert not DataKey.objects.filter(kind="payee").exists()
    assert [each.verdict for each in dry.outcomes] == [each.verdict for each in run(path).outcomes]


def test_the_command_reports_writes_rejects_and_takes_them_back_corrected(tmp_path, capsys):
    rows = changed(rows_of("registrations.ja.csv"), 4, フリガナ="架空")
    path = write(tmp_path / "form.csv", rows, encoding="cp932")
    with pytest.raises(SystemExit) as ended:
        call_command("import", "registrations", str(path), "--mapping", str(MAPPING))
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert "line 4: refused – フリガナ:" in told
    assert "2 taken in" in told
    rejects = tmp_path / "form.csv.rejects.csv"
    sheet = read_rows(rejects)
    assert sheet.header[:3] == ("Line", "Column", "Reason")
    assert sheet.rows[0].cells[:2] == ("4", "フリガナ")
    assert "+81 70 0000 0003" in sheet.rows[0].cells
    corrected = [list(sheet.header), [cell.replace("架空", "カクウ") for cell in sheet.rows[0].cells]]
    call_command("import", "registrations", str(write(rejects, corrected)), "--mapping", str(MAPPING))
    assert Supporter.objects.count() == 3
    assert SupporterLanguage.objects.filter(language="pt-br", interprets=True).count() == 1


def test_an_unusable_file_ends_with_2(tmp_path):
    for path in (tmp_path / "none.csv", write(tmp_path / "a.csv", [["だれ", "なに"], ["1", "2"]])):
        with pytest.raises(CommandError) as caught:
            call_command("import", "registrations", str(path), "--mapping", str(MAPPING))
        assert caught.value.returncode == 2
    with pytest.raises(CommandError, match="TOML"):
        call_command("import", "registrations", str(path), "--mapping", str(path))


def test_members_of_before_keep_their_id_and_their_confirmed_experience():
    run(FORMS / "registrations.ja.csv")
    supporter = Supporter.objects.get(number="BN-M1H0-NAA8")
    assert (supporter.user.email, supporter.experience_confirmed_on) == (
        "sakura.mihon@example.org",
        date(2023, 7, 20),
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("伴走ネットID（事務局）", "BN-M1H0-NAA9"),
        ("伴走ネットID（事務局）", "BN-M1H0-NBBE"),
        ("支援経験の確認日（事務局）", "去年"),
    ],
)
def test_a_mistyped_or_taken_id_and_a_bad_day_are_refused(tmp_path, column, value):
    rows = changed(rows_of("registrations.ja.csv"), 2, **{column: value})
    report = run(write(tmp_path / "a.csv", [rows[0], rows[3], rows[1]]))
    assert [outcome.verdict for outcome in report.outcomes] == [Verdict.CREATED, Verdict.REFUSED]
    assert [fault.column for fault in report.outcomes[1].faults] == [column]
