"""The receipt: sixteen digits and a PIN by which somebody without an account comes back."""

import unicodedata
from dataclasses import dataclass
from random import Random

CODE_DIGITS = 16
PIN_DIGITS = 6
# Wrong tries of one typed code in an hour; whoever found a slip of paper still has to guess the PIN.
TRIES_AN_HOUR = 5


@dataclass(frozen=True, slots=True)
class Receipt:
    """Plain digits; shown once and kept nowhere."""

    code: str
    pin: str

    @property
    def shown(self) -> str:
        """The code in groups of four, to be copied by hand."""
        return " ".join(self.code[start : start + 4] for start in range(0, CODE_DIGITS, 4))


def new_receipt(rng: Random) -> Receipt:
    """`rng` must be a SystemRandom: 53 bits of code and 20 of PIN."""
    return Receipt(_digits(rng, CODE_DIGITS), _digits(rng, PIN_DIGITS))


def as_digits(typed: str) -> str:
    """The digits of what was typed, in whatever script and width; blanks, hyphens and anything else are left out."""
    return "".join(str(unicodedata.decimal(letter)) for letter in typed if letter.isdecimal())


def _digits(rng: Random, count: int) -> str:
    return f"{rng.randrange(10**count):0{count}}"
