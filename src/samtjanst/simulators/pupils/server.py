"""Starts the register's interface and its page, where a school sees what it holds."""

import json
import secrets
import time
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar

from samtjanst.simulators import page, personas, serving
from samtjanst.simulators.pupils.register import MODES, Entry, PupilRegister, RefusedError

ROOT = "/elevregister/skjuts/"
_MOST = 100_000


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    register: PupilRegister


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); the access token is kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    register = PupilRegister()
    wire = type(
        "Wire", (_Wire,), {"register": register, "token": serving.kept_secret(folder, "token")}
    )
    doors = serving.open_doors(host, (port, wire), (control_port, _control(register)))
    return Running(settings(folder, host, doors.port), doors, register)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "url": f"http://{host}:{port}{ROOT}",
        "token": serving.kept_secret(folder, "token"),
        "receipt_field": "LOPNR",
    }


class _Wire(page.PageHandler):
    register: ClassVar[PupilRegister]
    token: ClassVar[str]
    protocol_version = "HTTP/1.1"  # connections are used again, as by most systems
    timeout = 30

    def do_PUT(self) -> None:  # noqa: N802 - the library's name
        length = min(int(self.headers.get("Content-Length", "0") or 0), _MOST)
        content = self.rfile.read(length)
        self.register.attempts += 1
        if self._is_let_in() and not self._fails_first():
            self._store(content)

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if not self._is_let_in() or self._fails_first():
            return
        entry = self.register.entries.get(self._key())
        self._tell(entry) if entry else self.json({"FEL": "saknas"}, 404)

    def _store(self, content: bytes) -> None:
        try:
            entry = self.register.store(self._key(), json.loads(content))
        except RefusedError as error:
            self.json({"FEL": str(error)}, 422)
        except ValueError:
            self.json({"FEL": "body"}, 422)
        else:
            self._tell(entry)

    def _tell(self, entry: Entry) -> None:
        if self.register.mode == "slow_after":
            time.sleep(self.register.delay)
        if self.register.mode == "dies_after":
            self.close_connection = True
        elif self.register.mode == "nonsense":
            self.answer(b"<html>OK!", "text/html", 200)
        else:
            for _ in range(2 if self.register.mode == "twice" else 1):
                self.json({"LOPNR": entry.number, "STATUS": "00"})

    def _fails_first(self) -> bool:
        if self.register.mode == "slow":
            time.sleep(self.register.delay)
        if self.register.mode == "dies_before":
            self.close_connection = True
        elif self.register.mode == "down":
            self.json({"FEL": "stängt"}, 503)
        elif self.register.mode == "refuses":
            self.json({"FEL": "nej"}, 422)
        return self.register.mode in {"dies_before", "down", "refuses"}

    def _is_let_in(self) -> bool:
        is_known = secrets.compare_digest(
            self.headers.get("Authorization", ""), f"Bearer {self.token}"
        )
        if not is_known:
            self.json({"FEL": "behörighet"}, 401)
        return is_known

    def _key(self) -> str:
        return self.path.removeprefix(ROOT)


def _control(register: PupilRegister) -> type[BaseHTTPRequestHandler]:
    class Control(page.PageHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            self.page("Elevregistret", _shown(register))

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            mode = self.form().get("mode", "")
            if mode in MODES:
                register.mode = mode
            self.redirect("/")

    return Control


def _shown(register: PupilRegister) -> str:
    rows = "".join(_row(entry) for entry in register.entries.values())
    table = f"<section>{rows}</section>" if rows else "<p>Ingen elev har fått något beslut än.</p>"
    buttons = "".join(
        f'<button name="mode" value="{mode}"{" disabled" if mode == register.mode else ""}>'
        f"{title}</button>"
        for mode, title in MODES.items()
    )
    return (
        f"<h2>Skolskjuts</h2>{table}<p>Försök att leverera: {register.attempts}</p>"
        f'<h2>Fel</h2><form method="post" action="/mode">{buttons}</form>'
    )


def _row(entry: Entry) -> str:
    pupil = personas.person(entry.values["ELEV_PNR"])
    name = escape(pupil.name if pupil else "")
    since = escape(entry.values["GALLER_FROM"])
    return f"<p><strong>{name}</strong>: {entry.told} från {since} ({entry.number})</p>"
