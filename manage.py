"""Django's own entry point; people use the console script `bansou`."""

from bansou.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
