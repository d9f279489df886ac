"""A server that answers twice never has its second answer taken for the next question's."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from samtjanst.adapters.exchange import Limits, client, exchange

pytestmark = pytest.mark.enable_socket


class _Twice(socketserver.StreamRequestHandler):
    """Answers each question with its own path, twice, and keeps the connection."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            while self.rfile.readline().strip():
                pass
            path = line.split()[1]
            answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(path), path)
            self.wfile.write(answer * 2)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@pytest.fixture
def address() -> Iterator[str]:
    with _Server(("127.0.0.1", 0), _Twice) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_each_exchange_has_a_connection_of_its_own(address: str) -> None:
    with client(trust=True) as http:
        for path in ("/a", "/b", "/c"):
            request = http.build_request("GET", f"{address}{path}")
            assert exchange(http, request, Limits(10, 1000), "test") == (200, path.encode())
