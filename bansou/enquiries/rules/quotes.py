"""Tells the new words of a mail from those that it quotes, so that a thread reads like a talk."""

import re

# How mail programs announce what they quote, in the languages that they speak.
_INTRODUCTIONS = re.compile(
    r"^("
    r"-{2,} ?(original message|forwarded message|原始邮件|mensagem original|mensaje original) ?-{2,}"
    r"|_{10,}"
    r"|on .{5,200} wrote:"
    r"|vào .{3,200} đã viết:"
    r"|em .{5,200} escreveu:"
    r"|el .{5,200} escribió:"
    r"|.{5,200}(のメール|は書きました|さんは書きました|に書きました)[:：]"
    r"|\d{4}年\d{1,2}月\d{1,2}日.{0,200}[:：>]"
    r"|在 ?.{5,200}写道[:：]"
    r"|from: .{3,200}|差出人: .{3,200}"
    r")$",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """(what is new, what is quoted below it). Nothing is lost: the two together are the text.

    Answers between quoted lines stay whole, for they are not to be understood without them.
    """
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if _introduces(lines, at)), None)
    if start is None:
        start = _first_of_tail(lines)
    new = "".join(lines[:start])
    return (new, "".join(lines[start:])) if new.strip() else (text, "")


def _introduces(lines: list[str], at: int) -> bool:
    line = lines[at].strip()
    # Long introductions are wrapped.
    both = f"{line} {lines[at + 1].strip()}" if at + 1 < len(lines) else line
    if not (_INTRODUCTIONS.match(line) or (line and _INTRODUCTIONS.match(both))):
        return False
    rest = [each.strip() for each in lines[at + 1 :] if each.strip()]
    quoted = [each.startswith(">") for each in rest]
    # Quoted lines with new ones between or after them are an answer point by point.
    return not any(quoted) or all(quoted[quoted.index(True) :])


def _first_of_tail(lines: list[str]) -> int:
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at].strip()
        if line.startswith(">"):
            start = at
        elif line:
            break
    return start
