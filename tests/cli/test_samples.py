"""The samples of last year's forms go in as the README tells: first the people, then their claims."""

import pytest
from django.core.management import call_command

from bansou.accompaniment.models import Claim
from bansou.supporters.models import Supporter
from tests.factories import make_terms
from tests.sheets import FORMS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "people", "claims"), [("ja", 3, 3), ("en", 2, 2)])
def test_registrations_then_claims(language, people, claims, capsys):
    make_terms()
    call_command("import", "registrations", str(FORMS / f"registrations.{language}.csv"))
    call_command("import", "claims", str(FORMS / f"claims.{language}.csv"))
    assert Supporter.objects.count() == people
    assert Claim.objects.count() == claims
    assert "0 refused" in capsys.readouterr().out
