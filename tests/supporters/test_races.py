"""Two clicks at the same moment: one supporter, whatever the order."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from bansou.core.refusal import Refused
from bansou.supporters import actions
from bansou.supporters.models import Supporter
from tests.factories import LONG_AGO, make_details

CLICKS = 6
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def at_once(register) -> list[str]:
    barrier = Barrier(CLICKS)

    def click(number: int) -> str:
        try:
            barrier.wait()
            return register().number
        except Refused as refused:
            return str(refused.reason)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(click, range(CLICKS)))


def register(mail: str, token: uuid.UUID) -> Supporter:
    return actions.register(
        make_details(mail=mail), token=token, language="ja", consent_version="2026-11", now=LONG_AGO
    )


def test_one_form_clicked_six_times_is_one_supporter():
    token = uuid.uuid4()
    told = at_once(lambda: register("one@example.org", token))
    assert told == [Supporter.objects.get().number] * CLICKS


def test_one_mail_address_in_six_forms_is_one_supporter():
    told = at_once(lambda: register("one@example.org", uuid.uuid4()))
    assert sorted(told) == sorted([Supporter.objects.get().number, *["mail_taken"] * (CLICKS - 1)])
