"""Starts the token service and the interface on one port, and the control page on another."""

import json
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from samtjanst.simulators import serving, tokens
from samtjanst.simulators.bolagsverket.companies import answer, companies
from samtjanst.simulators.panel import panel

ROOT = "/vardefulla-datamangder/v1"
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

    def keep_token(self, token: str, _scopes: frozenset[str]) -> None:
        """Know a token that is given."""
        self.tokens.add(token)
        self.tokens_given += 1


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
    control = panel(register, "Bolagsverket-simulatorn", TITLES, _told, register.asked)
    doors = serving.open_doors(host, (port, wire), (control_port, control))
    return Running(settings(folder, host, doors.port), doors, register)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "base_url": f"http://{host}:{port}{ROOT}",
        "token_url": f"http://{host}:{port}{tokens.TOKEN}",
        "client_id": CLIENT,
        "client_secret": serving.kept_secret(folder),
    }


class _Wire(tokens.TokenHandler):
    register: ClassVar[Register]
    timeout = 30

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if self.path == f"{ROOT}/isalive":
            self.answer(b"OK", "text/plain", 200)
        else:
            self.page("Not found", "", 404)

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        content, mode = self.body(_MOST), self.register.mode
        if mode == "slow":
            time.sleep(self.register.delay)
        if mode == "dropped":
            self.close_connection = True
        elif mode == "nonsense":
            self.answer(b"<html>Underhall</html>", "text/html", 200)
        elif mode in {"down", "busy"}:
            self._problem(503 if mode == "down" else 429, "server.error")
        elif self.path == tokens.TOKEN:
            self.give_token(content, CLIENT, self.register.secret, self.register.keep_token)
        elif self.path == f"{ROOT}/organisationer":
            self._companies(content)
        else:
            self.page("Not found", "", 404)

    def _companies(self, content: bytes) -> None:
        if self.bearer() not in self.register.tokens:
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


def _told() -> str:
    listed = "".join(
        f"<p><strong>{one.name}</strong>, {one.number}<small>{one.label}</small></p>"
        for one in companies()
    )
    return f"<section>{listed}</section>"


def _number(content: bytes) -> str:
    try:
        told = json.loads(content)
    except ValueError:
        return ""
    value = told.get("identitetsbeteckning") if isinstance(told, dict) else ""
    return value if isinstance(value, str) else ""
