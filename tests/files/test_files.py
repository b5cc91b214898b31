"""Files are kept as ciphertext, opened only as they were, and gone when they shall be."""

import io
import os
import stat
from datetime import date, timedelta

import pytest
from django.db import transaction

from bansou.core.refusal import Refused
from bansou.files import actions, queries, tasks
from bansou.files.enums import Reason
from bansou.files.models import StoredFile
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable
from tests import factories as make
from tests.files import samples

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + samples.SECRET * 40


def paths(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def store(scope, now, data=PDF, name="my letter.pdf"):
    return actions.store(data, name, scope=scope, actor=None, now=now)


def test_what_was_stored_can_be_opened(scope, now):
    user = make.make_user()
    stored = actions.store(io.BytesIO(PDF), "my letter.exe", scope=scope, actor=user, now=now)
    again = StoredFile.objects.get()
    assert actions.open_file(again) == PDF
    assert (again.media_type, again.size, again.created_by, again.created_at) == (
        "application/pdf",
        len(PDF),
        user,
        now,
    )
    assert vault.unseal_many([queries.sealed_name(again)]) == ["my letter.pdf"]
    assert list(queries.files_of(scope)) == [stored]


def test_a_picture_is_kept_cleaned(scope, now):
    stored = store(scope, now, samples.heic(), "IMG_7.HEIC")
    content = actions.open_file(stored)
    assert content.startswith(b"\xff\xd8\xff") and samples.SECRET not in content
    assert stored.media_type == "image/jpeg"
    assert vault.unseal_many([queries.sealed_name(stored)]) == ["IMG_7.jpg"]


def test_the_disk_shows_nothing(scope, now, folder):
    stored = store(scope, now)
    (path,) = paths(folder)
    assert path == folder / stored.pk.hex[:2] / str(stored.pk)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o700 for each in (folder, path.parent))
    raw = path.read_bytes()
    assert samples.SECRET not in raw and b"PDF" not in raw
    assert b"letter" not in bytes(stored.sealed_name) and "letter" not in repr(stored.__dict__)


def test_swapped_and_changed_bytes_are_found_out(scope, now, folder):
    one, other = store(scope, now), store(scope, now, PDF + b"other")
    first, second = (folder / each.pk.hex[:2] / str(each.pk) for each in (one, other))
    kept = first.read_bytes()
    for wrong in (
        second.read_bytes(),
        kept[:-1],
        kept[:100],
        b"",
        kept[:50] + b"\0" + kept[51:],
        b"\2" + kept[1:],
    ):
        first.write_bytes(wrong)
        with pytest.raises(Unreadable):
            actions.open_file(one)
    first.write_bytes(kept)
    assert actions.open_file(one) == PDF
    # A row that claims another scope.
    one.scope = vault.create_key("test", erase_on=date(2031, 2, 1), now=now)
    with pytest.raises(Unreadable):
        actions.open_file(one)


def test_without_its_key_or_bytes_a_file_is_unreadable(scope, now, folder):
    stored = store(scope, now)
    paths(folder)[0].unlink()
    with pytest.raises(Unreadable):
        actions.open_file(stored)
    stored = store(scope, now)
    vault.erase(scope)
    with pytest.raises(Unreadable):
        actions.open_file(stored)
    with pytest.raises(Unreadable):
        store(scope, now)


@pytest.mark.django_db(transaction=True)
def test_erasing_takes_rows_and_bytes_even_after_the_key(scope, now, folder):
    other = vault.create_key("test", erase_on=date(2031, 2, 1), now=now)
    kept = store(other, now)
    store(scope, now), store(scope, now)
    vault.erase(scope)
    actions.erase_files(scope)
    assert list(StoredFile.objects.all()) == [kept]
    assert [path.name for path in paths(folder)] == [str(kept.pk)]
    actions.delete_files(kept)
    assert not StoredFile.objects.exists() and not paths(folder)
    actions.delete_files(kept)


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_when_erasing_is_rolled_back(scope, now, folder):
    stored = store(scope, now)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.erase_files(scope)
        _ = 1 / 0
    assert actions.open_file(StoredFile.objects.get()) == PDF
    assert paths(folder)[0].name == str(stored.pk)


@pytest.mark.django_db(transaction=True)
def test_nothing_dangles_when_it_died_between_file_and_row(scope, now, folder, at):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store(scope, now)
        _ = 1 / 0
    kept = store(scope, now)
    (folder / "ab").mkdir(exist_ok=True)
    half = folder / "ab" / "ab0f0e6c-6c2b-4f0e-9a39-2f1f6d3a3f10.part"
    half.write_bytes(b"half")
    assert StoredFile.objects.count() == 1 and len(paths(folder)) == 3
    for path in paths(folder):
        os.utime(path, (now.timestamp(), now.timestamp()))
    # Within a day the row may still be on its way.
    at(now + timedelta(hours=23))
    tasks.sweep_orphans()
    assert len(paths(folder)) == 3
    at(now + timedelta(hours=25))
    tasks.sweep_orphans()
    assert [path.name for path in paths(folder)] == [str(kept.pk)]
    assert actions.open_file(kept) == PDF


def test_a_wrong_database_makes_no_sweep(scope, now, folder):
    for number in range(101):
        path = folder / f"{number:02x}" / f"{number:02x}"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    with pytest.raises(RuntimeError):
        actions.sweep_orphans(now=now)
    assert len(paths(folder)) == 101


def test_without_a_folder_nothing_is_swept(now):
    assert actions.sweep_orphans(now=now) == 0


def test_the_21st_file_of_a_day_is_refused(scope, now, folder):
    for minute in range(20):
        store(scope, now + timedelta(minutes=minute))
    with pytest.raises(Refused) as refused:
        store(scope, now + timedelta(hours=23))
    assert refused.value.reason is Reason.TOO_MANY_FILES and "20 files" in refused.value.message
    assert len(paths(folder)) == 20
    store(vault.create_key("test", erase_on=date(2031, 2, 1), now=now), now + timedelta(hours=23))
    store(scope, now + timedelta(hours=24, minutes=1))


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (b"%PDF-" + bytes(15_000_000), Reason.TOO_LARGE, "15 MB"),
        (samples.REFUSED["svg"], Reason.NOT_TAKEN, "take a photo"),
        (samples.bomb(5001, 5000), Reason.TOO_MANY_PIXELS, "25 million"),
        (samples.jpeg()[:500], Reason.DAMAGED, "did not arrive whole"),
    ],
)
def test_a_refusal_says_the_way_out(scope, now, folder, data, reason, words):
    for upload in (data, io.BytesIO(data)):
        with pytest.raises(Refused) as refused:
            store(scope, now, upload, "photo.jpg")
        assert refused.value.reason is reason and words in refused.value.message
    assert not paths(folder) and not StoredFile.objects.exists()


def test_missing_files_are_counted(scope, now, folder):
    store(scope, now), store(scope, now)
    assert actions.missing(among=100) == 0
    paths(folder)[0].unlink()
    assert actions.missing(among=100) == 1
