"""A server that behaves as badly as a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TRUE = json.dumps({"head": {}, "boolean": True}).encode()
Handler = Callable[[BaseHTTPRequestHandler], None]


class Fake:
    """A server that answers every request as one function says, and keeps what came."""

    def __init__(self) -> None:
        self.answer: Handler = lambda request: reply(request, TRUE)
        self.seen: list[tuple[dict[str, str], dict[str, list[str]]]] = []
        fake = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                fake.seen.append(({k.lower(): v for k, v in self.headers.items()}, parse_qs(body.decode())))
                fake.answer(self)

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.server.daemon_threads = False  # so that closing waits for every answer under way
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/query"


def reply(
    request: BaseHTTPRequestHandler, body: bytes, status: int = 200, length: int | None = None, **fields: str
) -> None:
    request.send_response(status)
    for name, value in fields.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("content-length", str(len(body) if length is None else length))
    request.end_headers()
    request.wfile.write(body)
    request.wfile.flush()


def drip(request: BaseHTTPRequestHandler) -> None:
    """Send one byte after another for ever, so that no single wait is long."""
    request.send_response(200)
    request.send_header("connection", "close")
    request.end_headers()
    request.close_connection = True
    try:
        request.wfile.write(b'{"head":{"vars":["n"]},"results":{"bindings":[')
        while True:
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.02)
    except OSError:
        pass
