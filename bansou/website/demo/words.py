"""What the supporters of the demo write about a support: sentences put together (data/words.toml)."""

from dataclasses import dataclass
from random import Random

from bansou.website.demo.data import load

_WORDS = load("words")
RETURN_REASONS, REJECT_REASONS = _WORDS["return_reasons"], _WORDS["reject_reasons"]
ACTIVITIES = ("interpret", "explain", "accompany", "negotiate", "forms", "listen")


@dataclass(frozen=True, slots=True)
class Story:
    """What a claim tells beside its person and its times."""

    place: str
    place_name: str
    activities: tuple[str, ...]
    outcome: str
    done: str
    result: str
    refused_by_office: bool
    refusal: str
    transport: str


def story(rng: Random) -> Story:
    offices, results = _WORDS["offices"], _WORDS["results"]
    place = rng.choices(list(offices), [told["weight"] for told in offices.values()])[0]
    outcome = rng.choices(list(results), (50, 43, 7))[0]
    refused = outcome == "refused" or rng.random() < 0.03
    errand, more = rng.choice(offices[place]["errands"]), rng.sample(_WORDS["more"], 2)
    return Story(
        place=place,
        place_name=rng.choice(offices[place]["names"]),
        activities=tuple(sorted(rng.sample(ACTIVITIES, rng.randint(1, 3)))),
        outcome=outcome,
        done="".join((rng.choice(_WORDS["before"]), errand, rng.choice(_WORDS["how"]), *more)),
        result="".join(rng.sample(results[outcome], 2)),
        refused_by_office=refused,
        refusal=rng.choice(_WORDS["refusals"]) if refused else "",
        transport=rng.choice(_WORDS["transport"]),
    )
