"""Starts the service and its control page."""

import os
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from samtjanst.simulators import authority, page
from samtjanst.simulators.authority import name_of
from samtjanst.simulators.navet import answers

PATH = "/na/na_epersondata/V4/personpostXML"
MODES = ("up", "down", "fault", "slow")
_SECONDS_SLOW = 12


@dataclass(slots=True)
class Register:
    """How the register behaves now, and what it has been asked."""

    mode: str = "up"
    asked: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Running:
    """A running simulator, what an adapter needs, and how to stop it."""

    register: Register
    settings: dict[str, Any]
    control_url: str
    servers: tuple[ThreadingHTTPServer, ...]

    def stop(self) -> None:
        """Close both ports."""
        for server in self.servers:
            server.shutdown()
            server.server_close()


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); certificates are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    if os.environ.get("SAMTJANST_ENVIRONMENT", "") == "production":
        raise RuntimeError("simulators do not run in production")
    register, context = Register(), _certificates(folder)
    service = ThreadingHTTPServer((host, port), _wire(register))
    service.socket = context.wrap_socket(service.socket, server_side=True)
    panel = ThreadingHTTPServer((host, control_port), _control(register))
    for server in (service, panel):
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    values = settings(folder, host, int(service.server_address[1]))
    return Running(register, values, f"http://{host}:{panel.server_address[1]}", (service, panel))


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
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.load_verify_locations(folder / "tls-root.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _wire(register: Register) -> type[BaseHTTPRequestHandler]:
    class Wire(page.PageHandler):
        def do_POST(self) -> None:  # noqa: N802 - the library's name
            content = self.rfile.read(int(self.headers.get("Content-Length", "0") or 0))
            if register.mode == "slow":
                time.sleep(_SECONDS_SLOW)
            if self.path != PATH:
                self.page("Not found", "", 404)
            elif register.mode == "down":
                self.page("Service unavailable", "", 503)
            elif register.mode == "fault":
                self.answer(answers.fault("Tekniskt fel"), "text/xml", 500)
            else:
                self._answer(content)

        def _answer(self, content: bytes) -> None:
            try:
                number = answers.number_asked(content)
            except answers.RefusedError:
                self.answer(answers.fault("Felaktiga inparametrar"), "text/xml", 500)
                return
            register.asked.append(number)
            self.answer(answers.answer(number), "text/xml;charset=UTF-8", 200)

    return Wire


def _control(register: Register) -> type[BaseHTTPRequestHandler]:
    class Control(page.PageHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            if self.path == "/_sim/asked":
                self.json(register.asked)
                return
            buttons = "".join(
                f'<button name="mode" value="{m}"{" disabled" if m == register.mode else ""}>{m}'
                "</button>"
                for m in MODES
            )
            asked = f"<p>Antal frågor: {len(register.asked)}</p>"
            form = f'<form method="post" action="/mode">{buttons}</form>'
            self.page("Navet-simulatorn", asked + form)

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            mode = self.form().get("mode", "")
            if mode in MODES:
                register.mode = mode
            if self.path.startswith("/_sim/"):
                self.json({"mode": register.mode})
            else:
                self.redirect("/")

    return Control
