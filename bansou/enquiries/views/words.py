"""Sentences about a thread: how long somebody waits, and what may leave by which way."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bansou.core.refusal import Refused
from bansou.enquiries.actions import sending
from bansou.enquiries.actions.common import told_at
from bansou.enquiries.enums import Kind, Reason
from bansou.enquiries.models import Address, Thread
from bansou.enquiries.rules.later import waited
from bansou.people.rules.contact import Leave
from bansou.vault.crypto import Unreadable

# The key of the way in where that has no address: a call, a visit.
OWN = "own"


def waiting_words(since: datetime | None, now: datetime) -> str:
    """How long somebody has waited: in minutes, then hours, then days."""
    if since is None:
        return ""
    days, hours, minutes = waited(since, now)
    if days:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def ways_of(thread: Thread, now: datetime) -> list[dict[str, Any]]:
    """Every way to answer, the thread's own first: its key for the form, its name, and what the gate says now."""
    own = thread.address or thread
    others = Address.objects.filter(person=thread.person_id).select_related("channel").order_by("created_at")
    found = [own, *(each for each in others if each.pk != thread.address_id)]
    return [_way(thread, each, now) for each in found]


def _way(thread: Thread, by: Address | Thread, now: datetime) -> dict[str, Any]:
    address = by if isinstance(by, Address) else None
    why = _barrier(thread, address, now)
    return {
        "key": str(address.pk) if address else OWN,
        "address": address,
        "name": str(by.channel),
        "allowed": why is None,
        "says": why or _leaves(by.channel.kind, sending.leave_for(thread, address, now=now)),
    }


def _barrier(thread: Thread, address: Address | None, now: datetime) -> str | None:
    own = address is None or address.channel_id == thread.channel_id
    if own and thread.reply_until and thread.reply_until <= now:
        return Reason.WINDOW.label % {"at": told_at(thread.reply_until, now)}
    if gone := sending.gone(address):
        return str(gone.label)
    try:
        sending.require_leave(thread, address, now=now)
    except Refused as refused:
        return refused.message
    except Unreadable:
        return str(Reason.UNREADABLE.label)
    return None


def _leaves(kind: str, leave: Leave) -> str:
    if kind == Kind.WEB:
        return _("They read it when they come back with their code.")
    if kind in (Kind.PHONE, Kind.WALK_IN):
        return _("Nothing is sent: note here what you tell them.")
    if leave.full:
        return _("The words themselves leave.")
    return _("Others see this phone or account: only a neutral note leaves, that something waits.")
