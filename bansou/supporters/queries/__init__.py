"""Questions about supporters and their papers."""

from bansou.supporters.queries.papers import (
    accounts_to_confirm,
    active_count,
    counts_by_state,
    find_papers,
    has_fresh_account,
    latest_terms,
    open_terms,
    papers_of,
    papers_to_send,
    registration_of,
    terms_with_papers,
    without_registration,
)
from bansou.supporters.queries.people import (
    TOLD,
    Search,
    details_of,
    recent_entries,
    search,
    with_export_columns,
    with_list_columns,
)
from bansou.supporters.queries.standing import Task, task_list

__all__ = [
    "TOLD",
    "Search",
    "Task",
    "accounts_to_confirm",
    "active_count",
    "counts_by_state",
    "details_of",
    "find_papers",
    "has_fresh_account",
    "latest_terms",
    "open_terms",
    "papers_of",
    "papers_to_send",
    "recent_entries",
    "registration_of",
    "search",
    "task_list",
    "terms_with_papers",
    "with_export_columns",
    "with_list_columns",
    "without_registration",
]
