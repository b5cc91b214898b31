"""A mail server on the loopback address that can be told to refuse."""

import socket

import pytest
from aiosmtpd.controller import Controller


class Server:
    """Keeps what arrives; answers RCPT or DATA with `refuse_rcpt` or `refuse_data` if set."""

    def __init__(self) -> None:
        self.arrived: list = []
        self.refuse_rcpt = self.refuse_data = ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse_rcpt:
            return self.refuse_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuse_data:
            return self.refuse_data
        self.arrived.append(envelope)
        return "250 OK"


@pytest.fixture
def smtp(settings):
    server = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = False
    server.stop = controller.stop
    yield server
    if controller.server is not None:
        controller.stop()
