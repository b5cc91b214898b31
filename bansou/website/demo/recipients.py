"""The people who are supported in the demo: whom a supporter goes with, and how they are named."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bansou.people import actions as people
from bansou.programmes.models import Terms
from bansou.website.demo import names
from bansou.website.demo.world import Member, World

CARDS_AT_ONCE = 25
_BY_EAR = (("UYE", "UE"), ("TH", "T"), ("EE", "I"), ("OO", "U"), ("LL", "L"), ("IA", "YA"), ("A", "E"))


@dataclass(slots=True, eq=False)
class Known:
    """A person within one term: `naming` is what a claim's form says; `used` counts claims that may be live.

    `by_ear`: somebody who is known, spelled in another way.
    """

    naming: dict[str, Any]
    prefecture: str
    by_ear: bool = False
    members: set[int] = field(default_factory=set)
    used: int = 0


class People:
    def __init__(self, world: World) -> None:
        self.world = world
        self._known: dict[Any, list[Known]] = {}
        self._of_member: dict[tuple[Any, int], list[Known]] = {}
        self._cards: list[str] = []

    def choose(self, member: Member, terms: Terms, at: datetime) -> Known:
        """Mostly somebody new or somebody the supporter went with before; now and then another's."""
        roll = self.world.rng.random()
        cap = terms.rules.caps.claims_per_recipient or 99
        mine = [one for one in self._of_member.get((terms.pk, member.index), ()) if one.used < cap]
        if mine and roll < 0.5:
            chosen = self.world.rng.choice(mine)
        else:
            chosen = self._of_others(member, terms, cap, roll) or self._new(member, terms, at)
        if member.index not in chosen.members:
            chosen.members.add(member.index)
            self._of_member.setdefault((terms.pk, member.index), []).append(chosen)
        return chosen

    def _of_others(self, member: Member, terms: Terms, cap: int, roll: float) -> Known | None:
        if roll < 0.90:
            return None
        near = [one for one in self._known.get(terms.pk, ()) if one.prefecture == member.supporter.prefecture]
        if roll < 0.982:
            free = [one for one in near if one.used < cap]
            return self.world.rng.choice(free) if free else None
        named = [one for one in near if "name" in one.naming]
        if roll > 0.995:
            # Over the cap: never refused when named by name and birth date.
            named = [one for one in named if one.used >= cap]
            return self.world.rng.choice(named) if named else None
        return self._by_ear(self.world.rng.choice(named), member, terms) if named else None

    def _new(self, member: Member, terms: Terms, at: datetime) -> Known:
        if self.world.chance(0.25):
            naming = {"card": self._card(at)}
        else:
            tongue = member.tongue if member.tongue in names.RECIPIENTS else ""
            if not tongue or self.world.chance(0.3):
                tongue = names.mother_tongue(self.world.rng, names.RECIPIENTS)
            born = date(1958, 1, 1) + timedelta(days=self.world.rng.randrange(365 * 48))
            naming = {"name": names.long_latin(self.world.rng, tongue), "birth_on": born}
        return self._add(Known(naming, member.supporter.prefecture), terms)

    def _by_ear(self, one: Known, member: Member, terms: Terms) -> Known:
        """The same person as another supporter spells them: a coordinator is shown both."""
        name = one.naming["name"]
        for found, heard in _BY_EAR:
            if found in name:
                name = name.replace(found, heard, 1)
                break
        naming = {"name": name, "birth_on": one.naming["birth_on"]}
        return self._add(Known(naming, member.supporter.prefecture, by_ear=True), terms)

    def _add(self, one: Known, terms: Terms) -> Known:
        self._known.setdefault(terms.pk, []).append(one)
        return one

    def _card(self, at: datetime) -> str:
        if not self._cards:
            self._cards = people.issue_cards(CARDS_AT_ONCE, actor=self.world.secretariat, now=at)
        return self._cards.pop()
