"""Measures making the demo network, through the same actions as the web, in an installation of its own."""

import os
import subprocess
import sys
import tempfile
import time

from django.db import connection

from bench.data import Sizes
from bench.server import ROOT
from bench.table import Row, show

AT_MOST_SECONDS = 60


def run(sizes: Sizes, *, quick: bool) -> None:
    if connection.vendor != "sqlite":
        return  # the demo is shown on SQLite
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BANSOU_DATA_DIR": folder, "BANSOU_DEMO": "1"}
        manage = [sys.executable, "manage.py"]
        for command in (["migrate"], ["migrate", "--database=vault"], ["createcachetable"]):
            subprocess.run([*manage, *command, "-v0"], cwd=ROOT, env=environment, check=True)
        started = time.perf_counter()
        subprocess.run([*manage, "demo"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
    row = Row(
        "Made through the actions",
        {"s": f"{seconds:.1f}"},
        f"< {AT_MOST_SECONDS} s",
        seconds < AT_MOST_SECONDS,
    )
    show(
        "The demo network", "110 organisations, 700 supporters, about 3,000 claims, two years of runs", [row]
    )
