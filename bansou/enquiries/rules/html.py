"""Turns an HTML mail into the text that a reader would see; nothing is fetched and no markup stays.

Python's html.parser takes time that grows with the square of a broken page; this looks at every letter once.
"""

import re
from html import unescape

# Their content is never shown.
_SILENT = {"head", "script", "style", "template", "title", "svg", "noscript"}
_LINES = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_PIECES = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]{0,20})")
_ATTRIBUTE = r"""\b{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_HREF, _ALT = (re.compile(_ATTRIBUTE.format(name), re.IGNORECASE) for name in ("href", "alt"))


def to_text(page: str) -> str:
    """Plain text with the lines of the page; never raises, whatever the markup is."""
    said: list[str] = []
    silent = ""
    link = ""
    for piece in _PIECES.split(_without_comments(page)):
        tag, closes = _tag(piece)
        if silent:
            silent = "" if closes and tag == silent else silent
        elif not tag:
            said.append(" ".join(re.split(r"\s+", unescape(piece))))
        elif tag in _SILENT and not closes:
            silent = tag
        else:
            said.append(_shown(piece, tag, closes=closes, link=link, before=said[-1] if said else ""))
            link = _value(_HREF, piece) if tag == "a" and not closes else link
    lines = [" ".join(line.split()) for line in "".join(said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _shown(piece: str, tag: str, *, closes: bool, link: str, before: str) -> str:
    """What a mark is in plain text. Where a link really leads is shown, for its words may say something else."""
    if tag == "a" and closes and link.startswith(("http://", "https://")) and link not in before:
        return f" <{link}>"
    if tag == "img" and (alt := _value(_ALT, piece)):
        return f"[{alt}]"
    if tag == "li" and not closes:
        return "\n- "
    if tag in _LINES:
        return "\n"
    return " " if tag in ("td", "th") else ""


def _without_comments(page: str) -> str:
    first, *rest = page.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def _tag(piece: str) -> tuple[str, bool]:
    """(name of the tag, whether it closes); no name for words and for what is no tag."""
    if not (piece.startswith("<") and piece.endswith(">")):
        return "", False
    found = _NAME.match(piece)
    # Declarations and processing instructions say nothing to a reader.
    return (found.group(1).lower() if found else "!"), piece.startswith("</")


def _value(attribute: re.Pattern[str], piece: str) -> str:
    found = attribute.search(piece)
    return unescape(next(filter(None, found.groups()), "")).strip() if found else ""
