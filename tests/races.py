"""What race tests share: they run on PostgreSQL only, and start their jobs in the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from bansou.core.refusal import Refused

ON_POSTGRESQL = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time: no race"),
]


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run all jobs together, each on a connection of its own; what they return or refuse, in their order."""
    gate = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return job()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
