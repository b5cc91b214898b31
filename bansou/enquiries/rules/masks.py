"""Hides what a machine must not learn from a text, and puts it back into the translation."""

import re

# Web and mail addresses, @names, and anything with digits of whatever script, such as phone numbers and amounts.
_HIDDEN = re.compile(r"https?://\S+|[^\s@<>]{1,64}@[^\s@<>]{1,190}|@\w+|\+?\d(?:[\d.,:/() -]*\d)?")
_MARK = re.compile(r"\[\s*\[\s*(\d{1,3})\s*\]\s*\]")


def mask(text: str) -> tuple[str, list[str]]:
    """The text with [[0]], [[1]]… in place of what is hidden, and what stood there."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found.group())
        return f"[[{len(hidden) - 1}]]"

    return _HIDDEN.sub(hide, text), hidden


def unmask(text: str, hidden: list[str]) -> str | None:
    """The text with everything back in its place; None where the machine lost, doubled or made up a mark."""
    marks = [int(found) for found in _MARK.findall(text)]
    if not text.strip() or sorted(marks) != list(range(len(hidden))):
        return None
    return _MARK.sub(lambda found: hidden[int(found.group(1))], text)
