"""Turns an HTML mail into the text that a reader would see; nothing is fetched and no markup stays."""

import re
from html.parser import HTMLParser

# Their content is never shown as text.
_SILENT = {"head", "script", "style", "template", "title", "svg", "noscript"}
_BLOCKS = {
    "address", "article", "blockquote", "div", "dl", "dt", "dd", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_CELLS = {"td", "th"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        elif tag == "br" or tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")
        if tag == "li":
            self.parts.append("- ")
        if tag == "a":
            self.links.append(next((value or "" for name, value in attrs if name == "href"), ""))
        if tag == "img":
            self.parts.append(next((f"[{value}]" for name, value in attrs if name == "alt" and value), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            # Also closes what was left open inside.
            del self.silent[self.silent.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "a" and self.links:
            target = self.links.pop()
            # Where a link really leads is shown, as text.
            if target.startswith(("http://", "https://")) and target not in "".join(self.parts[-3:]):
                self.parts.append(f" <{target}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def to_text(html: str) -> str:
    """Plain text with the lines of the page; never raises, whatever the markup is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
