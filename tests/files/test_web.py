"""A form takes a file, a page shows it: through the whole server, with a room of the test's own above the files."""

import tempfile
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from bansou.core import clock
from bansou.core.downloads import show
from bansou.files import actions
from bansou.files.forms import UploadField
from bansou.files.models import StoredFile
from config.urls import *  # noqa: F403 - the handlers of errors
from config.urls import urlpatterns as ours
from tests.files import samples

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Form(forms.Form):
    text = forms.CharField(required=False)
    photo = UploadField(required=False)
    second = UploadField(required=False)


@login_not_required
def take(request, scope):
    form = Form(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["photo"]:
        actions.store(form.cleaned_data["photo"], scope=scope, actor=None, now=clock.now())
    errors = {name: [error.code for error in found.as_data()] for name, found in form.errors.items()}
    return HttpResponse(f"{form['text'].value()} {errors}", content_type="text/plain")


@login_not_required
def look(request, pk):
    stored = StoredFile.objects.get(pk=pk)
    return show(request, actions.open_file(stored), stored.media_type)


urlpatterns = [path("take/<uuid:scope>", take), path("look/<uuid:pk>", look), *ours]


def send(scope, **files):
    return Client(raise_request_exception=False).post(f"/take/{scope}", {"text": "typed words", **files})


def test_a_photo_goes_in_and_comes_out(scope):
    photo = SimpleUploadedFile("../IMG.PNG", samples.png(), content_type="text/html")
    assert send(scope, photo=photo).content == b"typed words {}"
    answer = Client().get(f"/look/{StoredFile.objects.get().pk}")
    assert answer.content.startswith(b"\xff\xd8\xff") and samples.SECRET not in answer.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="file.jpg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_a_pdf_is_only_downloaded(scope, now):
    stored = actions.store(b"%PDF-1.7", "a.pdf", scope=scope, actor=None, now=now)
    answer = Client().get(f"/look/{stored.pk}")
    assert answer["Content-Disposition"] == 'attachment; filename="file.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-1", 206, slice(0, 2)),
        ("bytes=40-", 206, slice(40, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=10-999999", 206, slice(10, None)),
        ("bytes=-999999", 206, slice(None)),
        ("bytes=999999-", 416, slice(0, 0)),
        ("bytes=5-2", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
        ("bytes=-", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("lines=0-1", 200, slice(None)),
        ("bytes=٣-٤", 200, slice(None)),
        ("bytes=0-" + "9" * 5000, 200, slice(None)),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(scope, now, wanted, status, part):
    voice = samples.VOICES["audio/mpeg"]
    stored = actions.store(voice, "voice.mp3", scope=scope, actor=None, now=now)
    answer = Client().get(f"/look/{stored.pk}", headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (status, voice[part] if status != 416 else b"")
    if status == 206:
        start = part.indices(len(voice))[0]
        assert answer["Content-Range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(voice)}"
        assert answer["Content-Disposition"].startswith("inline")


def test_a_40_mb_film_is_refused_and_what_was_typed_stays(scope):
    film = SimpleUploadedFile("film.mp4", samples.mp4(b"vide") + bytes(40_000_000))
    answer = send(scope, photo=film)
    assert answer.status_code == 200
    assert answer.content == b"typed words {'photo': ['too_large']}"


def test_files_of_one_form_share_the_limit(scope):
    first = SimpleUploadedFile("one.pdf", b"%PDF-" + bytes(14_000_000))
    second = SimpleUploadedFile("two.pdf", b"%PDF-" + bytes(3_000_000))
    answer = send(scope, photo=first, second=second)
    assert answer.content == b"typed words {'second': ['too_large']}"


def test_more_than_any_file_is_answered_without_reading_it():
    client = Client(raise_request_exception=False)
    answer = client.generic(
        "POST",
        "/en/account/login/",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": "70000000"},
    )
    assert answer.status_code == 413 and b"15 MB" in answer.content


def test_uploads_never_touch_the_disk(scope, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    Path(tempfile.gettempdir()).mkdir()
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *args, **kwargs: pytest.fail("a file"))
    send(scope, photo=SimpleUploadedFile("a.pdf", b"%PDF-" + samples.SECRET * 300_000))
    assert StoredFile.objects.get().size > 5_000_000
    assert not list((tmp_path / "temporary").iterdir())


def test_the_empty_field_is_no_file(scope):
    assert send(scope).content == b"typed words {}"
    assert not StoredFile.objects.exists()
