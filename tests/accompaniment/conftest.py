"""A fixed day for pages."""

from datetime import UTC, datetime

import pytest

from bansou.core import clock


@pytest.fixture
def at(monkeypatch):
    """Set the one clock; pages then live on 1 August 2024, at noon in Japan, or when a test says."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", lambda: moment.date())

    set_clock(datetime(2024, 8, 1, 3, 0, tzinfo=UTC))
    return set_clock
