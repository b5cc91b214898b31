"""Owns what Japanese keyboards do to codes and numbers."""

import unicodedata

# Everything that stands for a hyphen once widths are unified, the mark of a long vowel too.
_HYPHENS = "‐‑‒–—―−ー"
_TO_HYPHEN = str.maketrans(dict.fromkeys(_HYPHENS, "-"))


def narrow(text: str) -> str:
    """What was typed in full width, made ordinary: `０３−１` → `03-1`."""
    return unicodedata.normalize("NFKC", text).strip().translate(_TO_HYPHEN)
