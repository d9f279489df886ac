"""Starts the token service and the interface on one port, and the control page on another."""

import json
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from samtjanst.simulators import serving, tokens
from samtjanst.simulators.minaombud import powers
from samtjanst.simulators.panel import panel

ROOT = "/dfm/formedlare/v2"
TOKEN = "/auth/realms/dfm/protocol/openid-connect/token"  # noqa: S105 - an address
CLIENT, SERVICE = "samtjanst-prov", "samtjanst"
THIRD_PARTY = "2120000829"
ISSUER, AUDIENCE, KEY_ID = "https://samtjanst.invalid", "mina-ombud", "samtjanst-1"
POWER = "arenden"  # the name by which the demo's e-services ask for it
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "slow": "Långsam",
    "dropped": "Förbindelsen bryts",
    "busy": "För många frågor (429)",
    "nonsense": "Svarar något helt annat",
    "tampered": "Svaret är ändrat efter underskriften",
    "no_algorithm": "Svaret säger att det inte är signerat",
    "unknown_key": "Signerar med en nyckel som inte är publicerad",
    "stale": "Svaret är tio minuter gammalt",
    "withdrawn": "Alla fullmakter har återkallats",
    "another": "Svarar om någon annan",
    "many_pages": "Svarar på många sidor",
}
MODES = tuple(TITLES)
_MOST, _BITS, _LONGEST = 10_000, 2048, 180


def _made() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_BITS)


@dataclass(slots=True)
class Register:
    """How it behaves now, and what it has been asked. ``delay`` is what "slow" waits, seconds."""

    secret: str
    client_key: RSAKey
    mode: str = "up"
    delay: float = 12
    tokens: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=_made)
    kid: str = "mina-ombud-1"
    other_key: rsa.RSAPrivateKey = field(default_factory=_made)

    def keep_token(self, token: str, scopes: frozenset[str]) -> None:
        """Know a token that is given, for asking about who is logged in."""
        if scopes == {"user:self"}:
            self.tokens.add(token)


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    register: Register


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); the client's secret and key are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    register = Register(serving.kept_secret(folder), RSAKey.import_key(_client_key(folder)))
    wire = type("Bound", (_Wire,), {"register": register})
    control = panel(register, "Mina ombud-simulatorn", TITLES, _told, register.asked)
    doors = serving.open_doors(host, (port, wire), (control_port, control))
    return Running(settings(folder, host, doors.port), doors, register)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "base_url": f"http://{host}:{port}{ROOT}",
        "token_url": f"http://{host}:{port}{TOKEN}",
        "client_id": CLIENT,
        "client_secret": serving.kept_secret(folder),
        "third_party": THIRD_PARTY,
        "service_name": SERVICE,
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "key": _client_key(folder),
        "key_id": KEY_ID,
        "powers": {POWER: powers.CODE},
    }


class _Wire(tokens.TokenHandler):
    register: ClassVar[Register]
    timeout = 30

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        if not self._disturbed() and self._may(f"{ROOT}/tredjeman/{THIRD_PARTY}/jwks"):
            keys = [powers.public(self.register.key, self.register.kid)]
            self.json({"keys": keys})

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        content = self.body(_MOST)
        if self._disturbed():
            return
        if self.path == TOKEN:
            self.give_token(content, CLIENT, self.register.secret, self.register.keep_token)
        elif self._may(f"{ROOT}/sok/behorigheter"):
            self._powers(content)

    def _disturbed(self) -> bool:
        mode = self.register.mode
        if mode == "slow":
            time.sleep(self.register.delay)
        if mode == "dropped":
            self.close_connection = True
        elif mode == "nonsense":
            self.answer(b"<html>Underhall</html>", "text/html", 200)
        elif mode in {"down", "busy"}:
            self._problem(503 if mode == "down" else 429)
        return mode in {"dropped", "nonsense", "down", "busy"}

    def _may(self, path: str) -> bool:
        """Whether the caller shows its token, who asks, and the right address."""
        if self.path != path:
            self.page("Not found", "", 404)
        elif self.bearer() not in self.register.tokens:
            self._problem(401)
        elif self.headers.get("X-Service-Name") != SERVICE or not self._person():
            self._problem(403)
        else:
            return True
        return False

    def _person(self) -> str:
        """The person whom the caller vouches for in a token of its own; "" for no good one."""
        try:
            told = jwt.decode(
                self.headers.get("X-Id-Token", ""), self.register.client_key, algorithms=["RS256"]
            )
        except (JoseError, ValueError):
            return ""
        claims, now = told.claims, time.time()
        is_meant = (claims.get("iss"), claims.get("aud")) == (ISSUER, AUDIENCE)
        is_known = told.header.get("kid") == KEY_ID and claims.get("sub")
        is_young = 0 < claims.get("exp", 0) - now <= _LONGEST and claims.get("iat", now) <= now + 60
        names = [f"https://claims.oidc.se/1.0/{one}Number" for one in ("personal", "coordination")]
        numbers = [str(claims[name]) for name in names if name in claims]
        return numbers[0] if is_meant and is_known and is_young and len(numbers) == 1 else ""

    def _powers(self, content: bytes) -> None:
        try:
            asked = json.loads(content)
            person = asked["fullmaktshavare"]["id"]
        except (ValueError, KeyError, TypeError):
            self._problem(400)
            return
        if asked.get("tredjeman") != THIRD_PARTY:
            self._problem(403)
        elif person != self._person():
            self._problem(403)  # user:self is about who is logged in and nobody else
        else:
            self.register.asked.append(person)
            self._found(asked)

    def _found(self, asked: dict[str, Any]) -> None:
        register, mode = self.register, self.register.mode
        key = register.other_key if mode == "unknown_key" else register.key
        kid = "another" if mode == "unknown_key" else register.kid
        listed = [] if mode == "withdrawn" else powers.found(asked)
        told = [
            powers.signed(powers.context(one, THIRD_PARTY, mode), key, kid, mode) for one in listed
        ]
        number = asked.get("page", {}).get("page", 0)
        pages = 2 if mode == "many_pages" else 1
        here = told if number == pages - 1 else []
        self.json({"kontext": here, "page": {"size": 100, "number": number,
                   "totalElements": len(told), "totalPages": pages}})  # fmt: skip

    def _problem(self, status: int) -> None:
        told = {"type": "about:blank", "instance": self.path, "title": "Fel",
                "status": status, "requestId": str(uuid.uuid4())}  # fmt: skip
        self.json(told, status)


def _told() -> str:
    listed = "".join(f"<p>{one.label}</p>" for one in powers.powers())
    return f"<section>{listed}</section>"


def _client_key(folder: Path) -> str:
    """The municipality's own key, made once; the register has its public half."""
    path = folder / "client.pem"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        path.write_bytes(_made().private_bytes(*form, serialization.NoEncryption()))
        path.chmod(0o600)
    return path.read_text()
