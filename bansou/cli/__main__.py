"""Owns `python -m bansou.cli`, the console script where it isn't installed."""

import sys

from bansou.cli import main

sys.exit(main())
