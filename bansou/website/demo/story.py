"""Makes the whole demo: everything happens once more, in the order of time, through the actions of the web."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import connections, transaction

from bansou.accompaniment.models import Claim
from bansou.accounts.models import User
from bansou.core.later import nothing_later
from bansou.notices.actions import untold
from bansou.people.models import Person
from bansou.supporters.models import Supporter
from bansou.vault import actions as vault
from bansou.website.demo.claims import Desk
from bansou.website.demo.helping import Helping
from bansou.website.demo.lately import LastDays
from bansou.website.demo.members import note_registrations
from bansou.website.demo.office import START, open_office
from bansou.website.demo.runs import Counter
from bansou.website.demo.world import Sizes, World, moment

SEED = 20_260
EVENTS_AT_ONCE = 400
TOLD_DAYS = 2


class NotEmpty(Exception):
    """There are people in this database already."""


def make_demo(
    *,
    now: datetime,
    sizes: Sizes | None = None,
    seed: int = SEED,
    told: Callable[[float], object] = lambda share: None,
) -> dict[str, int]:
    """Fill an empty, migrated database up to `now`; `told` hears which share of the time has passed.

    The same seed and day give the same network, but for the random codes. Raises NotEmpty.
    """
    if User.objects.exists():
        raise NotEmpty
    _hurry()
    world = World(Random(seed), sizes or Sizes(), now)  # noqa: S311
    with untold(), transaction.atomic():
        open_office(world)
    note_registrations(world)
    desk = Desk(world)
    desk.note_claims()
    Counter(world).note_months()
    LastDays(world, desk).note_all()
    Helping(world).note_all()
    with nothing_later():
        _live(world, told)
    _tidy()
    return {"supporters": Supporter.objects.count(), "claims": Claim.objects.count()}


def _live(world: World, told: Callable[[float], object]) -> None:
    """Only the last days are told by mail: enough for the mailbox, and nobody wants the rest."""
    start = moment(START, 9)
    with untold():
        for at in _in_parts(world.diary.live(world.now - timedelta(days=TOLD_DAYS))):
            told((at - start) / (world.now - start))
    for at in _in_parts(world.diary.live(world.now)):
        told((at - start) / (world.now - start))


def _in_parts(moments: Iterator[datetime]) -> Iterator[datetime]:
    """Commits after many events; the last moment of each part."""
    while True:
        with transaction.atomic():
            part = list(islice(moments, EVENTS_AT_ONCE))
        if not part:
            return
        yield part[-1]


def _hurry() -> None:
    # A demo that the power cut off is made anew; so nothing waits for the disk.
    for connection in connections.all():
        if connection.in_atomic_block:
            continue
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA synchronous = OFF")
            else:
                cursor.execute("SET synchronous_commit = off")


def _tidy() -> None:
    """What the worker would have done on the way: forget the people whom nobody came to need."""
    spare = Person.objects.filter(recipients=None, cards=None, cases=None, threads=None)
    scopes = list(spare.values_list("pk", flat=True))
    spare.delete()
    vault.erase(*scopes)
