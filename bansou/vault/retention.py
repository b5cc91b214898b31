"""How long keys and traces of opening are kept."""

from bansou.core.retention import INTERNAL, keep

RETENTION = {
    "vault.DataKey": [
        keep(
            "scope kind quarter wrapped created_at",
            INTERNAL,
            "reads what is sealed under it",
            "as long as the data; at the latest the end of the quarter",
        ),
    ],
    "vault.Opening": [
        keep("id actor_id scope hour_at", INTERNAL, "the hourly limit of openings", "1 day"),
    ],
}
