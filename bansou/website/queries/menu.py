"""The menu: which pages a reader's roles open, and how much waits there."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import roles

SUPPORTER, COORDINATOR, SECRETARIAT, ACCOUNTANT, APPROVER, AUDITOR = RoleKind


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu, for the roles that open it; without roles it is for visitors who have not signed in."""

    page: str
    label: str | Promise
    icon: str
    roles: frozenset[str] = frozenset()
    waiting: str = ""


ENTRIES = (
    Entry("supporter_register", _("Register"), "heart-handshake"),
    Entry("account_login", _("Sign in"), "login"),
    Entry("home", _("Home"), "home", frozenset(RoleKind)),
)


def menu(user: Any, path: str) -> list[dict[str, Any]]:
    """The entries for this reader, the one whose page this is marked. At most one query."""
    mine = roles(user)
    entries = [entry for entry in ENTRIES if (entry.roles & mine if mine else not entry.roles)]
    urls = {}
    for entry in entries:
        try:
            urls[entry.page] = reverse(entry.page)
        except NoReverseMatch:
            pass
    entries = [e for e in entries if e.page in urls]
    # The longest address that this page's starts with: /c/claims/new/ belongs to /c/claims/.
    here = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    return [
        {
            "label": entry.label,
            "url": urls[entry.page],
            "icon": entry.icon,
            "current": urls[entry.page] == here,
        }
        for entry in entries
    ]
