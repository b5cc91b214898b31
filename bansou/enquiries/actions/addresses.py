"""Somebody's mail address or LINE user: found by a blind index, readable under the person's key."""

from datetime import datetime

from bansou.enquiries.models import Address, Channel
from bansou.enquiries.queries import sealed
from bansou.people.models import Person
from bansou.vault import actions as vault


def address_with(channel: Channel, external: str) -> Address | None:
    """Whose mail address or LINE user this is, if it was here before."""
    return Address.objects.filter(channel=channel, digest=_digest(external)).select_related("person").first()


def add_address(person: Person, channel: Channel, external: str, *, now: datetime) -> Address:
    """A new place of a person in a channel; the one that is there already if there is, whosever it is.

    Only a human says that two are one person, so it is never moved from one to another.
    """
    if found := address_with(channel, external):
        return found
    address = Address(channel=channel, person=person, digest=_digest(external), created_at=now)
    address.sealed_external = vault.seal(person.pk, sealed.address_place(address), external.strip())
    address.save(force_insert=True)
    return address


def answer_only(person: Person, kind: str, external: str, *, now: datetime) -> None:
    """Of a person's places in channels of a kind only this one takes answers from now on; none if it is blank."""
    mine, digest = Address.objects.filter(person=person, channel__kind=kind), _digest(external)
    mine.filter(digest=digest).update(gone_at=None)
    mine.exclude(digest=digest).filter(gone_at=None).update(gone_at=now)


def _digest(external: str) -> bytes:
    # Whoever types a mail address on a phone may begin it with a capital.
    return vault.index("enquiries.address.external", external.strip().casefold())
