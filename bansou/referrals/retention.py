"""What is kept about referrals, why, and until when."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

CASE = "as long as the case"

RETENTION = {
    "referrals.Referral": [
        keep(
            "sealed_shared sealed_words sealed_answer",
            RED,
            "what was shown to whom, and what they said",
            CASE,
        ),
        keep(
            "fields body organisation to_user result",
            AMBER,
            "proof of what left; know-how about bodies",
            CASE,
        ),
        keep(
            "id case kind consent warned state sent_at sent_by answer_by_on answered_at ended_at form_token",
            INTERNAL,
            "the referral's course",
            CASE,
        ),
    ],
}
