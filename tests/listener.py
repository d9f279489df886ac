"""A system of somebody else's that is told: a real server that can be told to misbehave."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from samtjanst.simulators import serving


@dataclass(slots=True)
class Listener:
    """``mode``: the status that is answered, or "slow", "nonsense" or "drops"."""

    url: str = ""
    mode: str = "200"
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener on loopback, for as long as the block lasts."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            if listener.mode == "slow":
                listener.released.wait(30)
            if listener.mode == "nonsense":
                self.wfile.write(b"\x00\x01\x02 no protocol\r\n\r\n")
            elif listener.mode != "drops":
                self.send_response(int(listener.mode) if listener.mode.isdecimal() else 200)
                self.send_header("Location", listener.url)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    serving.in_background(server)
    listener.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield listener
    finally:
        listener.released.set()
        server.shutdown()
        server.server_close()
