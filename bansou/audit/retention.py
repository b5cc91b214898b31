"""How long the audit log is kept."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

RETENTION = {
    "audit.Entry": [
        keep("actor_id reason", AMBER, "who answers for an act or a look", "10 years"),
        keep(
            "sealed_reason",
            RED,
            "why somebody looked at people, or took them for one",
            "1 year after the term; the key goes then",
        ),
        keep(
            "id at verb object_type object_ids object_id fields reason_scope",
            INTERNAL,
            "what was done or seen",
            "10 years",
        ),
    ],
    "audit.Seal": [keep("seq entry mac", INTERNAL, "proves that the log is whole", "10 years")],
}
