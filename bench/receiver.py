"""A business system that takes its time: each delivery waits, and none is refused."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def waiting(seconds: float) -> Iterator[dict[str, Any]]:
    """The system on a port of this machine; the settings by which the REST adapter reaches it."""

    class Wire(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as real ones are
        disable_nagle_algorithm = True  # the answer is two small writes

        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            time.sleep(seconds)
            told = json.dumps({"id": self.path.rpartition("/")[2]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_args: Any) -> None:
            """Say nothing: it costs time."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield {"url": f"http://127.0.0.1:{server.server_address[1]}"}
    finally:
        server.shutdown()
        server.server_close()
