"""No text that people typed becomes a live formula in a spreadsheet of ours, and no spreadsheet leaves unlogged."""

import csv
import io
import re
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.core import clock
from bansou.directory.models import Organisation
from bansou.payments.models import Payee
from bansou.supporters.models import Supporter
from tests.core.test_sheets import STARTS
from tests.faults.town import NOW, Town
from tests.sheets import FORMS, rows_of, write

pytestmark = pytest.mark.django_db
# PostgreSQL stores no NUL, and forms refuse it.
HOSTILE = [f"{start}cmd|'/c calc'!A1" for start in STARTS if start != "\x00"]
EXPORTS = {
    "claims.export": (RoleKind.SECRETARIAT, "claim_export", "?state="),
    "supporters.export": (RoleKind.SECRETARIAT, "supporter_export", ""),
    "directory.export": (RoleKind.SECRETARIAT, "organisation_export", ""),
    "payments.list_xlsx": (RoleKind.ACCOUNTANT, "run_xlsx", ""),
}


@pytest.fixture
def town(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    return Town()


def _address(town, name: str, query: str) -> str:
    return reverse(name, args=[town.run.pk] if name.startswith("run_") else []) + query


def _fill(text: str) -> None:
    Supporter.objects.update(
        name=text, kana=text, latin=text, phone=text[:20], municipality=text, street=text, building=text
    )
    Organisation.objects.update(name=text, kana=text, latin=text, website=text, phone=text)
    Payee.objects.update(name=text)


def _dead(content: bytes) -> bool:
    """Numbers and plain texts only: no formula, no link, nothing outside."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names, sheet = book.namelist(), book.read("xl/worksheets/sheet1.xml").decode()
    kinds = set(re.findall(r"<c [^>]*?t=\"(\w+)\"", sheet))
    return (
        kinds <= {"s", "n"}
        and not re.search(r"<f[ >]|<hyperlink|<oleObject|<ext", sheet)
        and not [name for name in names if re.search(r"external|connections|embeddings|vba", name)]
    )


@pytest.mark.parametrize("verb", EXPORTS)
def test_a_workbook_holds_dead_text(town, signed_in, verb):
    who, name, query = EXPORTS[verb]
    client, address = signed_in(town.staff[who]), _address(town, name, query)
    for text in HOSTILE:
        _fill(text)
        content = client.get(address).content
        assert _dead(content), repr(text)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert len(rows) > 1
        assert verb == "claims.export" or "calc" in str(rows)


@pytest.mark.parametrize("verb", EXPORTS)
def test_an_export_names_in_the_log_all_that_left(town, signed_in, verb):
    who, name, query = EXPORTS[verb]
    signed_in(town.staff[who]).get(_address(town, name, query))
    entry = Entry.objects.get(verb=verb)
    left = {
        "claims.export": town.claims,
        "supporters.export": [town.one, town.other],
        "directory.export": [town.organisation],
        "payments.list_xlsx": [town.run],
    }[verb]
    assert entry.actor_id == town.staff[who].pk and entry.at == NOW
    assert sorted(entry.object_ids) == sorted(str(each.pk) for each in left)


def test_refused_rows_come_back_dead(tmp_path):
    header, first, *_others = rows_of("registrations.ja.csv")
    # A name with a formula in it is refused for its reading, and comes back with everything that was typed.
    rows = [[*first[:1], *(text for _cell in first[1:])] for text in HOSTILE]
    path = write(tmp_path / "form.csv", [header, *rows])
    with pytest.raises(SystemExit):
        call_command("import", "registrations", str(path), "--mapping", str(FORMS / "registrations.toml"))
    assert not Supporter.objects.exists()
    text = (tmp_path / "form.csv.rejects.csv").read_bytes().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert sum("calc" in cell for cell in cells) >= len(HOSTILE)
    live = re.compile(r"[\s\ufeff\u200b]*[=+\-@|%＝＋－＠]|[\t\r\n\ufeff]")
    assert not [cell for cell in cells if live.match(cell)]
