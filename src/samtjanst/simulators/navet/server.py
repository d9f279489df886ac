"""Starts the service and its control page."""

import ssl
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from samtjanst.simulators import authority, page, serving
from samtjanst.simulators.authority import name_of
from samtjanst.simulators.navet import answers
from samtjanst.simulators.panel import panel

PATH = "/na/na_epersondata/V4/personpostXML"
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "fault": "Tekniskt fel (SOAP-fel)",
    "slow": "Långsam",
    "dripping": "Svarar några tecken i taget",
    "dropped": "Förbindelsen bryts",
    "nonsense": "Svarar något helt annat",
    "garbled": "Svarar om ett omöjligt nummer",
    "another": "Svarar om någon annan",
    "huge": "Jättelikt svar",
}
MODES = tuple(TITLES)
_HUGE = 2 * 1024 * 1024


@dataclass(slots=True)
class Register:
    """How the register behaves now, and what it has been asked.

    ``fates`` gives people by number another code of deregistration than their own ("AV" dead,
    "UV" emigrated); ``answers.ABSENT`` makes the register have nobody there.

    ``delay`` is how many seconds "slow" waits, and how long "dripping" takes to answer.
    """

    mode: str = "up"
    delay: float = 12
    asked: list[str] = field(default_factory=list)
    fates: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    register: Register


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); certificates are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    register, context = Register(), _certificates(folder)
    control = panel(register, "Navet-simulatorn", TITLES, lambda: _told(register), register.asked)
    wire = (port, _wire(register))
    doors = serving.open_doors(host, wire, (control_port, control), context)
    return Running(settings(folder, host, doors.port), doors, register)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "base_url": f"https://{host}:{port}{PATH}",
        "client_certificate": str(folder / "client.pem"),
        "client_key": str(folder / "client.key"),
        "server_root": str(folder / "tls-root.pem"),
        "organisation_number": answers.ORGANISATION,
        "order_id": answers.ORDER,
    }


def _certificates(folder: Path) -> ssl.SSLContext:
    root = authority.load(folder, "tls-root")
    if root is None:
        root = authority.make_root(name_of(common_name="Simulated Navet root"))
        root.write(folder, "tls-root")
        authority.issue_server(root).write(folder, "server")
        authority.issue_client(root, "Kommun A").write(folder, "client")
    return serving.mutual_tls(folder)


class Wire(page.PageHandler):
    """Answers the one who asks; :func:`_wire` gives it its register."""

    register: Register
    timeout = 30

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        """Every question is a POST."""
        content = self.rfile.read(int(self.headers.get("Content-Length", "0") or 0))
        mode = self.register.mode
        if mode == "slow":
            time.sleep(self.register.delay)
        if self.path != PATH:
            self.page("Not found", "", 404)
        elif mode in _STRANGE:
            content, kind, status = _STRANGE[mode]
            self.answer(content, kind, status)
        elif mode != "dropped":
            self._answer(content)

    def _answer(self, content: bytes) -> None:
        try:
            number = answers.number_asked(content)
        except answers.RefusedError:
            self.answer(answers.fault("Felaktiga inparametrar"), "text/xml", 500)
            return
        self.register.asked.append(number)
        about = answers.somebody_else(number) if self.register.mode == "another" else number
        answer = answers.answer(about, self.register.fates)
        if self.register.mode == "dripping":
            self._drip(answer)
        else:
            self.answer(answer, "text/xml;charset=UTF-8", 200)

    def _drip(self, content: bytes) -> None:
        """A few bytes now and then: no single read is slow, the whole answer is."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        for part in range(20):
            self.wfile.write(content[part : part + 1])
            self.wfile.flush()
            time.sleep(self.register.delay / 20)
        self.wfile.write(content[20:])


_STRANGE = {
    "down": (b"<html>503 Service Unavailable</html>", "text/html", 503),
    "fault": (answers.fault("Tekniskt fel"), "text/xml", 500),
    "nonsense": (b"<html>Underhall</html>", "text/html", 200),
    "garbled": (answers.garbled(), "text/xml;charset=UTF-8", 200),
    "huge": (b"<!-- " + b"x" * _HUGE, "text/xml", 200),
}


def _wire(register: Register) -> type[BaseHTTPRequestHandler]:
    return type("WireOfRegister", (Wire,), {"register": register})


def _told(register: Register) -> str:
    asked = len(register.asked)
    return f"<p>Nu: <strong>{TITLES[register.mode]}</strong>. Antal frågor: {asked}</p>"
