"""The real web server on a free port of the loopback address, and clients who talk to it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from bansou.accounts.models import User

ROOT = Path(__file__).parents[1]
WORKERS = 2
# Less than the server keeps an idle connection.
KEPT_SECONDS = 2


@contextmanager
def running() -> Iterator["Server"]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "BANSOU_BIND": f"127.0.0.1:{port}", "BANSOU_WORKERS": str(WORKERS)}
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        server = Server(port, process.pid)
        server.wait()
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


class Server:
    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid
        self.requests = 0

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def memory(self) -> list[tuple[float, float]]:
        """(RSS, PSS) of each worker in MiB: all it maps, and its fair part of what it shares."""
        return [(_kib(pid, "Rss:") / 1024, _kib(pid, "Pss:") / 1024) for pid in self._workers()]

    def seconds(self) -> float:
        """Processor time of the workers so far; other work on the machine hardly changes it."""
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self._workers()]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def _workers(self) -> list[str]:
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()


def _kib(pid: str, name: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def session_of(user: User) -> str:
    """The cookie of somebody who has signed in with a second factor."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["second_factor"] = True
    session.save()
    return session.session_key


class Visitor:
    """One browser: a kept connection, a session (of nobody without a user), and the token against forged forms."""

    TOKEN = "t" * 32

    def __init__(self, server: Server, user: User | None = None) -> None:
        self.server, self.used_at = server, 0.0
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.cookies = {settings.CSRF_COOKIE_NAME: self.TOKEN}
        if user:
            self.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)

    def get(self, path: str, *, status: int = 200) -> bytes:
        return self._ask("GET", path, None, {}, status)

    def post(self, path: str, fields: list[tuple[str, str]], *, status: int = 302) -> bytes:
        body = urlencode([*fields, ("csrfmiddlewaretoken", self.TOKEN)])
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, status)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], status: int) -> bytes:
        self.server.requests += 1
        if time.monotonic() - self.used_at > KEPT_SECONDS:
            self.connection.close()  # opens again by itself
        self.used_at = time.monotonic()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, headers | {"Cookie": cookies})
        answer = self.connection.getresponse()
        content = answer.read()
        for given in answer.headers.get_all("Set-Cookie", ()):
            name, _is, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.getheader('Location') or ''}")
        return content
