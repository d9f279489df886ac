"""A plain, readable page for the simulators' controls."""

import base64
import binascii
import html
import json
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl

MAX_FORM = 100_000
_STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:44rem;margin:1.5rem auto;padding:0 1rem}"
    "section,pre{border:1px solid #ccc;border-radius:8px;padding:1rem;margin:1rem 0}"
    "pre{white-space:pre-wrap;background:#f6f7f8;max-height:14rem;overflow:auto}"
    "button{font:inherit;padding:.5rem .9rem;margin:.2rem;border-radius:6px;cursor:pointer}"
    ".people button{display:block;width:100%;margin:.4rem 0;text-align:left}"
    "small{display:block;color:#555}"
    "header{background:#193e4f;color:#fff;padding:.6rem 1rem;border-radius:8px}"
)


class PageHandler(BaseHTTPRequestHandler):
    """Answers with pages, JSON and redirects; logs nothing."""

    def page(self, title: str, body: str, status: int = 200) -> None:
        """A page; ``body`` is HTML whose texts have been escaped."""
        text = (
            '<!doctype html><html lang="sv"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{html.escape(title)}</title><style>{_STYLE}</style>"
            "<header>Simulator – inte på riktigt</header>"
            f"<h1>{html.escape(title)}</h1>{body}</html>"
        )
        self.answer(text.encode(), "text/html; charset=utf-8", status)

    def json(self, value: Any, status: int = 200) -> None:
        """JSON."""
        self.answer(json.dumps(value).encode(), "application/json", status)

    def redirect(self, to: str) -> None:
        """303 to another address."""
        self.send_response(303)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def body(self, most: int) -> bytes:
        """What was sent, of which no more than so many bytes are read."""
        return self.rfile.read(min(int(self.headers.get("Content-Length", "0") or 0), most))

    def form(self) -> dict[str, str]:
        """The posted form."""
        return dict(parse_qsl(self.body(MAX_FORM).decode("utf-8", "replace")))

    def answer(self, content: bytes, kind: str, status: int) -> None:
        """Any content."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""


def decoded(text: str) -> str:
    """Base64 as text, for showing."""
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except binascii.Error:
        return ""
