"""What is kept about supporters, and until when."""

from bansou.core.retention import AMBER, INTERNAL, keep

_ACCOUNTS = "10 years after the last payment (accounts)"
_LEFT = "2 years after leaving the network"

RETENTION = {
    "supporters.Supporter": [
        keep("id number user payee form_token", INTERNAL, "to know which supporter is meant", _ACCOUNTS),
        keep("name kana latin", AMBER, "papers, payments, staff lists", _ACCOUNTS),
        keep("postal_code prefecture municipality street building", AMBER, "papers by post, region", _LEFT),
        keep("phone", AMBER, "the coordinator's call", _LEFT),
        keep("organisation", AMBER, "which member sends the supporter", _LEFT),
        keep("foreign_roots", AMBER, "matching with people who seek help, if given", _LEFT),
        keep("gender", AMBER, "helpers of the gender that somebody wishes, if told", _LEFT),
        keep("remote paused_until", AMBER, "finding who can help now, and from afar", _LEFT),
        keep("previous_experience experience_text", AMBER, "right to file claims", _LEFT),
        keep(
            "experience_confirmed_on experience_confirmed_by", INTERNAL, "who confirmed it, and when", _LEFT
        ),
        keep("consent_version consented_at", INTERNAL, "proof of what was agreed to", _ACCOUNTS),
        keep("registered_on left_on", INTERNAL, "membership", _ACCOUNTS),
    ],
    "supporters.SupporterLanguage": [
        keep("id supporter language level interprets", AMBER, "finding interpreters", _LEFT),
    ],
    "supporters.SupporterArea": [keep("id supporter prefecture", AMBER, "finding who can go", _LEFT)],
    "supporters.SupporterField": [keep("id supporter field", AMBER, "finding who knows", _LEFT)],
    "supporters.SupporterTime": [
        keep("id supporter weekday starts ends", AMBER, "finding who is free", _LEFT)
    ],
    "supporters.Registration": [
        keep("id supporter terms code", INTERNAL, "the papers of a term", _ACCOUNTS),
        keep(
            "opened_on papers_sent_on memorandum_back_on account_notice_back_on payable_on",
            INTERNAL,
            "where the papers are",
            _ACCOUNTS,
        ),
    ],
}
