"""Owns the codes that people type: the Bansou ID and the card code, with a check character that catches slips.

Characters are Crockford's base 32 (no I, L, O, U). The check character is a weighted sum in the field GF(32),
see docs/decisions/0002: it catches every single wrong character and every swap of two characters.
"""

from random import Random

from bansou.core.typed import narrow

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MAX_LENGTH = 31  # with the check character; beyond it the weights would repeat
ID_PREFIX = "BN"
ID_BODY = 7
CARD_BODY = 8

_LOOK_ALIKES = str.maketrans("OIL", "011")
_SEPARATORS = "-_.・"


def new_code(length: int, rng: Random) -> str:
    """A random code of `length` characters plus its check character. `rng` is random.SystemRandom() in earnest."""
    return with_check("".join(rng.choice(ALPHABET) for _ in range(length)))


def with_check(body: str) -> str:
    """`body` with its check character behind it. Raises ValueError for other characters or more than 30."""
    if not 1 <= len(body) < MAX_LENGTH or not set(body) <= set(ALPHABET):
        raise ValueError("A code has 1 to 30 characters of Crockford's base 32.")
    return body + ALPHABET[_times_two(_sum(body))]


def normalise(typed: str) -> str:
    """What was meant: upper case, half width, no spaces or hyphens, O as 0, I and L as 1. Never raises."""
    plain = narrow(typed).upper().translate(_LOOK_ALIKES)
    return "".join(char for char in plain if not (char.isspace() or char in _SEPARATORS))


def is_valid(code: str, body: int) -> bool:
    """Whether a normalised code has `body` characters and the right check character behind them."""
    return len(code) == body + 1 and set(code) <= set(ALPHABET) and _sum(code) == 0


def grouped(code: str, *sizes: int) -> str:
    """Hyphens between groups of the given sizes: grouped("K7M3Q9X2P", 3, 3, 3) → "K7M-3Q9-X2P"."""
    groups, rest = [], code
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    return "-".join(groups)


def new_bansou_id(rng: Random) -> str:
    """A member number as it is stored and shown, "BN-XXXX-XXXX": seven random characters and their check."""
    return f"{ID_PREFIX}-{grouped(new_code(ID_BODY, rng), 4, 4)}"


def read_bansou_id(typed: str) -> str | None:
    """The stored form of a typed member number, with or without its BN; None if it is mistyped."""
    code = normalise(typed)
    if len(code) == len(ID_PREFIX) + ID_BODY + 1:
        code = code.removeprefix(ID_PREFIX)
    return f"{ID_PREFIX}-{grouped(code, 4, 4)}" if is_valid(code, ID_BODY) else None


def new_card_code(rng: Random) -> str:
    """A card code as it is stored: eight random characters (40 bits) and their check, without hyphens."""
    return new_code(CARD_BODY, rng)


def read_card_code(typed: str) -> str | None:
    """The stored form of a typed card code; None if it is mistyped."""
    code = normalise(typed)
    return code if is_valid(code, CARD_BODY) else None


def show_card_code(code: str) -> str:
    """As printed on a slip: "K7M-3Q9-X2P"."""
    return grouped(code, 3, 3, 3)


def _times_two(value: int) -> int:
    """Multiply by x in GF(32), the polynomials over GF(2) modulo x⁵ + x² + 1; x generates all 31 non-zero elements."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _sum(code: str) -> int:
    """Σ xⁱ·cᵢ, i counted from the right: distinct non-zero weights, so no slip of one or two swapped keeps it."""
    total = 0
    for char in code:
        total = _times_two(total) ^ ALPHABET.index(char)
    return total
