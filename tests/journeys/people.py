"""Who takes part in the journeys, and the codes of their second factors."""

import base64
import hashlib

STAFF = {
    "secretariat": "office@example.org",
    "coordinator": "coordinator@example.org",
    "accountant": "accountant@example.org",
    "approver": "approver@example.org",
    "auditor": "auditor@example.org",
}
HANA = "hana@example.com"
# Interpreters in Tokyo, by the language that they speak.
COMPANIONS = {"vi": "minh@example.com", "fa": "ara@example.com"}
PASSWORD = "a long walk to the city hall"


def totp_secret(mail: str) -> str:
    return base64.b32encode(hashlib.sha1(mail.encode()).digest()).decode()


def totp_codes(mail: str) -> list[str]:
    """What the person's phone showed a moment ago, shows now, and shows next; each is good for one sign-in."""
    from allauth.mfa.totp.internal import auth

    return [code_of(totp_secret(mail), counter) for counter in auth.yield_hotp_counters_from_time()]


def code_of(secret: str, counter: int | None = None) -> str:
    """What an authenticator app shows for a secret, now or at a counter of half minutes."""
    from allauth.mfa.totp.internal import auth

    counters = list(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counters[1] if counter is None else counter))
