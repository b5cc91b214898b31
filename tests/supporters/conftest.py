"""Readers of this room's pages."""

import pytest
from django.core.management import call_command
from django.test import Client


@pytest.fixture
def sign_in():
    """A client signed in as a user, staff with their second factor passed."""

    def make(user) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return make


@pytest.fixture(autouse=True)
def _cache_table(request):
    """Limits count in the database's cache table, which migrations do not make."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        call_command("createcachetable", verbosity=0)
