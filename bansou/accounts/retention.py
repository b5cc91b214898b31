"""How long accounts, second factors and sessions are kept."""

from bansou.core.retention import AMBER, INTERNAL, keep

WHILE = "as long as the account"

RETENTION = {
    "accounts.User": [
        keep("email name language", AMBER, "who signs in, and how to write to them", WHILE),
        keep("password last_login access_version is_active", INTERNAL, "signing in", WHILE),
        keep("is_public_official", INTERNAL, "what must not be shown to this user", WHILE),
        keep("shortcut_keys", INTERNAL, "whether pages answer to single keys", WHILE),
        keep("id created_at", INTERNAL, "who did what (audit log)", "10 years"),
    ],
    "accounts.Role": [
        keep(
            "id user kind region granted_by granted_at", INTERNAL, "what a user may do", "until the role ends"
        ),
    ],
    "account.EmailAddress": [keep("id user email verified primary", AMBER, "unused; stays empty", WHILE)],
    "account.EmailConfirmation": [
        keep("id email_address created sent key", AMBER, "unused; stays empty", WHILE),
    ],
    "mfa.Authenticator": [
        keep(
            "id user type data created_at last_used_at", INTERNAL, "second factors, sealed", "until removed"
        ),
    ],
    "usersessions.UserSession": [
        keep(
            "id user created_at ip last_seen_at session_key user_agent data",
            AMBER,
            "shows people where they are signed in",
            "until the session ends; at most 13 hours",
        ),
    ],
    "sessions.Session": [
        keep("session_key session_data expire_date", AMBER, "a sign-in", "at most 13 hours")
    ],
}
