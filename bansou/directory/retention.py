"""What is kept about member organisations: public facts, and how to reach them."""

from bansou.core.retention import AMBER, INTERNAL, keep

RETENTION = {
    "directory.Organisation": [
        keep(
            "id name kana latin prefecture website",
            INTERNAL,
            "the public list of members",
            "as long as it matters",
        ),
        keep("mail phone", AMBER, "the office's contact, may be one person's", "2 years after leaving"),
        keep("joined_on left_on", INTERNAL, "membership", "as long as it matters"),
    ],
}
