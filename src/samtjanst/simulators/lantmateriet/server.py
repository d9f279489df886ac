"""Starts the token service and the products on one port, and the control page on another."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from samtjanst.simulators import serving, tokens
from samtjanst.simulators.lantmateriet import answers, places
from samtjanst.simulators.panel import panel

PRODUCTS = "/distribution/produkter"
CLIENT = "samtjanst-prov"
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "slow": "Långsam",
    "dropped": "Förbindelsen bryts",
    "busy": "För många frågor (429)",
    "nonsense": "Svarar något helt annat",
    "odd": "Svarar JSON av fel slag",
}
NO_TITLES = "no_titles"  # a part of it: the register of owners is down, the others answer
MODES = tuple(TITLES)
# What each product asks of a token.
SCOPES = {
    "belagenhetsadress": "belagenhetsadress_direkt_v42_read",
    "adress": "adress_v5_read",
    "registerbeteckning": "registerbeteckning_direkt_v5_read",
    "inskrivning": "inskrivning_direkt_v3_read",
    "fastighetsamfallighet": "fastighetochsamfallighet_direkt_v31_read",
}
_MOST = 100_000
_IN_FORCE, _RENAMED = "gällande", "omregistrerad"


@dataclass(slots=True)
class Register:
    """How it behaves now, and which products have been asked. ``delay`` is in seconds."""

    secret: str
    mode: str = "up"
    delay: float = 12
    tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def keep_token(self, token: str, scopes: frozenset[str]) -> None:
        """Know a token that is given."""
        self.tokens[token] = scopes


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
    control = panel(register, "Lantmäteri-simulatorn", TITLES, _told, register.asked)
    doors = serving.open_doors(host, (port, wire), (control_port, control))
    return Running(settings(folder, host, doors.port), doors, register)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "base_url": f"http://{host}:{port}",
        "token_url": f"http://{host}:{port}{tokens.TOKEN}",
        "client_id": CLIENT,
        "client_secret": serving.kept_secret(folder),
    }


class _Wire(tokens.TokenHandler):
    register: ClassVar[Register]
    timeout = 30

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        self._behave(b"")

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        self._behave(self.body(_MOST))

    def _behave(self, content: bytes) -> None:
        mode = self.register.mode
        if mode == "slow":
            time.sleep(self.register.delay)
        if mode == "dropped":
            self.close_connection = True
        elif mode == "nonsense":
            self.answer(b"<html>Underhall</html>", "text/html", 200)
        elif mode in {"down", "busy"}:
            self.json({"fel": mode}, 503 if mode == "down" else 429)
        elif self.path == tokens.TOKEN:
            self.give_token(content, CLIENT, self.register.secret, self.register.keep_token)
        elif mode == "odd":
            self.json({"svar": []})
        else:
            self._product(content)

    def _product(self, content: bytes) -> None:
        parts = urlsplit(self.path)
        product, _slash, rest = parts.path.removeprefix(f"{PRODUCTS}/").partition("/")
        act = _ACTS.get(product)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if act is None or not parts.path.startswith(PRODUCTS):
            self.page("Not found", "", 404)
        elif not self._is_let_in(product):
            return
        elif self.register.mode == NO_TITLES and product == "inskrivning":
            self.json({"fel": "down"}, 503)
        else:
            self.register.asked.append(product)
            told = act(rest, asked, _body(content))
            self.json({"fel": "not found"} if told is None else told, 404 if told is None else 200)

    def _is_let_in(self, product: str) -> bool:
        scopes = self.register.tokens.get(self.bearer())
        if scopes is None:
            self.json({"fel": "token"}, 401)
        elif SCOPES[product] not in scopes:
            self.json({"fel": "scope"}, 403)
        return scopes is not None and SCOPES[product] in scopes


def _addresses(rest: str, asked: dict[str, str], body: Any) -> Any:
    if rest == "v4.2/referens/fritext":
        found = places.fitting(asked.get("adress", ""), int(asked.get("maxHits", "30")))
        return [answers.reference(one) for one in found]
    if rest == "v4.2/" and isinstance(body, list):
        found = [one for one in places.places() if one.id in body]
        return answers.collection(map(answers.address, found))
    return None


def _next_addresses(rest: str, _asked: dict[str, str], body: Any) -> Any:
    if rest != "v5/sok" or not isinstance(body, dict):
        return None
    found = places.fitting(str(body.get("text", "")), int(body.get("antal", 10)))
    return {"traffar": [answers.next_address(one) for one in found], "fler": False}


def _designations(rest: str, asked: dict[str, str], _body: Any) -> Any:
    what, _slash, key = rest.removeprefix("v5/").partition("/")
    if what == "tillhor":
        found = places.property_with(key)
        return answers.collection([answers.designations(found)]) if found else None
    if (what, key) != ("referens", "fritext"):
        return None
    status = asked.get("status", _IN_FORCE)
    named = {_IN_FORCE: "designation", _RENAMED: "earlier"}.get(status, "")
    wanted = asked.get("beteckning", "").casefold()
    return [
        answers.designation(one, getattr(one, named))
        for one in places.properties()
        if named and getattr(one, named) and getattr(one, named).casefold().startswith(wanted)
    ]


def _titles(rest: str, _asked: dict[str, str], _body: Any) -> Any:
    found = places.property_with(rest.removeprefix("v3/beror/"))
    return answers.collection([answers.titles(found)]) if found else None


def _areas(rest: str, _asked: dict[str, str], body: Any) -> Any:
    what = rest.removeprefix("v3.1/")
    if what != "referens/geometri":
        found = places.property_with(what)
        return answers.collection([answers.areas(found)]) if found else None
    points = list(_points(body["geometri"]["coordinates"])) if _is_area(body) else []
    if not points:
        return None
    room, (easts, norths) = float(body["buffer"]), zip(*points, strict=True)
    box = (min(easts) - room, min(norths) - room, max(easts) + room, max(norths) + room)
    return [answers.beside(one) for one in places.touching(box)]


def _is_area(body: Any) -> bool:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    match body:
        case {"geometri": {"type": "Polygon" | "MultiPolygon", "crs": told}, "buffer": int()}:
            return bool(told == named)
    return False


def _points(held: Any) -> Iterator[tuple[float, float]]:
    match held:
        case [int() | float() as east, int() | float() as north, *_]:
            yield float(east), float(north)
        case list():
            for one in held:
                yield from _points(one)


_ACTS: dict[str, Callable[[str, dict[str, str], Any], Any]] = {
    "belagenhetsadress": _addresses,
    "adress": _next_addresses,
    "registerbeteckning": _designations,
    "inskrivning": _titles,
    "fastighetsamfallighet": _areas,
}


def _told() -> str:
    listed = "".join(
        f"<p><strong>{one.designation}</strong><small>{one.label}</small></p>"
        for one in places.properties()
    )
    lines = "".join(f"<li>{one.line}, {one.postal_code} {one.city}</li>" for one in places.places())
    return f"<section>{listed}<ul>{lines}</ul></section>"


def _body(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
