"""Two clicks at the same moment: one supporter, whatever the order."""

import uuid

from bansou.core.refusal import Refused
from bansou.supporters import actions
from bansou.supporters.enums import Reason
from bansou.supporters.models import Supporter
from tests.factories import LONG_AGO, make_details
from tests.races import ON_POSTGRESQL, at_once

CLICKS = 6
pytestmark = ON_POSTGRESQL


def register(mail: str, token: uuid.UUID) -> Supporter:
    return actions.register(
        make_details(mail=mail), token=token, language="ja", consent_version="2026-11", now=LONG_AGO
    )


def test_one_form_clicked_six_times_is_one_supporter():
    token = uuid.uuid4()
    found = at_once(*[lambda: register("one@example.org", token)] * CLICKS)
    assert found == [Supporter.objects.get()] * CLICKS


def test_one_mail_address_in_six_forms_is_one_supporter():
    found = at_once(*[lambda: register("one@example.org", uuid.uuid4())] * CLICKS)
    refused = [each.reason for each in found if isinstance(each, Refused)]
    assert refused == [Reason.MAIL_TAKEN] * (CLICKS - 1)
    assert Supporter.objects.get() in found
