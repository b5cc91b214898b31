"""What is kept about claims, why, and until when."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

TEXT = "2 years after the term; the key goes then"
ACCOUNTS = "10 years (accounts)"

RETENTION = {
    "accompaniment.Draft": [
        keep("sealed_form", RED, "lets a supporter go on typing", "until sent, or 90 days untouched"),
        keep(
            "id supporter claim updated_at", INTERNAL, "whose draft it is", "until sent, or 90 days untouched"
        ),
    ],
    "accompaniment.Claim": [
        keep("sealed_text text_digest form_digest", RED, "what happened, for the reviewer", TEXT),
        keep("activities outcome refused_by_office place", AMBER, "evidence without names", ACCOUNTS),
        keep(
            "applicant prefecture region support_on starts ends minutes",
            AMBER,
            "who is paid for what",
            ACCOUNTS,
        ),
        keep("recipient visit", AMBER, "the cap of claims for one person; which visit it pays for", ACCOUNTS),
        keep(
            "id number terms state version filed_on filed_at deadline_on pay_month_on amount_yen assessment "
            "coordinator_ok_on form_token correction_token",
            INTERNAL,
            "the claim's course and how it was judged",
            ACCOUNTS,
        ),
    ],
    "accompaniment.Slot": [keep("id recipient claim number cap", AMBER, "keeps the cap", ACCOUNTS)],
    "accompaniment.Series": [keep("year last", INTERNAL, "numbers claims", "as long as there are claims")],
    "accompaniment.Participation": [
        keep("id claim supporter position confirmed_at declined_at", AMBER, "who went along", ACCOUNTS)
    ],
    "accompaniment.Event": [
        keep("sealed_reason", RED, "why a claim was sent back or not approved", TEXT),
        keep("id claim state version at by", INTERNAL, "who decided what, and when", ACCOUNTS),
    ],
    "accompaniment.Flag": [
        keep("id claim sign other raised_at cleared_at cleared_by", AMBER, "signs for the reviewer", TEXT)
    ],
    "accompaniment.LateNote": [
        keep("sealed_text", RED, "why a supporter could not file in time", "1 year; the key goes then"),
        keep(
            "id supporter prefecture support_on deadline_on written_at answered_at answered_by",
            AMBER,
            "that somebody answers",
            "1 year",
        ),
    ],
}
SCOPES = {
    "claim": "accompaniment.Claim",
    "draft": "accompaniment.Draft",
    "late_note": "accompaniment.LateNote",
}
