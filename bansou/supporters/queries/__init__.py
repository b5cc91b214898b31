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
    terms_with_papers,
    without_registration,
)
from bansou.supporters.queries.people import (
    LOOK_UP,
    TOLD,
    Search,
    details_of,
    ids_asked_today,
    recent_entries,
    search,
    with_export_columns,
    with_list_columns,
)

__all__ = [
    "LOOK_UP",
    "TOLD",
    "Search",
    "accounts_to_confirm",
    "active_count",
    "counts_by_state",
    "details_of",
    "find_papers",
    "has_fresh_account",
    "ids_asked_today",
    "latest_terms",
    "open_terms",
    "papers_of",
    "papers_to_send",
    "recent_entries",
    "search",
    "terms_with_papers",
    "with_export_columns",
    "with_list_columns",
    "without_registration",
]
