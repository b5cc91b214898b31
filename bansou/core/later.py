"""Hands work to the background worker, which sees it once the current transaction is committed."""

from django.utils.module_loading import import_string


def after_commit(task: str, *ids: str) -> None:
    """Enqueue a task by its dotted path. Actions stand below the tasks that call them, so they name, not import.

    The queue is a table of the same database: a rollback takes the task back, and no crash can come between.
    """
    import_string(task).enqueue(*ids)
