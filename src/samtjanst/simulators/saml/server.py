"""Starts the provider and the page where it is told to be hostile."""

from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from samtjanst.simulators import page, personas, serving
from samtjanst.simulators.saml.directory import GROUP, LOA, Directory
from samtjanst.simulators.saml.lies import MODES


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    directory: Directory


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); the keys of both sides are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    directory = Directory(folder)
    wire = type("Wire", (_Wire,), {"directory": directory})
    doors = serving.open_doors(host, (port, wire), (control_port, _control(directory)))
    directory.entity_id = f"http://{host}:{doors.port}/idp"
    return Running(settings(folder, host, doors.port), doors, directory)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "entity_id": "https://samtjanst.invalid/saml",
        "display_name": "Samtjänst",
        "key": (folder / "sp.key").read_text(),
        "certificate": (folder / "sp.pem").read_text(),
        "idp_entity_id": f"http://{host}:{port}/idp",
        "idp_sso_url": f"http://{host}:{port}/sso",
        "idp_certificates": (folder / "idp.pem").read_text(),
        "groups_attribute": GROUP,
        "levels": {f"{LOA}{level}": level for level in (2, 3, 4)},
    }


class _Wire(page.PageHandler):
    directory: ClassVar[Directory]

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        parts = urlsplit(self.path)
        key = self.directory.begin(parts.query) if parts.path == "/sso" else None
        if key is None:
            self.page("Fel i anropet", "<p>Frågan är inte i ordning.</p>", 400)
            return
        buttons = "".join(
            f'<button name="who" value="{number}">{escape(personas.name_of(number))}'
            f"<small>{escape(', '.join(groups) or 'ingen grupp')}</small></button>"
            for number, groups in self.directory.members.items()
        )
        buttons += '<button name="who" value="">Avbryt</button>'
        hidden = f'<input type="hidden" name="key" value="{key}">'
        form = f'<form class="people" method="post" action="/choose">{hidden}{buttons}</form>'
        self.page("Logga in", form)

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        form = self.form()
        found = self.directory.choose(form.get("key", ""), form.get("who", ""))
        if found is None:
            self.page("Fel i anropet", "<p>Börja om.</p>", 400)
            return
        to, fields = found
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in fields.items()
        )
        button = "<button>Tillbaka till kommunen</button>"
        self.page("Klart", f'<form method="post" action="{escape(to)}">{hidden}{button}</form>')


def _control(directory: Directory) -> type[BaseHTTPRequestHandler]:
    class Control(page.PageHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            self.page("Identitetsintyg", _shown(directory))

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            mode = self.form().get("mode", "")
            if mode in MODES:
                directory.mode = mode
            self.redirect("/")

    return Control


def _shown(directory: Directory) -> str:
    buttons = "".join(
        f'<button name="mode" value="{mode}"{" disabled" if mode == directory.mode else ""}>'
        f"{escape(title)}</button>"
        for mode, title in MODES.items()
    )
    return f'<form method="post" action="/mode">{buttons}</form>'
