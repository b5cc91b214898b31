"""A folder and a key of their own for each test."""

from datetime import date

import pytest

from bansou.vault import actions as vault


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def scope(now):
    return vault.create_key("test", erase_on=date(2031, 2, 1), now=now)
