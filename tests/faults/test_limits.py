"""Limits hold: for their whole period, and however many others are counted at the same time."""

from datetime import UTC, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from bansou.core.limits import allowed

pytestmark = pytest.mark.django_db


def test_a_limit_lasts_its_whole_period():
    asked = RequestFactory().get("/")
    assert [allowed(asked, "tries", at_most=2, seconds=3600) for _ in range(3)] == [True, True, False]
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires FROM cache WHERE cache_key LIKE %s", ["%limit-tries%"])
        [(expires,)] = cursor.fetchall()
    if timezone.is_naive(expires):
        expires = expires.replace(tzinfo=UTC)
    assert expires > timezone.now() + timedelta(minutes=50)


def test_a_flood_of_others_pushes_no_counter_out():
    # Used one-time codes and failed sign-ins are remembered there too.
    cache.set("aaa-used-code", True, 120)
    for number in range(400):
        cache.set(f"zzz-{number}", 1, 120)
    assert cache.get("aaa-used-code")
