"""Starts the system on one port, and its control page on another."""

import html
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from lxml import etree

from samtjanst.simulators import page, serving
from samtjanst.simulators.panel import panel
from samtjanst.simulators.social.office import MODES, Entry, Office

ROOT, USER = "/ArendeMottagning.asmx", "samtjanst"
SPACE = "urn:prov:socialtjanst:arende:3"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_MOST = 1_000_000
_DENIED, _ENDED, _REFUSED, _BUSY = "11", "10", "20", "90"


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    office: Office


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); the password is kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    office = Office()
    wire = type(
        "Wire", (_Wire,), {"office": office, "password": serving.kept_secret(folder, "password")}
    )
    control = panel(office, "Socialtjänstens system", MODES, lambda: _told(office))
    doors = serving.open_doors(host, (port, wire), (control_port, control))
    return Running(settings(folder, host, doors.port), doors, office)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "url": f"http://{host}:{port}{ROOT}",
        "namespace": SPACE,
        "user": USER,
        "password": serving.kept_secret(folder, "password"),
    }


class _Wire(page.PageHandler):
    office: ClassVar[Office]
    password: ClassVar[str]
    timeout = 30

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        content, mode = self.body(_MOST), self.office.mode
        if mode == "slow":
            time.sleep(self.office.delay)
        if mode == "dropped":
            self.close_connection = True
        elif mode == "down" or self.path != ROOT:
            self.page("Not here", "", 503 if mode == "down" else 404)
        elif mode == "nonsense":
            self.answer(b"<html>Driftstopp</html>", "text/html", 200)
        elif mode == "fault":
            self.answer(b"<Fault/>", "text/xml", 500)
        else:
            self._act(content)

    def _act(self, content: bytes) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            body: Any = etree.fromstring(content, parser).find(f"{{{_ENVELOPE}}}Body")
            asked = body[0]
        except (etree.XMLSyntaxError, TypeError, IndexError):
            self.answer(b"<Fault/>", "text/xml", 500)
            return
        name = etree.QName(asked).localname
        self._told(name, self._answered(name, asked))

    def _answered(self, name: str, asked: Any) -> dict[str, str]:
        if name == "LoggaIn":
            return self._session(asked)
        if not self.office.uses(_text(asked, "SessionId")):
            return {"Resultatkod": _ENDED}
        if self.office.mode == "busy":
            return {"Resultatkod": _BUSY}
        key = _text(asked, "Nyckel")
        if name == "HamtaStatus":
            return _state(self.office.entry(key))
        if name != "TaEmotArende" or self.office.mode == "refuses":
            return {"Resultatkod": _REFUSED, "Felkod": "F10"}
        fields = asked.findall(f"{{{SPACE}}}Falt")
        self.office.put(key, {_text(one, "Namn"): _text(one, "Varde") for one in fields})
        return _state(self.office.entry(key))

    def _session(self, asked: Any) -> dict[str, str]:
        given = (_text(asked, "Anvandare"), _text(asked, "Losenord"))
        if given != (USER, self.password):
            return {"Resultatkod": _DENIED}
        return {"Resultatkod": "0", "SessionId": self.office.log_in()}

    def _told(self, name: str, parts: dict[str, str]) -> None:
        root = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"s": _ENVELOPE, "a": SPACE})
        body = etree.SubElement(root, f"{{{_ENVELOPE}}}Body")
        told = etree.SubElement(body, f"{{{SPACE}}}{name}Svar")
        for part, value in parts.items():
            etree.SubElement(told, f"{{{SPACE}}}{part}").text = value
        # Of its age: not UTF-8.
        made: Any = etree.tostring(root, encoding="iso-8859-1")
        self.answer(made, "text/xml", 200)


def _told(office: Office) -> str:
    rows = "".join(_row(entry) for entry in reversed(office.entries.values()))
    return rows or "<p>Inget har kommit in.</p>"


def _row(entry: Entry) -> str:
    values = ", ".join(f"{html.escape(n)}: {html.escape(v)}" for n, v in entry.values.items())
    stands = entry.number or entry.fault or "i kö"
    return f"<section><strong>{stands}</strong><small>{values}</small></section>"


def _state(entry: Entry | None) -> dict[str, str]:
    told = {"Resultatkod": "0", "Status": "SAKNAS"}
    if entry is None:
        return told
    if entry.fault:
        return told | {"Status": "FEL", "Felkod": entry.fault}
    if not entry.number:
        return told | {"Status": "KO"}
    return told | {"Status": "KLAR", "Diarienr": entry.number, "Mottagen": entry.handled}


def _text(asked: Any, name: str) -> str:
    return (asked.findtext(f"{{{SPACE}}}{name}") or "").strip()
