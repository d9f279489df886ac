"""Starts the mail server and the page on which its mail is read."""

import asyncio
import email
import email.policy
import html
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import Controller

from samtjanst.kernel import clock
from samtjanst.simulators import page, serving

MODES = ("up", "later", "refuse", "slow", "dropped")
_LATER = "451 Try again later"


class Box:
    """Mails as files in a folder, so that they outlive a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.mode, self.delay = folder, "up", 30.0  # seconds that "slow" waits
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, or say that there is no such mailbox."""
        if self.mode == "refuse":
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_NOOP(  # noqa: N802
        self, server: Any, _session: Any, _envelope: Any, _argument: str
    ) -> str:
        """Whether mail would be taken now."""
        return await self._trouble(server) or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a mail, or answer as the mode says."""
        if trouble := await self._trouble(server):
            return trouble
        name = f"{clock.now():%Y%m%d%H%M%S%f}-{uuid4().hex[:6]}.eml"
        (self.folder / name).write_bytes(envelope.content)
        return "250 OK"

    async def _trouble(self, server: Any) -> str:
        if self.mode == "slow":
            await asyncio.sleep(self.delay)
        if self.mode == "dropped":
            server.transport.abort()
        return _LATER if self.mode in {"later", "dropped"} else ""

    def mails(self) -> list[dict[str, str]]:
        """All mails, newest first."""
        return [_told(path) for path in sorted(self.folder.glob("*.eml"), reverse=True)]


@dataclass(slots=True)
class Running:
    """A running mail server, what an adapter needs, and how to stop it."""

    box: Box
    settings: dict[str, Any]
    control_url: str
    controller: Any
    panel: ThreadingHTTPServer

    def stop(self) -> None:
        """Close both ports."""
        self.controller.stop()
        serving.close(self.panel)


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free).

    Raises:
        RuntimeError: this is a production environment.
    """
    serving.refuse_production()
    box = Box(folder / "mails")
    controller = Controller(box, hostname=host, port=port or _free_port(host), ready_timeout=30)
    controller.start()
    panel = serving.serve(host, control_port, _control(box))
    values = {"host": host, "port": controller.port, "encryption": "none"}
    return Running(box, values, f"http://{host}:{panel.server_address[1]}", controller, panel)


def _free_port(host: str) -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _told(path: Path) -> dict[str, str]:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    return {
        "to": str(mail["To"]),
        "from": str(mail["From"]),
        "subject": str(mail["Subject"]),
        "message_id": str(mail["Message-ID"]),
        "text": str(body.get_content()) if body else "",
    }


def _control(box: Box) -> type[BaseHTTPRequestHandler]:
    class Control(page.PageHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            if self.path == "/_sim/mails":
                self.json(box.mails())
                return
            mails = "".join(_shown(mail) for mail in box.mails()) or "<p>Inga brev än.</p>"
            self.page("E-post som har skickats", mails + _modes(box.mode))

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            form = self.form()
            if form.get("mode") in MODES:
                box.mode = form["mode"]
            if self.path.endswith("/clear"):
                for path in box.folder.glob("*.eml"):
                    path.unlink()
            if self.path.startswith("/_sim/"):
                self.json({"mode": box.mode})
            else:
                self.redirect("/")

    return Control


def _shown(mail: dict[str, str]) -> str:
    head = f"<strong>{html.escape(mail['subject'])}</strong> till {html.escape(mail['to'])}"
    text = html.escape(mail["text"])
    return f"<section><p>{head}</p><pre>{_linked(text)}</pre></section>"


def _linked(text: str) -> str:
    words = (
        f'<a href="{word}">{word}</a>' if word.startswith(("http://", "https://")) else word
        for word in text.split(" ")
    )
    return " ".join(words)


def _modes(mode: str) -> str:
    buttons = "".join(
        f'<button name="mode" value="{m}"{" disabled" if m == mode else ""}>{m}</button>'
        for m in MODES
    )
    return f'<h2>Fel</h2><form method="post" action="/mode">{buttons}</form>'
