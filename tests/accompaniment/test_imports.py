"""Claims from a form's spreadsheet: judged by the same rules, bad rows refused whole, never twice."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from bansou.accompaniment.imports import import_claims
from bansou.accompaniment.models import Claim, Slot
from bansou.core.refusal import Refused
from bansou.core.sheets import Verdict
from bansou.notices.models import Mail
from bansou.people.models import Recipient
from bansou.supporters.models import Supporter
from bansou.vault.models import DataKey
from tests.factories import make_supporter, make_terms
from tests.sheets import FORMS, rows_of, write

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 9, 1, tzinfo=UTC)
MAPPING = FORMS / "claims.toml"


@pytest.fixture(autouse=True)
def network():
    """The supporters whom the samples name."""
    make_terms()
    rows = rows_of("claims.ja.csv") + rows_of("claims.en.csv")
    numbers = sorted({cell for row in rows for cell in row if cell.startswith("BN-")})
    for number in numbers:
        Supporter.objects.filter(pk=make_supporter(experienced=True).pk).update(number=number)
    Mail.objects.all().delete()


def run(path: Path, dry_run: bool = False):
    return import_claims(path, MAPPING, dry_run, NOW)


def changed(line: int, **values: str) -> list[list[str]]:
    rows = rows_of("claims.ja.csv")
    for name, value in values.items():
        rows[line - 1][rows[0].index(name)] = value
    return rows


def test_the_samples_are_taken_in_as_of_their_timestamps():
    assert [outcome.verdict for outcome in run(FORMS / "claims.ja.csv").outcomes] == [Verdict.CREATED] * 3
    claim = Claim.objects.order_by("filed_at").first()
    assert (claim.filed_on, claim.support_on, claim.amount_yen) == (
        date(2024, 7, 31),
        date(2024, 7, 30),
        8000,
    )
    assert claim.filed_at == datetime(2024, 7, 31, 11, 15, 2, tzinfo=UTC)
    assert Recipient.objects.count() == 2 and Slot.objects.count() == 3
    assert Claim.objects.filter(refused_by_office=True).count() == 1
    assert [mail.kind for mail in Mail.objects.all()] == ["second_asked"], (
        "the form itself told the applicants"
    )


def test_the_english_sample_is_the_same_form():
    assert run(FORMS / "claims.en.csv").exit_code == 0
    assert {claim.place for claim in Claim.objects.all()} == {"city_hall", "hospital"}


def test_the_same_file_twice_changes_nothing():
    run(FORMS / "claims.ja.csv")
    before = list(Claim.objects.order_by("pk").values())
    assert [outcome.verdict for outcome in run(FORMS / "claims.ja.csv").outcomes] == [Verdict.UNCHANGED] * 3
    assert list(Claim.objects.order_by("pk").values()) == before


def test_a_dry_run_keeps_nothing_and_says_the_same():
    keys = DataKey.objects.count()
    dry = run(FORMS / "claims.ja.csv", dry_run=True)
    assert (Claim.objects.count(), Recipient.objects.count(), DataKey.objects.count()) == (0, 0, keys)
    wet = run(FORMS / "claims.ja.csv")
    assert [each.verdict for each in dry.outcomes] == [each.verdict for each in wet.outcomes]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("タイムスタンプ", "きのう"),
        ("タイムスタンプ", "2024/10/30 9:00:00"),
        ("タイムスタンプ", "2024/08/31 0:00:01"),
        ("伴走ネットID", "BN-0000-0000"),
        ("カード番号", "K7M3Q9X2P"),
        ("相談者のお名前（在留カードのローマ字）", ""),
        ("相談者の生年月日", "1990/13/45"),
        ("支援日", "2026/03/01"),
        ("支援日", "七月"),
        ("開始時刻", "25:00"),
        ("終了時刻", "10:30:00"),
        ("同行先の種類", "月"),
        ("支援の内容", "通訳, 空を飛ぶ"),
        ("結果", ""),
        ("もう一人の伴走者の伴走ネットID", "BN-1234-5678"),
    ],
)
def test_a_bad_cell_is_named_and_its_row_refused_whole(tmp_path, column, value):
    report = run(write(tmp_path / "claims.csv", changed(2, **{column: value})))
    assert [outcome.verdict for outcome in report.outcomes] == [
        Verdict.REFUSED,
        Verdict.CREATED,
        Verdict.CREATED,
    ]
    assert column in {fault.column for fault in report.refused[0].faults}
    assert all(fault.reason and "%" not in fault.reason for fault in report.refused[0].faults)
    assert Claim.objects.count() == 2 and report.exit_code == 1


@pytest.mark.parametrize(
    ("encoding", "line_end"), [("utf-8-sig", "\r\n"), ("cp932", "\r"), ("cp932", "\n"), ("utf-8", "\r\n")]
)
def test_every_encoding_and_line_end_gives_the_same(tmp_path, encoding, line_end):
    report = run(
        write(tmp_path / "claims.csv", rows_of("claims.ja.csv"), encoding=encoding, line_end=line_end)
    )
    assert report.count(Verdict.CREATED) == 3


def test_a_file_without_a_question_is_refused(tmp_path):
    rows = [row[:-13] for row in rows_of("claims.ja.csv")]
    with pytest.raises(Refused):
        run(write(tmp_path / "claims.csv", rows))


def test_the_command_writes_the_rejects(tmp_path, capsys):
    file = write(tmp_path / "claims.csv", changed(3, 支援日="七月"))
    with pytest.raises(SystemExit) as left:
        call_command("import", "claims", str(file))
    assert left.value.code == 1
    rejects = (tmp_path / "claims.csv.rejects.csv").read_text(encoding="utf-8-sig")
    assert "七月" in rejects and "支援日" in rejects
    assert Claim.objects.count() == 2
