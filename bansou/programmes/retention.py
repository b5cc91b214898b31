"""How long terms are kept: for good, since old claims are explained by them."""

from bansou.core.retention import INTERNAL, keep

RETENTION = {
    "programmes.Programme": [keep("code title", INTERNAL, "what the terms belong to", "for good")],
    "programmes.Terms": [
        keep(
            "id programme code support_from support_to document published_at published_by",
            INTERNAL,
            "the rules by which claims were judged, and who put them into force",
            "for good",
        ),
    ],
}
