"""Starts the map service on one port, and its control page on another."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from samtjanst.simulators import page, serving
from samtjanst.simulators.geodata import drawing
from samtjanst.simulators.panel import panel

PATH, LAYER = "/wms", "stadskarta"
MODES = ("up", "down", "slow", "dropped", "busy", "nonsense", "huge", "cut")
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "slow": "Långsam",
    "dropped": "Förbindelsen bryts",
    "busy": "För många frågor (429)",
    "nonsense": "Svarar något som inte är en bild",
    "huge": "Ett mycket stort svar",
    "cut": "En text som säger att den är en bild",
}
_KINDS = {"image/png": "PNG", "image/jpeg": "JPEG"}
_LARGEST = 2048  # pixels
_EXCEPTION = (
    '<?xml version="1.0"?><ServiceExceptionReport version="1.3.0" '
    'xmlns="http://www.opengis.net/ogc"><ServiceException code="{code}"/></ServiceExceptionReport>'
)


@dataclass(slots=True)
class Service:
    """How it behaves now, and what it has drawn. ``delay`` is what "slow" waits, in seconds."""

    mode: str = "up"
    delay: float = 8
    asked: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator and what it is told and tells through."""

    service: Service


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free).

    Raises:
        RuntimeError: this is a production environment.
    """
    service = Service()
    wire = type("Bound", (_Wire,), {"service": service})
    control = panel(service, "Kartsimulatorn", TITLES, lambda: _told(service), service.asked)
    doors = serving.open_doors(host, (port, wire), (control_port, control))
    return Running(settings(folder, host, doors.port), doors, service)


def settings(_folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs."""
    return {
        "url": f"http://{host}:{port}{PATH}",
        "layers": LAYER,
        "source": "Provkartan, en påhittad stad",
    }


class _Wire(page.PageHandler):
    service: ClassVar[Service]
    timeout = 30

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        address = urlsplit(self.path)
        wish = {name.upper(): value for name, value in parse_qsl(address.query)}
        if address.path != PATH:
            self.answer(b"", "text/plain", 404)
        elif not self._misbehaves():
            self._draw(wish)

    def _misbehaves(self) -> bool:
        mode = self.service.mode
        if mode == "slow":
            time.sleep(self.service.delay)
        elif mode in {"down", "busy"}:
            self.answer(b"", "text/plain", 503 if mode == "down" else 429)
        elif mode == "dropped":
            self.close_connection = True
        elif mode in _ODD:
            self.answer(*_ODD[mode], 200)
        return mode not in {"up", "slow"}

    def _draw(self, wish: dict[str, str]) -> None:
        if code := _wrong(wish):
            self.answer(_EXCEPTION.format(code=code).encode(), "text/xml", 200)
            return
        south, west, north, east = map(float, wish["BBOX"].split(","))
        size, kind = (int(wish["WIDTH"]), int(wish["HEIGHT"])), wish["FORMAT"]
        self.service.asked.append(wish["BBOX"])
        made = drawing.picture((west, south, east, north), *size, _KINDS[kind])
        self.answer(made, kind, 200)


_ODD = {
    "nonsense": (b"<html><body>Karta</body></html>", "text/html"),
    "huge": (b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_000, "image/png"),
    "cut": (b"<script>alert(1)</script>", "image/png"),
}


def _wrong(wish: dict[str, str]) -> str:
    """The standard's code of what is wrong (ISO 19128, table E.1), "" if nothing is."""
    if (wish.get("VERSION"), wish.get("REQUEST")) != ("1.3.0", "GetMap"):
        return "OperationNotSupported"
    if wish.get("LAYERS") != LAYER:
        return "LayerNotDefined"
    if wish.get("CRS") != "EPSG:3006":
        return "InvalidCRS"
    if wish.get("FORMAT") not in _KINDS:
        return "InvalidFormat"
    try:
        bounds = [float(one) for one in wish["BBOX"].split(",")]
        sides = [int(wish["WIDTH"]), int(wish["HEIGHT"])]
    except (KeyError, ValueError):
        return "MissingParameterValue"
    is_good = len(bounds) == 4 and all(0 < one <= _LARGEST for one in sides)
    return "" if is_good and bounds[0] < bounds[2] and bounds[1] < bounds[3] else "InvalidBBOX"


def _told(service: Service) -> str:
    return f"<p>{len(service.asked)} bilder ritade. Lager: {LAYER}.</p>"
