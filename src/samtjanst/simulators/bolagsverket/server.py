"""Starts the token service and the interface on one port, and the control page on another."""

import base64
import binascii
import json
import secrets
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

from samtjanst.simulators import page, serving
from samtjanst.simulators.bolagsverket.companies import answer, companies

ROOT, TOKEN = "/vardefulla-datamangder/v1", "/oauth2/token"
CLIENT = "samtjanst-prov"
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "slow": "Långsam",
    "dropped": "Förbindelsen bryts",
    "busy": "För många frågor (429)",
    "nonsense": "Svarar något helt annat",
    "no_names": "Bolagsverkets del svarar inte, bara SCB:s",
    "crisis": "Alla företag har gått i konkurs sedan sist",
}
MODES = tuple(TITLES)
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


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    register: Register


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); the client's secret is kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    register = Register(serving.kept_secret(folder))
    wire = type("Bound", (_Wire,), {"register": register})
    panel = type("Panel", (_Control,), {"register": register})
    doors = serving.open_doors(host, (port, wire), (control_port, panel))
    return Running(settings(folder, host, doors.port), doors, register)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "base_url": f"http://{host}:{port}{ROOT}",
        "token_url": f"http://{host}:{port}{TOKEN}",
        "client_id": CLIENT,
        "client_secret": serving.kept_secret(folder),
    }


class _Wire(page.PageHandler):
    register: ClassVar[Register]
    timeout = 30

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if self.path == f"{ROOT}/isalive":
            self.answer(b"OK", "text/plain", 200)
        else:
            self.page("Not found", "", 404)

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        content = self.rfile.read(min(int(self.headers.get("Content-Length", "0") or 0), _MOST))
        mode = self.register.mode
        if mode == "slow":
            time.sleep(self.register.delay)
        if mode == "dropped":
            self.close_connection = True
        elif mode == "nonsense":
            self.answer(b"<html>Underhall</html>", "text/html", 200)
        elif mode in {"down", "busy"}:
            self._problem(503 if mode == "down" else 429, "server.error")
        elif self.path == TOKEN:
            self._token(content)
        elif self.path == f"{ROOT}/organisationer":
            self._companies(content)
        else:
            self.page("Not found", "", 404)

    def _token(self, content: bytes) -> None:
        asked = {name: values[0] for name, values in parse_qs(content.decode()).items()}
        if self._login() != (CLIENT, self.register.secret):
            self.json({"error": "invalid_client"}, 401)
        elif asked.get("grant_type") != "client_credentials":
            self.json({"error": "unsupported_grant_type"}, 400)
        else:
            token = secrets.token_urlsafe(24)
            self.register.tokens.add(token)
            self.register.tokens_given += 1
            told = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
            self.json({**told, "scope": asked.get("scope", "")})

    def _login(self) -> tuple[str, str]:
        kind, _space, given = self.headers.get("Authorization", "").partition(" ")
        try:
            name, _colon, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return (name, secret) if kind == "Basic" else ("", "")

    def _companies(self, content: bytes) -> None:
        kind, _space, token = self.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or token not in self.register.tokens:
            self._problem(401, "auth.error")
            return
        number = _number(content)
        mode = self.register.mode
        told = answer(number, without_names=mode == "no_names", bankrupt=mode == "crisis")
        self.register.asked.append(number)
        if told is None:
            self._problem(400, "validation.client")
        else:
            self.json(told)

    def _problem(self, status: int, instance: str) -> None:
        told = {"type": "about:blank", "instance": instance, "status": status,
                "title": "Fel", "requestId": str(uuid.uuid4())}  # fmt: skip
        self.json(told, status)


class _Control(page.PageHandler):
    register: ClassVar[Register]

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if self.path == "/_sim/asked":
            self.json(self.register.asked)
            return
        buttons = "".join(
            f'<button name="mode" value="{mode}"'
            f"{' disabled' if mode == self.register.mode else ''}>{called}</button>"
            for mode, called in TITLES.items()
        )
        listed = "".join(
            f"<p><strong>{one.name}</strong>, {one.number}<small>{one.label}</small></p>"
            for one in companies()
        )
        form = f'<form method="post" action="/mode" class="people">{buttons}</form>'
        self.page("Bolagsverket-simulatorn", f"<section>{listed}</section>{form}")

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        mode = self.form().get("mode", "")
        if mode in MODES:
            self.register.mode = mode
        if self.path.startswith("/_sim/"):
            self.json({"mode": self.register.mode})
        else:
            self.redirect("/")


def _number(content: bytes) -> str:
    try:
        told = json.loads(content)
    except ValueError:
        return ""
    value = told.get("identitetsbeteckning") if isinstance(told, dict) else ""
    return value if isinstance(value, str) else ""
