"""Which parts of a case each role reads and writes: the one list that forms, pages, exports and searches ask."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Parts of a case. What holds a file or a translation is as secret as the part it belongs to."""

    HEAD = "head"  # number, urgency, state, region, languages, topics
    FACTS = "facts"  # summary, wish, town, who asked for them
    IDENTITY = "identity"  # names, birth date, household
    NATIONALITY = "nationality"
    CONTACT = "contact"  # safe contact, addresses
    RESIDENCE = "residence"  # status of residence and its dates
    ENTRIES = "entries"
    PRIVATE = "private"  # private notes
    MESSAGES = "messages"
    TASKS = "tasks"
    FILES = "files"
    CONSENTS = "consents"
    MEMBERS = "members"
    REFERRALS = "referrals"
    LOG = "log"  # who read and did what


@dataclass(frozen=True, slots=True)
class Access:
    """What a member may read and what they may also write, and as what: a role, or "glass" in an emergency."""

    reads: frozenset[Part]
    writes: frozenset[Part]
    role: str = ""


_ALL = frozenset(Part)
_NOTES = frozenset({Part.ENTRIES, Part.TASKS})

ROLES: dict[str, Access] = {
    "lead": Access(_ALL, _ALL - {Part.LOG}),
    "worker": Access(
        _ALL - {Part.LOG, Part.REFERRALS},
        _NOTES
        | {Part.FACTS, Part.IDENTITY, Part.CONTACT, Part.PRIVATE, Part.MESSAGES, Part.FILES, Part.CONSENTS},
    ),
    # Interprets what is said and written; needs neither papers nor where somebody lives.
    "interpreter": Access(
        frozenset({Part.HEAD, Part.FACTS, Part.MESSAGES, Part.TASKS}), frozenset({Part.MESSAGES})
    ),
    # Advises on the matter; needs the status, not how to reach the person.
    "specialist": Access(
        frozenset(
            {Part.HEAD, Part.FACTS, Part.NATIONALITY, Part.RESIDENCE, Part.ENTRIES, Part.TASKS, Part.FILES}
        ),
        _NOTES,
    ),
    # Break-glass: everything that helps at once, nothing written.
    "glass": Access(_ALL - {Part.PRIVATE, Part.LOG}, frozenset()),
}
# In an emergency these take a second click: who and where somebody is, and what they wrote or handed in.
RED = frozenset({Part.IDENTITY, Part.NATIONALITY, Part.CONTACT, Part.RESIDENCE, Part.MESSAGES, Part.FILES})
# Public officials must report people without a status (Immigration Act 62 (2)): they never learn it.
HIDDEN_FROM_OFFICIALS = frozenset({Part.RESIDENCE, Part.NATIONALITY})


def access(role: str, *, official: bool = False, red: bool = True) -> Access:
    """What somebody in a role may read and write; an emergency opening without the second click has no `red`.

    Raises KeyError for an unknown role.
    """
    found = ROLES[role]
    hidden = (HIDDEN_FROM_OFFICIALS if official else frozenset()) | (frozenset() if red else RED)
    return Access(found.reads - hidden, found.writes - hidden, role)
