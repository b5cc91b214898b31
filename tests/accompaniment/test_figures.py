"""The numbers of the staff's home."""

from datetime import date, timedelta

import pytest

from bansou.accompaniment.actions import course
from bansou.accompaniment.models import Claim
from bansou.accompaniment.queries.figures import claims_by_month, claims_by_prefecture
from tests.factories import FILED_AT, file_claim, make_supporter, make_terms

pytestmark = pytest.mark.django_db


def test_claims_are_counted_by_month_of_filing_and_live_ones_by_prefecture():
    make_terms()
    supporter = make_supporter(experienced=True)
    withdrawn = file_claim(supporter)
    file_claim(supporter, name="LE THI GIA")
    file_claim(supporter, name="PHAM HOA", now=FILED_AT + timedelta(days=3))
    course.withdraw(withdrawn, actor=supporter.user, now=FILED_AT)
    months = claims_by_month(Claim.objects.all(), until=date(2024, 9, 30), months=3)
    assert months == [(date(2024, 7, 1), 0), (date(2024, 8, 1), 3), (date(2024, 9, 1), 0)]
    found = claims_by_prefecture(Claim.objects.all(), since=date(2024, 7, 1), until=date(2024, 8, 31))
    assert len(found) == 47
    assert {code: count for code, count in found.items() if count} == {supporter.prefecture: 2}
    assert not any(
        claims_by_prefecture(Claim.objects.all(), since=date(2023, 7, 1), until=date(2023, 8, 31)).values()
    )
