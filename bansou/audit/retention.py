"""How long the audit log is kept."""

from bansou.core.retention import AMBER, INTERNAL, keep

RETENTION = {
    "audit.Entry": [
        keep("actor_id reason", AMBER, "who answers for an act or a look", "10 years"),
        keep(
            "id at verb object_type object_ids object_id fields",
            INTERNAL,
            "what was done or seen",
            "10 years",
        ),
    ],
    "audit.Seal": [keep("seq entry mac", INTERNAL, "proves that the log is whole", "10 years")],
}
