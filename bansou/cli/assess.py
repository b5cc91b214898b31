"""Owns `bansou assess`: files in, the rules of the spreadsheet check, one file out, and the exit code.

Imports no Django: the check needs no database and has to start at once.
"""

import argparse
import codecs
import csv
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from bansou.accompaniment.rules.sheet import (
    ERROR,
    OUTPUT_COLUMNS,
    Judged,
    SheetError,
    judge,
    read_supporters,
    table_rows,
)
from bansou.programmes.rules import Terms, TermsError, load

OK, SOME_ROWS_IN_ERROR, UNUSABLE = 0, 1, 2

_CHUNK = 1 << 20
_STEP = 1_000
_SHOWN_FAULTS = 20
# Python reads these bytes, which are no Shift_JIS, as control and private characters.
_NOT_SHIFT_JIS = re.compile("[\x80\xa0\uf8f0-\uf8f3]")

Progress = Callable[[int, int], None]


class Unusable(Exception):
    """An input or output that stops the whole check; the text names the file and the way out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `bansou assess`."""
    for option, metavar, told in (
        ("--terms", "TERMS.toml", "the term whose rules apply"),
        ("--supporters", "S.csv", "who was registered, since when, and with what experience or course"),
        ("--claims", "C.csv", "the claims in the order of filing"),
        ("--out", "OUT.csv", "where the judged claims go; an existing file is replaced whole"),
    ):
        parser.add_argument(option, required=True, metavar=metavar, help=told)


def main(argv: list[str]) -> int:
    """`bansou assess` with these arguments; returns 0, 1 or 2."""
    parser = argparse.ArgumentParser(
        prog="bansou assess",
        description="Judge a spreadsheet of claims under one term, without touching the database.",
        epilog="Exit codes: 0 every row was judged; 1 some rows could not be read (verdict “error”) and all "
        "others were judged; 2 nothing was judged, because an input is unusable or an option is wrong.",
    )
    add_arguments(parser)
    options = parser.parse_args(argv)
    with _progress_bar() as progress:
        return run(options.terms, options.supporters, options.claims, options.out, progress)


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A bar on a terminal once the work has taken two seconds."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit="claim", delay=2, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def run(
    terms_path: str | Path,
    supporters_path: str | Path,
    claims_path: str | Path,
    out_path: str | Path,
    progress: Progress | None = None,
) -> int:
    """Judges the claims file into `out_path`, which is written whole or not at all.

    Returns 0 when every row was judged, 1 when some could not be read, 2 (told on stderr) when none was.
    `progress` is called now and then with (rows done, rows in all).
    """
    try:
        tally = _run(Path(terms_path), Path(supporters_path), Path(claims_path), Path(out_path), progress)
    except OSError as fault:
        print(f"bansou assess: {fault.filename or out_path}: {fault.strerror}", file=sys.stderr)
        return UNUSABLE
    except Unusable as fault:
        print(f"bansou assess: {fault}", file=sys.stderr)
        return UNUSABLE
    errors = tally.get(ERROR, 0)
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(tally.items()))
    print(f"{sum(tally.values()):,} claims: {told or 'none'}", file=sys.stderr)
    return SOME_ROWS_IN_ERROR if errors else OK


def _run(
    terms_path: Path, supporters_path: Path, claims_path: Path, out_path: Path, progress: Progress | None
) -> dict[str, int]:
    """Rows by verdict; raises Unusable or OSError before anything stands at `out_path`."""
    terms = _read_terms(terms_path)
    _refuse_bad_output(out_path, (terms_path, supporters_path, claims_path))
    with _naming(supporters_path), _open_table(supporters_path) as (lines, _):
        supporters = read_supporters(table_rows(lines))
    tally: dict[str, int] = {}
    with _naming(claims_path), _open_table(claims_path) as (lines, total):
        rows = judge(supporters, table_rows(lines), terms)
        with _replacing(out_path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(OUTPUT_COLUMNS)
            writer.writerows(_tallied(rows, tally, total, progress))
    return tally


def _tallied(
    rows: Iterator[Judged], tally: dict[str, int], total: int, progress: Progress | None
) -> Iterator[Judged]:
    for done, row in enumerate(rows, 1):
        tally[row[1]] = tally.get(row[1], 0) + 1
        if progress and done % _STEP == 0:
            progress(done, total)
        yield row


def _read_terms(path: Path) -> Terms:
    try:
        return load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise Unusable(f"{path} is not UTF-8 text. Save the term as UTF-8.") from fault
    except TermsError as fault:
        told = "\n".join(f"  {problem}" for problem in fault.problems)
        raise Unusable(f"{path} is no usable term:\n{told}") from fault


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Tells a table's faults with its file, line and column."""
    try:
        yield
    except SheetError as fault:
        told = [f"{path}, {each}" for each in fault.faults[:_SHOWN_FAULTS]]
        more = len(fault.faults) - len(told)
        raise Unusable("\n".join(told + ([f"… and {more:,} more like these."] if more else []))) from fault


@contextmanager
def _open_table(path: Path) -> Iterator[tuple[TextIO, int]]:
    """The table's text in whichever encoding it has, and about how many rows stand below the header."""
    with path.open("rb") as opened:
        # A pipe can be read once only, and finding the encoding takes a reading of its own.
        source: BinaryIO = opened if opened.seekable() else io.BytesIO(opened.read())
        lines = sum(chunk.count(b"\n") for chunk in _chunks(source))
        encoding, errors = _encoding_of(source)
        source.seek(0)
        with io.TextIOWrapper(source, encoding, errors) as text:
            yield text, max(lines - 1, 0)


def _encoding_of(source: BinaryIO) -> tuple[str, str]:
    """UTF-8, else Shift_JIS, else UTF-8 whose broken places spoil only the rows that hold them."""
    if _reads_as(source, "utf-8"):
        return "utf-8-sig", "strict"
    return ("cp932", "strict") if _reads_as(source, "cp932") else ("utf-8-sig", "replace")


def _reads_as(source: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(source):
            text = decoder.decode(chunk)
            if encoding == "cp932" and _NOT_SHIFT_JIS.search(text):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    source.seek(0)
    while chunk := source.read(_CHUNK):
        yield chunk


def _refuse_bad_output(out_path: Path, inputs: tuple[Path, ...]) -> None:
    if not out_path.parent.is_dir():
        raise Unusable(f"{out_path} lies in a folder that doesn't exist. Make it, or name another for --out.")
    if not out_path.exists():
        return
    if not out_path.is_file():
        raise Unusable(f"{out_path} is no ordinary file. Name a file for --out.")
    for path in inputs:
        if path.exists() and out_path.samefile(path):
            raise Unusable(f"--out would overwrite {path}, which is read here. Name another file for --out.")


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A file beside `path` that takes its place when all is written, and is gone when anything fails."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            draft.unlink()
        raise
