"""Hands work to the background worker once the current transaction is committed."""

from django.db import transaction
from django.utils.module_loading import import_string


def after_commit(task: str, *ids: str) -> None:
    """Enqueue a task by its dotted path. Actions stand below the tasks that call them, so they name, not import."""
    transaction.on_commit(lambda: import_string(task).enqueue(*ids))
