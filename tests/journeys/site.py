"""Starts the installation under test and talks to it from outside: address, mailbox, clock."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.test import override_settings

from bansou.website.queries.mailbox import Letter, letters
from tests.journeys.people import totp_codes

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60


class Site:
    """A running installation in a folder of its own; `start` first, `stop` at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            bind = f"127.0.0.1:{free.getsockname()[1]}"
        # Browsers give passkeys to a name only, never to a number.
        self.address = bind.replace("127.0.0.1", "localhost")
        self.url = f"http://{self.address}"
        # Nothing of the tests' own settings: what a machine without any setting does.
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("BANSOU_")
        }
        self.environment |= {
            "BANSOU_DATA_DIR": str(folder),
            "BANSOU_SECRET_KEY": "only-for-journeys-" + "x" * 40,
            "BANSOU_BIND": bind,
            "BANSOU_SITE_URL": self.url,
            "BANSOU_WORKERS": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
        }
        self.log = folder / "log"
        self.processes: list[subprocess.Popen] = []
        self.used_codes: set[tuple[str, str]] = set()

    def start(self) -> None:
        program = "tests.journeys.installation"
        assert "bansou invite" in self.run(program, "prepare", "--empty"), "how the first person comes in"
        self.run(program, "town")
        self._serve("gunicorn", "--config", "config/gunicorn.py", f"{program}:application")
        self._serve(program, "work")
        patiently(self._answers, "the web server answers")

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(PATIENCE_SECONDS)

    def run(self, module: str, *arguments: str) -> str:
        """A command inside the installation, to its end; what it printed."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{module} {arguments}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def set_forward(self, days: int) -> None:
        """From now on the installation believes to be so many days later."""
        (self.folder / "days_forward").write_text(str(days))

    def letter(self, to: str, containing: str = "") -> Letter:
        """The newest mail to somebody that contains a text, once there is one."""

        def arrived() -> Letter | None:
            found = (each for each in self.letters(to) if containing in each.subject + each.text)
            return next(found, None)

        return patiently(arrived, f"a mail to {to} with “{containing}”")

    def letters(self, to: str) -> list[Letter]:
        """All mails to somebody, the newest first."""
        with override_settings(EMAIL_FILE_PATH=self.folder / "mail"):
            return letters(to=to, most=1000)

    def mailed_codes(self, mail: str) -> list[str]:
        """Codes for signing in or a new password that were mailed so far, the newest first."""
        found = (re.search(r"^ *([A-Z0-9]{4}-[A-Z0-9]{4})$", each.text, re.M) for each in self.letters(mail))
        return [match[1] for match in found if match]

    def next_code(self, mail: str, earlier: list[str]) -> str:
        """The newest mailed code, once there are more than the `earlier` ones."""
        return patiently(
            lambda: next(iter(self.mailed_codes(mail)[: -len(earlier) or None]), None), f"a code for {mail}"
        )

    def unused_code(self, mail: str) -> str:
        """A code of somebody's authenticator app that is good now and has not been typed before."""

        def unused() -> str | None:
            return next((code for code in totp_codes(mail) if (mail, code) not in self.used_codes), None)

        code = patiently(unused, f"a code for {mail}")
        self.used_codes.add((mail, code))
        return code

    def _serve(self, module: str, *arguments: str) -> None:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", module, *arguments]
            self.processes.append(
                subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
            )

    def _answers(self) -> bool:
        assert all(process.poll() is None for process in self.processes), self.log.read_text()
        try:
            with urllib.request.urlopen(f"{self.url}/robots.txt", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


def patiently(ask, what: str):
    """The first answer that says yes; fails with what was waited for."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Waited in vain: {what}")
