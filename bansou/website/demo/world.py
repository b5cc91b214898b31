"""What the parts of the demo share: the chance, the diary, the staff, the terms and the members."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.core.municipalities import region_of
from bansou.programmes.models import Terms
from bansou.supporters.models import Supporter
from bansou.website.demo.diary import Diary


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a network is made; the tests make a small one."""

    organisations: int = 110
    supporters: int = 700
    claims: int = 2900


@dataclass(slots=True, eq=False)
class Member:
    """A supporter of the demo; `ready_on` is the day from which they may file where competence is asked."""

    index: int
    supporter: Supporter
    tongue: str
    zeal: float
    active: bool = True
    ready_on: date | None = None
    accounts: int = 0
    left: bool = False


@dataclass
class World:
    rng: Random
    sizes: Sizes
    now: datetime
    staff: dict[str, User] = field(default_factory=dict)
    terms: dict[str, Terms] = field(default_factory=dict)
    organisations: dict[str, list[UUID]] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    # By the id of the payee.
    payees: dict[UUID, Member] = field(default_factory=dict)
    coordinators: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.diary = Diary(self.now)

    @property
    def secretariat(self) -> User:
        return self.staff[RoleKind.SECRETARIAT]

    def coordinator(self, prefecture: str) -> User | None:
        return self.coordinators.get(region_of(prefecture))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def token(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def later(self, at: datetime, first: int, last: int) -> datetime:
        """A moment in office hours, `first` to `last` days later."""
        day = day_of(at) + timedelta(days=self.rng.randint(first, last))
        return moment(day, self.rng.randint(9, 17), self.rng.randint(0, 59))


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time on the clock of Japan."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()
