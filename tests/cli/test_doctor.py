"""`bansou doctor`: after a restore it says whether the keys belong to the data."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from bansou.files import actions as files
from bansou.vault import actions as vault
from bansou.vault import keyfiles, keyring

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


def doctor() -> str:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)
    return out.getvalue()


def test_keys_that_belong_to_the_data_are_well():
    vault.create_key("person", erase_on=date(2028, 5, 1), now=NOW)
    assert "ok       Sealed data opens" in doctor()


def test_a_missing_master_key_is_named_and_not_made_anew():
    vault.create_key("person", erase_on=date(2028, 5, 1), now=NOW)
    keyfiles.path("kek-2028Q2").unlink()
    assert "the master key kek-2028Q2 is missing" in doctor()
    assert not keyfiles.path("kek-2028Q2").exists()


def test_another_master_key_is_noticed():
    vault.create_key("person", erase_on=date(2028, 5, 1), now=NOW)
    keyfiles.path("kek-2028Q2").write_text("00" * 32)
    keyring.forget()
    assert "kek-2028Q2 is another key" in doctor()


def test_open_doors_are_named(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir(mode=0o755)
    settings.ALLOWED_HOSTS, settings.HTTPS, settings.AUDIT_ANCHOR_TO = ["*"], True, ""
    told = doctor()
    assert "others on this machine can read it" in told
    assert "any name is answered" in told
    assert "nobody outside keeps its end" in told


def test_closed_doors_are_well(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir(mode=0o700)
    settings.AUDIT_ANCHOR_TO = "auditor@example.org"
    told = doctor()
    assert "ok       Data folder" in told
    assert "ok       Audit log" in told


def test_lost_and_open_files_are_noticed(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    scope = vault.create_key("test", erase_on=date(2028, 5, 1), now=NOW)
    files.store(b"%PDF-1.7", "a.pdf", scope=scope, actor=None, now=NOW)
    assert "ok       Files that people handed in" in doctor()
    settings.FILES_DIR.chmod(0o755)
    assert "others on this machine can list them" in doctor()
    settings.FILES_DIR.rename(tmp_path / "elsewhere")
    assert "1 of the newest are not in" in doctor()
