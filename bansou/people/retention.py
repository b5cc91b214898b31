"""What is kept about the people we support, why, and until when."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

TERM = "1 year after the term; the term's link key and quarter key go with it"
COURSE = "10 years (accounts)"

RETENTION = {
    "people.Person": [keep("id created_at", INTERNAL, "the scope of a person's key", COURSE)],
    "people.SafeContact": [
        keep(
            "person sealed_contact updated_at",
            RED,
            "what may be sent to the person, and how",
            "with the last case or enquiry",
        ),
    ],
    "people.Card": [
        keep(
            "code",
            AMBER,
            "names a person by a slip that says nothing about them",
            "until the last term it was used in ends",
        ),
        keep("person issued_at issued_by", INTERNAL, "who issued the slip", COURSE),
    ],
    "people.Recipient": [
        keep("sealed_identity", RED, "lets a coordinator compare two records", TERM),
        keep("digest birth_block name_block", RED, "recognises a recipient again within one term", TERM),
        keep("id terms person merged_into created_at", INTERNAL, "the row that a cap is counted on", COURSE),
    ],
    "people.MatchHint": [
        keep("id one other created_at decision decided_by decided_at", INTERNAL, "the decision", COURSE),
    ],
}
SCOPES = {"person": "people.Person", "hint": "people.MatchHint"}
