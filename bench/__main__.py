"""`python -m bench PART… [--quick]`: makes the data unless it is there, measures, prints."""

import argparse
import os
from importlib import import_module

import django

PARTS = (
    *("pages", "inbox", "cases", "asking", "ranking", "first_view"),
    *("filing", "closing", "papers", "demo", "assess"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}; none means all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data, fewer repetitions")
    parser.add_argument("--make", action="store_true", help="only make the data")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from bench.data import Sizes, prepare

    sizes = Sizes(10_000, 2_000) if asked.quick else Sizes(100_000, 20_000)
    prepare(sizes)
    if asked.make:
        return
    for part in asked.parts or PARTS:
        import_module(f"bench.{part}").run(sizes, quick=asked.quick)


if __name__ == "__main__":
    main()
