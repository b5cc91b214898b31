"""Speaks LINE's Messaging API on the loopback address; the tests tell it what to answer and read what it was asked."""

import base64
import hmac
import json
import threading
import time
import uuid
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN, SECRET = "a-token-of-the-account", "a-secret-of-the-channel"


def signature(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, sha256).digest()).decode()


def event(kind: str = "message", *, at, user: str = "U" + "1" * 32, message=None, **more) -> dict:
    """One event as LINE would send it; `at` is an aware datetime."""
    told = {
        "type": kind,
        "mode": "active",
        "timestamp": int(at.timestamp() * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": uuid.uuid4().hex,
        "deliveryContext": {"isRedelivery": False},
        **more,
    }
    if kind == "message":
        told |= {"replyToken": uuid.uuid4().hex, "message": {"id": str(uuid.uuid4().int)[:18], **message}}
    return told


def body_of(*events: dict) -> bytes:
    return json.dumps({"destination": "U" + "0" * 32, "events": events}, ensure_ascii=False).encode()


class LineServer:
    """`answers` holds (status, body) for the next calls to a path; otherwise it does what LINE does."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict, dict]] = []
        self.answers: dict[str, list[tuple[int, bytes]]] = {}
        self.contents: dict[str, bytes] = {}
        self.reply_tokens: set[str] = set()
        self.keys: set[str] = set()
        self.used, self.limit = 12, 200
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def sent(self, what: str) -> list[dict]:
        """What was accepted by `push` or `reply`."""
        return [told for path, told, _head in self.asked if path == f"/v2/bot/message/{what}"]

    def answer(self, path: str, told: dict, head: dict) -> tuple[int, bytes]:
        self.asked.append((path, told, head))
        if self.answers.get(path):
            return self.answers[path].pop(0)
        if head.get("Authorization") != f"Bearer {TOKEN}":
            return 401, b'{"message":"Authentication failed"}'
        if path.endswith("/push"):
            return self._push(head["X-Line-Retry-Key"])
        if path.endswith("/reply"):
            known = told["replyToken"] in self.reply_tokens
            self.reply_tokens.discard(told["replyToken"])
            return (200, b"{}") if known else (400, b'{"message":"Invalid reply token"}')
        fixed = {
            "/v2/bot/info": {"displayName": "Sodan"},
            "/v2/bot/message/quota": {"type": "limited", "value": self.limit},
            "/v2/bot/message/quota/consumption": {"totalUsage": self.used},
        }
        if path in fixed:
            return 200, json.dumps(fixed[path]).encode()
        content = self.contents.get(path.split("/")[-2])
        return (200, content) if content is not None else (404, b"{}")

    def _push(self, key: str) -> tuple[int, bytes]:
        if key in self.keys:
            return 409, b'{"message":"The retry key is already accepted"}'
        self.keys.add(key)
        return 200, b"{}"

    def _handler(self):
        line = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer({})

            def do_POST(self):
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _answer(self, told):
                status, body = line.answer(self.path, told, dict(self.headers))
                if status == 0:
                    # It took the call and never answers.
                    time.sleep(float(body))
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler
