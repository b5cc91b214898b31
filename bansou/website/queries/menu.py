"""The menu: which pages a reader's roles open, and how much waits there."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bansou.accompaniment import permissions as claims
from bansou.accompaniment.enums import State
from bansou.accounts.permissions import roles
from bansou.cases.permissions import is_desk
from bansou.enquiries.permissions import visible_threads
from bansou.enquiries.queries import inbox
from bansou.payments import permissions as payments
from bansou.payments.enums import RunState
from bansou.payments.models import Run


class Entry(NamedTuple):
    """A page of the menu; its view says which roles open it. `seldom` ones stand together under "More"."""

    page: str
    label: str | Promise
    icon: str
    seldom: bool = False


FOR_VISITORS = (
    Entry("supporter_register", _("Register"), "heart-handshake"),
    Entry("account_login", _("Sign in"), "login"),
)
ENTRIES = (
    Entry("home", _("Home"), "home"),
    Entry("inbox", _("Inbox"), "inbox"),
    Entry("case_list", _("Cases"), "heart-handshake"),
    Entry("referral_list", _("Referrals"), "send"),
    Entry("ask_list", _("Requests"), "message"),
    Entry("visit_list", _("My visits"), "calendar"),
    Entry("claim_list", _("My claims"), "file-text"),
    Entry("my_payments", _("My payments"), "coin-yen"),
    Entry("supporter_papers", _("My papers"), "mail"),
    Entry("own_completions", _("Course"), "school"),
    Entry("supporter_profile", _("Profile"), "user"),
    Entry("claim_queue", _("Claims"), "clipboard-check"),
    Entry("supporter_list", _("Supporters"), "users"),
    Entry("papers_desk", _("Papers"), "mail"),
    Entry("payments_overview", _("Payments"), "coin-yen"),
    Entry("desk_pictures", _("Pictures"), "chart-bar"),
    Entry("booking_list", _("Interpreters"), "language", seldom=True),
    Entry("blank_spots", _("Blank spots"), "map-pin", seldom=True),
    Entry("channel_list", _("Channels"), "message", seldom=True),
    Entry("guide_board", _("Guides"), "language", seldom=True),
    Entry("organisation_list", _("Organisations"), "building", seldom=True),
    Entry("cards", _("Cards"), "id-badge-2", seldom=True),
    Entry("terms_list", _("Terms"), "calendar", seldom=True),
    Entry("audit_log", _("Log"), "history", seldom=True),
    Entry("staff_list", _("Staff"), "key", seldom=True),
    Entry("own_account", _("Your account"), "user", seldom=True),
)
# A menu of so many entries still fits into one line of a desk.
SHORT = 9


def menu(user: Any, path: str, *, now: datetime) -> list[dict[str, Any]]:
    """The entries for this reader, the one that this page belongs to marked. At most three queries."""
    if not user.is_authenticated:
        return _shown([(entry, reverse(entry.page)) for entry in FOR_VISITORS], path, {})
    mine = roles(user)
    open_ones = [(entry, reverse(entry.page)) for entry in ENTRIES if _opens(entry.page, mine)]
    return _shown(open_ones, path, _waiting(user, now))


def _opens(page: str, mine: frozenset[str]) -> bool:
    asked = _asked(page)
    return bool(mine if asked is None else asked & mine)


@cache
def _asked(page: str) -> frozenset[str] | None:
    """The roles for which a view is; looked up once, since finding a view by its address takes long."""
    return getattr(resolve(reverse(page)).func, "roles", None)


def _waiting(user: Any, now: datetime) -> dict[str, int]:
    """The pages on which others wait for this reader, and how many."""
    found = {}
    if is_desk(user):
        found["inbox"] = inbox.waiting(visible_threads(user, now=now), user, now=now)
    if claims.is_reviewer(user):
        found["claim_queue"] = claims.visible_claims(user).filter(state=State.SUBMITTED).count()
    elif payments.can_approve(user):
        found["payments_overview"] = Run.objects.filter(state=RunState.DRAFT).count()
    return found


def _shown(entries: list[tuple[Entry, str]], path: str, waiting: dict[str, int]) -> list[dict[str, Any]]:
    # The longest address that this one starts with: /s/claims/new/ belongs to /s/claims/.
    here = max((url for _, url in entries if path.startswith(url)), key=len, default="")
    return [
        {
            "label": entry.label,
            "url": url,
            "icon": entry.icon,
            "seldom": entry.seldom and len(entries) > SHORT,
            "current": url == here,
            "count": waiting.get(entry.page, 0),
        }
        for entry, url in entries
    ]
