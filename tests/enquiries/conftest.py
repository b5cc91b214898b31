"""Real servers on the loopback address: one that takes mail, one with a mailbox, one that speaks LINE's API."""

import socket

import pytest
from aiosmtpd.controller import Controller

from tests.enquiries import mailbox
from tests.enquiries.line_server import LineServer
from tests.notices.conftest import Server


@pytest.fixture
def smtp():
    """Keeps what arrives; can be told to refuse, to stop and to start again."""
    server = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        server.port = free.getsockname()[1]
    running = []

    def start():
        running.append(Controller(server, hostname="127.0.0.1", port=server.port))
        running[-1].start()

    server.start, server.stop = start, lambda: running.pop().stop()
    start()
    yield server
    if running:
        server.stop()


@pytest.fixture(scope="session")
def _mailbox():
    if mailbox.PROGRAM is None:
        pytest.skip("no mail server for the mailbox: script/setup --test installs dovecot-imapd")
    server = mailbox.Mailbox()
    yield server
    server.stop()


@pytest.fixture
def imap(_mailbox):
    """A mailbox that is empty at first."""
    _mailbox.empty()
    return _mailbox


@pytest.fixture
def line(settings):
    server = LineServer()
    settings.LINE_URLS = [server.url, server.url]
    yield server
    server.stop()
