"""Owns the measurement of `bansou assess` on made-up lists of 10,000, 100,000 and 1,000,000 claims."""

import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bench.data import Sizes
from bench.table import Row, show

ROOT = Path(__file__).resolve().parents[1]
TERMS = ROOT / "examples" / "terms" / "bansou-net-2023.toml"
SUPPORTERS = 20_000
AT_MOST_SECONDS = {100_000: 3}
FIRST_DAY, DAYS = date(2023, 7, 1), 980


def write_supporters(path: Path, chance: random.Random) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write("bansou_id,registered_on,experience_confirmed_on,completed\n")
        for number in range(SUPPORTERS):
            registered = date(2023, 4, 1) + timedelta(chance.randrange(500))
            confirmed = registered + timedelta(chance.randrange(60)) if chance.random() < 0.6 else ""
            done = [
                f"basic-{part}:{registered + timedelta(chance.randrange(90))}"
                for part in range(1, 6)
                if chance.random() < 0.9
            ]
            out.write(f"S{number:05},{registered},{confirmed},{';'.join(done)}\n")


def write_claims(path: Path, claims: int, chance: random.Random) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write("claim_id,applicant,co_supporter,recipient,support_on,start,end,filed_on,state\n")
        for number in range(claims):
            supported = FIRST_DAY + timedelta(number * DAYS // claims)
            filed = supported + timedelta(chance.randrange(35))
            applicant, second = (f"S{chance.randrange(SUPPORTERS):05}" for _ in range(2))
            second = second if chance.random() < 0.25 else ""
            hour = chance.randrange(24)
            end = f"{(hour + chance.randrange(4)) % 24:02}:{chance.randrange(60):02}"
            (state,) = chance.choices(("", "withdrawn", "rejected"), (90, 6, 4))
            recipient = f"R{chance.randrange(claims // 3)}"
            fields = (
                f"C{number}",
                applicant,
                second,
                recipient,
                supported,
                f"{hour:02}:00",
                end,
                filed,
                state,
            )
            out.write(",".join(map(str, fields)) + "\n")


def run(sizes: Sizes, *, quick: bool) -> None:
    counts = (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        supporters, claims, out = (Path(folder, name) for name in ("s.csv", "c.csv", "out.csv"))
        write_supporters(supporters, random.Random(1))
        files = ["--terms", TERMS, "--supporters", supporters, "--claims", claims, "--out", out]
        rows = []
        for number in counts:
            write_claims(claims, number, random.Random(number))
            rows.append(_row(number, files))
    show("`bansou assess`", f"{SUPPORTERS:,} supporters in the spreadsheet", rows)


def _row(number: int, files: list[object]) -> Row:
    started = time.perf_counter()
    command = [sys.executable, "-m", "bansou.cli", "assess", *files]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=ROOT)
    peak = 0.0
    while process.poll() is None:
        peak = _peak_mib(process.pid) or peak
        time.sleep(0.02)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit("bansou assess failed.")
    values = {"s": f"{seconds:.2f}", "µs each": f"{seconds / number * 1e6:.1f}", "peak MiB": f"{peak:.0f}"}
    limit = AT_MOST_SECONDS.get(number)
    return Row(
        f"{number:,} claims", values, f"≤ {limit} s" if limit else "", seconds <= limit if limit else None
    )


def _peak_mib(pid: int) -> float:
    """Most memory so far; 0 when the process has ended."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
