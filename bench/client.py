"""A small HTTP client for loopback: keep-alive, cookies, and a measurement of every answer.

Plain sockets, since the driver shares the machine's cores with what it measures.
"""

import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_COOKIE = re.compile(rb"(?i)\r\nset-cookie: *([^=]+)=([^;\r]*)")
_BOUNDARY = "samtjanst-bench-boundary"
_MULTIPART = f"multipart/form-data; boundary={_BOUNDARY}"
_PLAIN = "application/x-www-form-urlencoded"
Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took (milliseconds)."""

    status: int
    location: str
    body: bytes = field(repr=False)
    took: float
    queries: int
    cpu: float  # milliseconds of the web process's processor time
    size: int  # bytes of the body as sent

    def find(self, pattern: str) -> str:
        """The first group of the pattern in the body.

        Raises:
            LookupError: not there.
        """
        found = re.search(pattern.encode(), self.body)
        if found is None:
            raise LookupError(f"{pattern} is not in the answer ({self.status})")
        return found[1].decode()


class Browser:
    """One visitor of one host name."""

    def __init__(self, port: int, host: str, encoding: str = "identity") -> None:
        self.port, self.host, self.encoding = port, host, encoding
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.bearer = ""  # of a connected system
        self._socket: socket.socket | None = None

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path)

    def post(self, path: str, data: Fields | None = None, *, parts: bool = False) -> Answer:
        """Send a form with the last page's token; ``parts`` as a form that can hold files."""
        fields = {**(data or {}), "csrfmiddlewaretoken": self.token}
        if parts:
            return self._ask("POST", path, _multipart(fields), _MULTIPART)
        return self._ask("POST", path, urlencode(fields, doseq=True).encode(), _PLAIN)

    def close(self) -> None:
        """Hang up."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def _ask(self, method: str, path: str, content: bytes = b"", kind: str = "") -> Answer:
        request = self._head(method, path, len(content), kind) + content
        started = time.perf_counter()
        for attempt in range(2):
            try:
                head, body = self._exchange(request)
                break
            except ConnectionError:  # the server ended an idle connection
                self.close()
                if attempt:
                    raise
        answer = _answer(head, body, (time.perf_counter() - started) * 1000)
        for name, value in _COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        if token := _TOKEN.search(body):
            self.token = token[1].decode()
        return answer

    def _head(self, method: str, path: str, length: int, kind: str) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = f"http://{self.host}:{self.port}"
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Accept-Encoding: {self.encoding}",
            "Accept-Language: sv",
            f"Origin: {origin}",
            f"Referer: {origin}/",
            f"Content-Length: {length}",
        ]
        lines += [f"Cookie: {cookies}"] if cookies else []
        lines += [f"Authorization: Bearer {self.bearer}"] if self.bearer else []
        lines += [f"Content-Type: {kind}"] if kind else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        if _header(head, "transfer-encoding") == "chunked":
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
            return head, _unchunked(body)
        length = int(_header(head, "content-length") or 0)
        while len(body) < length:
            body += self._more()
        return head, body

    def _more(self) -> bytes:
        data = self._socket.recv(262_144) if self._socket else b""
        if not data:
            raise ConnectionResetError("the server hung up")
        return data


def _answer(head: bytes, body: bytes, took: float) -> Answer:
    return Answer(
        status=int(head[9:12]),
        location=_header(head, "location"),
        body=body,
        took=took,
        queries=int(_header(head, "x-bench-queries") or -1),
        cpu=float(_header(head, "x-bench-cpu") or 0),
        size=len(body),
    )


def _header(head: bytes, name: str) -> str:
    found = re.search(rb"(?i)\r\n" + name.encode() + rb": ([^\r]*)", head + b"\r\n")
    return found[1].decode() if found else ""


def _unchunked(body: bytes) -> bytes:
    parts, rest = [], body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        if not length:
            break
        parts.append(rest[:length])
        rest = rest[length + 2 :]
    return b"".join(parts)


def _multipart(fields: Fields) -> bytes:
    pairs = [
        (name, one)
        for name, value in fields.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in pairs
    ]
    return ("".join(parts) + f"--{_BOUNDARY}--\r\n").encode()
