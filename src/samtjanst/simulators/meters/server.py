"""Starts the interface on one port, and the control page on another.

``GET /matare/NUMBER`` with the key in ``X-Nyckel``, with Basic or with a token; without a number
all of them.
"""

import base64
import json
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

from samtjanst.simulators import serving, tokens
from samtjanst.simulators.panel import panel

ROOT = "/matare/"
CLIENT = "samtjanst-prov"
HEADER = "X-Nyckel"
HOUSE, SUMMER_HOUSE, NOBODY = "VM-1001", "VM-1002", "VM-9999"
METERS: dict[str, dict[str, Any]] = {
    HOUSE: {
        "nummer": HOUSE,
        "anläggning": {"adress": "Storgatan 4, 595 30 Mjölby", "fastighet": "MJÖLBY FISKEN 4"},
        "dimension": 20.5,
        "plomberad": True,
        "post": {"gata": "Storgatan 4", "postnr": "59530", "ort": "Mjölby"},
        "avläsningar": [{"datum": "2026-01-31", "m3": 812}, {"datum": "2025-01-31", "m3": 701}],
    },
    SUMMER_HOUSE: {
        "nummer": SUMMER_HOUSE,
        "anläggning": {"adress": "Strandvägen 9, 595 96 Hulterstad", "fastighet": None},
        "dimension": 15,
        "plomberad": False,
        "post": {"gata": "Strandvägen 9", "postnr": "59596", "ort": "Hulterstad"},
        "avläsningar": [],
    },
}
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "slow": "Långsam",
    "dropped": "Förbindelsen bryts",
    "busy": "För många frågor (429)",
    "nonsense": "Svarar något som inte är JSON",
    "redirect": "Hänvisar till en annan adress",
    "page": "Svarar med en webbsida",
    "huge": "Ett mycket stort svar",
    "deep": "Ett mycket djupt svar",
    "packed": "Ett packat svar",
    "crafted": "Försåtliga värden",
    "drip": "Svaret kommer droppvis",
    "drip_headers": "Svarets huvud kommer droppvis",
}
_MOST = 10_000


@dataclass(slots=True)
class Register:
    """How it behaves now, and what it has been asked. ``delay`` is what "slow" waits, seconds."""

    secret: str
    mode: str = "up"
    delay: float = 12
    tokens: set[str] = field(default_factory=set)
    tokens_given: int = 0
    asked: list[str] = field(default_factory=list)

    def keep_token(self, token: str, _scopes: frozenset[str]) -> None:
        """Know a token that is given."""
        self.tokens.add(token)
        self.tokens_given += 1


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, what it is told and tells through, and what an administrator writes."""

    register: Register
    address: str

    @property
    def token_url(self) -> str:
        """Where a token is had."""
        return self.address.partition(ROOT)[0] + tokens.TOKEN


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); the key is kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    register = Register(serving.kept_secret(folder))
    wire = type("Bound", (_Wire,), {"register": register})
    control = panel(register, "Vattenmätar-simulatorn", TITLES, _told, register.asked)
    doors = serving.open_doors(host, (port, wire), (control_port, control))
    settings_ = settings(folder, host, doors.port)
    return Running(settings_["adapter"], doors, register, settings_["address"])


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs, and what an administrator is given by the register's keeper."""
    return {
        "adapter": {"allowed_hosts": f"{host}:{port}"},
        "address": f"http://{host}:{port}{ROOT}{{matarnummer}}",
        "header": HEADER,
        "key": serving.kept_secret(folder),
    }


class _Wire(tokens.TokenHandler):
    register: ClassVar[Register]
    timeout = 30

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        content = self.body(_MOST)
        if self.path == tokens.TOKEN:
            self.give_token(content, CLIENT, self.register.secret, self.register.keep_token)
        else:
            self.json({"fel": "saknas"}, 404)

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if not self.path.startswith(ROOT):
            self.json({"fel": "saknas"}, 404)
        elif not self._is_let_in():
            self.json({"fel": "behörighet"}, 401)
        else:
            number = unquote(self.path.removeprefix(ROOT))
            self.register.asked.append(number)
            found = METERS.get(number) if number else {"alla": list(METERS.values())}
            self._behave(found)

    def _behave(self, found: dict[str, Any] | None) -> None:
        mode = self.register.mode
        if mode == "slow":
            time.sleep(self.register.delay)
        if mode in {"down", "busy"}:
            self.json({"fel": mode}, 503 if mode == "down" else 429)
        elif mode == "dropped":
            self.close_connection = True
        elif mode == "redirect":
            self.redirect(f"{ROOT}{HOUSE}")
        elif mode.startswith("drip"):
            self._drip(is_head=mode == "drip_headers")
        elif mode in _ODD:
            content, kind = _ODD[mode]
            self.answer(content, kind, 200)
        elif mode == "packed":
            self._packed()
        else:
            self.json({"mätare": found} if found else {"fel": "saknas"}, 200 if found else 404)

    def _packed(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self, *, is_head: bool) -> None:
        head = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
        self.wfile.write(head if is_head else head + b"\r\n")
        for _drop in range(200):
            self.wfile.write(b"x" if is_head else b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def _is_let_in(self) -> bool:
        secret = self.register.secret
        user = base64.b64encode(f"{CLIENT}:{secret}".encode()).decode()
        shown = self.headers.get("Authorization", "")
        has_key = secrets.compare_digest(self.headers.get(HEADER, "").encode(), secret.encode())
        return has_key or shown == f"Basic {user}" or self.bearer() in self.register.tokens


_SLY = ["<script>alert(1)</script>", "\u202ebakfram", "x" * 250, "\ud800", "", None, 7, {"a": 1}]
_CRAFTED = {
    "mätare": {
        "anläggning": {"adress": "<img src=x onerror=alert(1)>"},
        "avläsningar": [{"datum": one} for one in (*_SLY, *map(str, range(1000)))],
    }
}
_ODD = {
    "crafted": (json.dumps(_CRAFTED).encode(), "application/json"),
    "nonsense": (b'{"a": NaN', "application/json"),
    "page": (b"<html>Underhall</html>", "text/html"),
    "huge": (b'"' + b"x" * 300_000 + b'"', "application/json"),
    "deep": (b"[" * 5000 + b"]" * 5000, "application/json; charset=utf-8"),
}


def _told() -> str:
    listed = "".join(
        f"<p><strong>{number}</strong><small>{one['anläggning']['adress']}</small></p>"
        for number, one in METERS.items()
    )
    return f"<section>{listed}</section>"
