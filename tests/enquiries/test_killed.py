"""The real sender, killed at the worst moment again and again: every answer arrives, and a double is known as one."""

import email
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.enquiries.line_server import LineServer

EACH = 3
ROOT = Path(__file__).resolve().parents[2]


class Killer:
    """Kills the sender when something of it has just arrived for the first time, before it can be told so."""

    def __init__(self) -> None:
        self.child: subprocess.Popen | None = None
        self.seen: Counter[str] = Counter()

    def arrived(self, what: str) -> None:
        self.seen[what] += 1
        if self.seen[what] == 1:
            os.kill(self.child.pid, signal.SIGKILL)


def test_a_killed_sender_loses_nothing(smtp, tmp_path):
    killer, line = Killer(), LineServer()
    take_mail, push = smtp.handle_DATA, line._push

    async def handle_data(server, session, envelope):
        killer.arrived(email.message_from_bytes(envelope.content)["Message-ID"])
        return await take_mail(server, session, envelope)

    def kill_and_push(key):
        answer = push(key)
        killer.arrived(key)
        return answer

    smtp.handle_DATA, line._push = handle_data, kill_and_push
    env = {
        "PATH": os.environ["PATH"],
        "BANSOU_DATA_DIR": str(tmp_path),
        "BANSOU_SECRET_KEY": "x" * 60,
        "BANSOU_LINE_URLS": f"{line.url},{line.url}",
    }

    def run(*words: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-m", "tests.enquiries.killed", *words]
        killer.child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        told, _nothing = killer.child.communicate(timeout=120)
        return killer.child.returncode, told.split("\n")

    assert run("prepare", str(smtp.port), str(EACH))[0] == 0
    killed, minutes = 0, 1
    while (done := run("send", str(minutes)))[0] == -signal.SIGKILL:
        # The lease of whoever was killed has ended by then.
        killed, minutes = killed + 1, minutes + 10
    line.stop()
    assert killed == 2 * EACH and done[0] == 0 and done[1][0] == "0"
    messages = dict(row.split() for row in done[1][1:] if row)
    assert set(messages.values()) == {"sent"} and len(messages) == 2 * EACH
    # Each was killed once and came again under the same name, which is one of a message of ours.
    assert set(killer.seen.values()) == {2}
    assert {name.strip("<>").partition("@")[0] for name in killer.seen} == set(messages)
    # LINE took each once.
    assert len(line.keys) == EACH
