"""Hands work to the background worker, which sees it once the current transaction is committed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.module_loading import import_string

_nothing: ContextVar[bool] = ContextVar("nothing_later", default=False)


@contextmanager
def nothing_later() -> Iterator[None]:
    """Within it no work is handed on: for what happened long ago and is only now written down."""
    token = _nothing.set(True)
    try:
        yield
    finally:
        _nothing.reset(token)


def after_commit(task: str, *ids: str) -> None:
    """Enqueue a task by its dotted path. Actions stand below the tasks that call them, so they name, not import.

    The queue is a table of the same database: a rollback takes the task back, and no crash can come between.
    """
    if not _nothing.get():
        import_string(task).enqueue(*ids)
