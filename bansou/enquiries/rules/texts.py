"""What is shown of a message where there is room for one line only."""

PREVIEW = 120


def first_line(text: str) -> str:
    """The first line with words in it, at most PREVIEW characters; empty for a message of files alone."""
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1].rstrip() + "…"
