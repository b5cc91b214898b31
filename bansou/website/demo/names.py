"""Names for invented people, in their own script, in Latin letters and in kana (data/names.toml)."""

from dataclasses import dataclass
from random import Random

from bansou.website.demo.data import load

COUNTRIES = load("names")
SUPPORTERS = {tongue: told["share"] for tongue, told in COUNTRIES.items()}
RECIPIENTS = {tongue: told["recipients"] for tongue, told in COUNTRIES.items() if told["recipients"]}


@dataclass(frozen=True, slots=True)
class Name:
    """`latin` in capitals as on a residence card, `kana` in katakana."""

    own: str
    latin: str
    kana: str


def name(rng: Random, tongue: str) -> Name:
    """A name of somebody whose mother tongue is one of COUNTRIES."""
    told = COUNTRIES[tongue]
    given = rng.choice(told[rng.choice(("women", "men"))]).split("/")
    parts = [rng.choice(told["family"]).split("/"), given] if told["family"] else [given]
    if not told["family_first"]:
        parts.reverse()
    join = "" if tongue in ("zh-hans", "ko") else " "
    own, latin, kana = (
        sep.join(words) for sep, words in zip((join, " ", " "), zip(*parts, strict=True), strict=True)
    )
    return Name(*(text.replace("~", " ") for text in (own, latin, kana)))


def long_latin(rng: Random, tongue: str) -> str:
    """A name as on the card with one more part, so that few people share a name."""
    told = COUNTRIES[tongue]
    more = rng.choice(told["family"] or told["men"]).split("/")[1].replace("~", " ")
    return f"{name(rng, tongue).latin} {more}"


def roots(tongue: str) -> str:
    return COUNTRIES[tongue]["roots"]


def mother_tongue(rng: Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
