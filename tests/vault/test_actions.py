"""Keys, scopes, erasure and the hourly limits."""

import uuid
from datetime import date, timedelta

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bansou.core import retention
from bansou.core.refusal import Refused
from bansou.vault import actions, keyfiles, keyring
from bansou.vault.crypto import Unreadable
from bansou.vault.models import DataKey, Opening

pytestmark = pytest.mark.django_db

ERASE = date(2031, 2, 1)
PLACE = "people.person.name|1"


@pytest.fixture
def scope(now):
    return actions.create_key("person", erase_on=ERASE, now=now)


@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(text=st.text(max_size=200))
def test_a_text_is_read_only_in_its_place_and_scope(scope, now, text):
    token = actions.seal(scope, PLACE, text)
    assert actions.unseal(scope, PLACE, token) == text
    assert actions.unseal(scope, PLACE, memoryview(token)) == text
    other = actions.create_key("person", erase_on=ERASE, now=now)
    for wrong_scope, wrong_place in (
        (other, PLACE),
        (scope, "people.person.name|2"),
        (scope, "people.person.kana|1"),
    ):
        with pytest.raises(Unreadable):
            actions.unseal(wrong_scope, wrong_place, token)


def test_a_stored_row_shows_nothing(scope):
    row = DataKey.objects.get(scope=scope)
    assert row.quarter == "2031Q1"
    assert keyring.one(scope) not in bytes(row.wrapped)
    assert keyring.one(scope).hex() not in repr(row) + str(row) + repr(row.__dict__)


def test_a_wrapped_key_does_not_work_for_another_scope(scope, now):
    other = actions.create_key("person", erase_on=ERASE, now=now)
    DataKey.objects.filter(scope=other).update(wrapped=DataKey.objects.get(scope=scope).wrapped)
    keyring.forget()
    with pytest.raises(Unreadable):
        actions.seal(other, PLACE, "text")


def test_erasing_makes_unreadable_at_once(scope, now):
    token = actions.seal(scope, PLACE, "text")
    kept = actions.create_key("person", erase_on=ERASE, now=now)
    kept_token = actions.seal(kept, PLACE, "other")
    actions.erase(scope)
    with pytest.raises(Unreadable):
        actions.unseal(scope, PLACE, token)
    items = [actions.Sealed(scope, PLACE, token), actions.Sealed(kept, PLACE, kept_token)]
    assert actions.unseal_many(items) == [None, "other"]


def test_many_texts_cost_one_query(now, django_assert_num_queries):
    scopes = [actions.create_key("payee", erase_on=ERASE, now=now) for _ in range(50)]
    items = [
        actions.Sealed(scope, PLACE, actions.seal(scope, PLACE, str(n))) for n, scope in enumerate(scopes)
    ]
    keyring.forget()
    with django_assert_num_queries(1, using="vault"):
        assert actions.unseal_many(items + items) == [str(n) for n in range(50)] * 2
    with django_assert_num_queries(0, using="vault"):
        actions.unseal(*items[7])


def test_a_shared_key_is_made_once(now):
    scope = uuid.uuid4()
    actions.ensure_key("mail", scope=scope, erase_on=ERASE, now=now)
    token = actions.seal(scope, PLACE, "text")
    keyring.forget()
    actions.ensure_key("mail", scope=scope, erase_on=ERASE, now=now)
    assert actions.unseal(scope, PLACE, token) == "text"


def test_a_destroyed_quarter_never_comes_back(now, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path / "keys")
    scope = actions.create_key("person", erase_on=date(2027, 5, 1), now=now)
    token = actions.seal(scope, PLACE, "text")
    saved = DataKey.objects.get(scope=scope)
    assert actions.destroy_quarter("2027Q2") == 1
    assert not keyfiles.path("kek-2027Q2").exists()
    # A backup of the vault database comes back, the master key does not.
    saved.save(force_insert=True)
    keyring.forget()
    with pytest.raises(Unreadable):
        actions.unseal(scope, PLACE, token)
    with pytest.raises(keyfiles.Destroyed):
        actions.create_key("person", erase_on=date(2027, 6, 30), now=now)


def test_master_keys_are_files_for_their_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path / "keys")
    assert keyfiles.load("index") == keyfiles.load("index") != keyfiles.load("audit")
    assert keyfiles.path("index").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "keys").iterdir() if file.name.startswith(".")] == []
    with pytest.raises(ValueError):
        keyfiles.load("../secret_key")


def test_two_hundred_records_an_hour_and_no_more(now):
    actor = uuid.uuid4()
    scopes = [uuid.uuid4() for _ in range(201)]
    actions.take_quota(actor, scopes[:150], now=now)
    actions.take_quota(actor, scopes[100:200], now=now)
    actions.take_quota(actor, scopes[:200], now=now + timedelta(minutes=30))
    with pytest.raises(Refused) as refused:
        actions.take_quota(actor, scopes[200:], now=now)
    assert "200" in refused.value.message
    assert Opening.objects.filter(actor_id=actor).count() == 200
    actions.take_quota(actor, scopes[200:], now=now + timedelta(hours=1))


def test_two_thousand_for_all_together(now):
    for _ in range(10):
        actions.take_quota(uuid.uuid4(), [uuid.uuid4() for _ in range(200)], now=now)
    with pytest.raises(Refused) as refused:
        actions.take_quota(uuid.uuid4(), [uuid.uuid4()], now=now)
    assert "2000" in refused.value.message


def test_openings_are_forgotten_after_a_day(now):
    actions.take_quota(uuid.uuid4(), [uuid.uuid4()], now=now)
    actions.prune_openings(now=now + timedelta(hours=26))
    assert not Opening.objects.exists()


def test_keys_without_a_row_are_swept_and_others_stay(now, monkeypatch):
    # The model stands for any that owns keys.
    monkeypatch.setattr(retention, "scopes", lambda: {"person": "vault.DataKey"})
    kept = actions.create_key("person", erase_on=ERASE, now=now)
    assert actions.sweep_orphans(now=now + timedelta(days=8)) == 0
    monkeypatch.setattr(retention, "scopes", lambda: {"person": "directory.Organisation"})
    assert actions.sweep_orphans(now=now + timedelta(days=6)) == 0
    assert actions.sweep_orphans(now=now + timedelta(days=8)) == 1
    assert not DataKey.objects.filter(scope=kept).exists()


def test_too_many_orphans_are_left_alone(now, monkeypatch):
    monkeypatch.setattr(retention, "scopes", lambda: {"person": "directory.Organisation"})
    for _ in range(101):
        actions.create_key("person", erase_on=ERASE, now=now)
    with pytest.raises(RuntimeError):
        actions.sweep_orphans(now=now + timedelta(days=8))
    assert DataKey.objects.filter(kind="person").count() == 101


def test_indexes_find_equal_values_of_one_column_only():
    assert actions.index("phone", "0312345678") == actions.index("phone", "0312345678")
    assert actions.index("phone", "0312345678") != actions.index("mail", "0312345678")


def test_a_term_forgets_who_is_who(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path / "keys")
    terms = uuid.uuid4()
    assert (
        actions.link_digest(terms, "a")
        == actions.link_digest(terms, "a")
        != actions.link_digest(uuid.uuid4(), "a")
    )
    actions.forget_links(terms)
    assert actions.link_digest(terms, "a") != actions.link_digest(terms, "a")


def test_secrets_of_the_installation_are_bound_to_their_column():
    token = actions.protect("mfa", "SECRET")
    assert b"SECRET" not in token and actions.reveal("mfa", token) == "SECRET"
    with pytest.raises(Unreadable):
        actions.reveal("other", token)
