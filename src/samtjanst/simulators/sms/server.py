"""Starts the interface on one port, and the page of sent messages on another."""

import base64
import html
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from samtjanst.simulators import page, serving
from samtjanst.simulators.panel import panel

ROOT = "/a1"
USER = "u-samtjanst"
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "busy": "För många (429)",
    "slow": "Långsam, och sedan nere",
    "dropped": "Förbindelsen bryts",
    "nonsense": "Svarar något som inte är JSON",
    "refuses": "Numret går inte att nå (400)",
}
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")


@dataclass(slots=True)
class Exchange:
    """How it behaves now, and what it has sent. ``delay`` is what "slow" waits, seconds."""

    secret: str
    mode: str = "up"
    delay: float = 12
    sent: list[dict[str, str]] = field(default_factory=list)
    fares: str = "delivered"  # what it tells of each text when it is asked
    asked: list[str] = field(default_factory=list)  # ids


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    exchange: Exchange


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); the password is kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    exchange = Exchange(serving.kept_secret(folder))
    wire = type("Bound", (_Wire,), {"exchange": exchange})
    control = panel(exchange, "Sms-simulatorn", TITLES, lambda: _told(exchange))
    doors = serving.open_doors(host, (port, wire), (control_port, control))
    return Running(settings(folder, host, doors.port), doors, exchange)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "url": f"http://{host}:{port}{ROOT}",
        "user": USER,
        "password": serving.kept_secret(folder),
        "sender": "Kommunen",
    }


class _Wire(page.PageHandler):
    exchange: ClassVar[Exchange]
    timeout = 30

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if self._is_in_the_way():
            return
        if self.path == f"{ROOT}/me":
            self.json({"id": USER, "currency": "SEK"})
        else:
            self._tell(self.path.removeprefix(f"{ROOT}/sms/"))

    def _tell(self, key: str) -> None:
        found = next((one for one in self.exchange.sent if one["id"] == key), None)
        self.exchange.asked.append(key)
        if found is None:
            self.json({"error": "not found"}, 404)
        else:
            told = {name: found[name] for name in ("id", "to", "from")}
            self.json({**told, "direction": "outgoing", "status": self.exchange.fares})

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        wish = self.form()
        if self._is_in_the_way():
            return
        if self.path != f"{ROOT}/sms":
            self.json({"error": "not found"}, 404)
        elif self.exchange.mode == "refuses" or not _NUMBER.fullmatch(wish.get("to", "")):
            self.answer(b'"Invalid to number"', "text/plain", 400)
        else:
            kept = {"to": wish["to"], "from": wish["from"], "text": wish["message"]}
            self.exchange.sent.insert(0, {"id": f"s{uuid4().hex}", **kept})
            self.json({"status": "created", **self.exchange.sent[0]})

    def _is_in_the_way(self) -> bool:
        mode = self.exchange.mode
        if mode == "slow":
            time.sleep(self.exchange.delay)
        known = base64.b64encode(f"{USER}:{self.exchange.secret}".encode()).decode()
        if self.headers.get("Authorization", "") != f"Basic {known}":
            self.answer(b"API access requires Basic HTTP authentication", "text/plain", 401)
        elif mode in {"down", "busy", "slow"}:
            self.answer(b"", "text/plain", 429 if mode == "busy" else 503)
        elif mode == "nonsense":
            self.answer(b"<html>Underhall</html>", "text/html", 200)
        else:
            return mode == "dropped"
        return True


def _told(exchange: Exchange) -> str:
    listed = "".join(
        f"<section><strong>{html.escape(one['to'])}</strong><pre>{html.escape(one['text'])}</pre></section>"
        for one in exchange.sent[:50]
    )
    return listed or "<p>Inget sms är skickat.</p>"
