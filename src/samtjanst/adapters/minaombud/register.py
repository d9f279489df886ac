"""The port of powers over Mina ombud: JSON over HTTPS, OAuth 2.0, signed answers.

Settings: ``base_url`` (ends with ``/dfm/formedlare/v2``), ``token_url``, ``client_id``,
``client_secret``, ``third_party`` (the municipality's organisation number, ten digits),
``service_name``, ``issuer`` and ``audience`` (registered with Mina ombud), ``key`` (PEM, RSA) and
``key_id`` of the municipality's own signature and, to publish with its public half, its
``certificate`` (PEM; may be left out), ``powers`` (the e-services' names of powers, each
with its code in the municipality's templates), ``trusted_authorities``, ``timeout`` (seconds, 10).

Who is logged in is told in a signed token of our own (``X-Id-Token``) that lives for two
minutes. An answer is verified over its raw JSON with the register's published keys.
"""

import json
import time
import uuid
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from samtjanst.adapters import configuration
from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.minaombud import answer
from samtjanst.adapters.minaombud.answer import NAME, Asked, UnknownKeyError
from samtjanst.adapters.oauth import Login, Tokens
from samtjanst.kernel import clock
from samtjanst.ports.failures import NotConfigured, Temporary
from samtjanst.ports.mandate import Mandate, MandateQuery

_SCOPE = "user:self"
_CLAIM = "https://claims.oidc.se/1.0/"  # the old names: the register has no others
_PROBE = "198602262381"  # the holder of the official samples
_LASTS = 120  # seconds that our own token holds
_MOST, _MOST_PAGES, _PAGE = 1_000_000, 5, 100
_KEYS_LAST = 3600  # seconds
_OK, _NO_TOKEN, _NO_ACCESS, _ABSENT, _BAD_REQUEST = 200, 401, 403, 404, 400
_ORGANISATION, _COORDINATION_DAY = 10, 61


@dataclass(frozen=True, slots=True)
class _Call:
    """One request, about the person who is logged in."""

    method: str
    path: str
    person: str = field(repr=False)
    deadline: float
    body: Any = field(default=None, repr=False)


class MinaOmbud:
    """Asks for powers. Names and numbers never reach an exception."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.web_address(settings, "base_url")
        login = Login(
            configuration.web_address(settings, "token_url"),
            configuration.text(settings, "client_id"),
            configuration.text(settings, "client_secret"),
            _SCOPE,
        )
        self._third_party = configuration.text(settings, "third_party")
        self._service = configuration.text(settings, "service_name")
        self._issuer = configuration.text(settings, "issuer")
        self._audience = configuration.text(settings, "audience")
        self._key, self._key_id = _key(settings), configuration.text(settings, "key_id")
        self._published_key = _public_half(self._key, self._key_id, settings)
        self._powers = _powers(settings)
        self._timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        self._http = client(configuration.trust(settings))
        self._breaker = Breaker(NAME)
        self._tokens = Tokens(login, self._http, NAME)
        self._keys: tuple[float, list[answer.Key]] = (0.0, [])

    def find(self, query: MandateQuery) -> Mandate | None:
        """The power that is asked for; None when there is none in force.

        Raises:
            Temporary: unreachable, slow, overloaded, or an answer that is not to be believed.
            NotConfigured: wrong address or token, or the municipality has tied no code to it.
        """
        code = self._powers.get(query.power)
        if code is None:
            raise NotConfigured(f"{NAME}:power")
        asked = Asked(self._third_party, query.holder, query.principal, code)
        patience = self._timeout if query.within is None else min(self._timeout, query.within)
        with self._breaker.call():
            return self._found(asked, time.monotonic() + patience)

    def key_set(self) -> Mapping[str, Any]:
        """The public half of the municipality's key, with its certificate where it has one."""
        return {"keys": [self._published_key]}

    def check(self) -> None:
        """Ask about the holder of the official samples, and read the published keys."""
        deadline = time.monotonic() + self._timeout
        with self._breaker.call():
            self._page(Asked(self._third_party, _PROBE, "", ""), 0, deadline)
            self._published(_PROBE, deadline)

    def _found(self, asked: Asked, deadline: float) -> Mandate | None:
        found = [self._read(one, asked, deadline) for one in self._contexts(asked, deadline)]
        held = [one for one in found if one]
        # One that she holds alone goes before one that she shares.
        return min(held, key=lambda one: one.is_joint, default=None)

    def _contexts(self, asked: Asked, deadline: float) -> Iterator[answer.Context]:
        for number in range(_MOST_PAGES):
            listed, pages = self._page(asked, number, deadline)
            yield from listed
            if number + 1 >= pages:
                break

    def _read(self, context: answer.Context, asked: Asked, deadline: float) -> Mandate | None:
        try:
            return answer.read(context, self._known_keys(asked.holder, deadline), asked)
        except UnknownKeyError:
            pass
        try:
            return answer.read(context, self._published(asked.holder, deadline), asked)
        except UnknownKeyError:
            raise Temporary(f"{NAME}:key") from None

    def _page(self, asked: Asked, number: int, deadline: float) -> tuple[list[answer.Context], int]:
        body = {
            "tredjeman": asked.third_party,
            "fullmaktshavare": _identity(asked.holder),
            **({"fullmaktsgivare": _identity(asked.principal)} if asked.principal else {}),
            **({"behorigheter": [asked.code]} if asked.code else {}),
            "page": {"page": number, "size": _PAGE},
        }
        content = self._sent(_Call("POST", "/sok/behorigheter", asked.holder, deadline, body))
        return ([], 0) if content is None else answer.contexts(content)

    def _known_keys(self, person: str, deadline: float) -> list[answer.Key]:
        until, keys = self._keys
        return keys if time.monotonic() < until else self._published(person, deadline)

    def _published(self, person: str, deadline: float) -> list[answer.Key]:
        path = f"/tredjeman/{self._third_party}/jwks"
        content = self._sent(_Call("GET", path, person, deadline))
        if content is None:
            raise NotConfigured(f"{NAME}:http404")
        try:
            keys = [one for one in json.loads(content)["keys"] if isinstance(one, Mapping)]
        except (ValueError, KeyError, TypeError):
            raise Temporary(f"{NAME}:unreadable") from None
        self._keys = (time.monotonic() + _KEYS_LAST, keys)
        return keys

    def _sent(self, call: _Call) -> bytes | None:
        """What was answered; None for nothing found. A withdrawn token is had anew once."""
        token = self._tokens.valid(call.deadline)
        status, content = self._once(call, token)
        if status == _NO_TOKEN:
            self._tokens.drop(token)
            status, content = self._once(call, self._tokens.valid(call.deadline))
        return _judged(status, content)

    def _once(self, call: _Call, token: str) -> tuple[int, bytes]:
        request = self._http.build_request(
            call.method,
            f"{self._url}{call.path}",
            json=call.body,
            headers={
                "Authorization": f"Bearer {token}",
                "X-Service-Name": self._service,
                "X-Id-Token": self._told(call.person),
                "X-Request-Id": str(uuid.uuid4()),
                "Accept": "application/json",
            },
        )
        left = call.deadline - time.monotonic()
        if left <= 0:
            raise Temporary(f"{NAME}:timeout")
        return exchange(self._http, request, Limits(left, _MOST), NAME)

    def _told(self, person: str) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": self._issuer, "aud": self._audience, "sub": str(uuid.uuid4()),
            "iat": now, "exp": now + _LASTS, _CLAIM + _kind(person, "Number"): person,
        }  # fmt: skip
        return jwt.encode({"alg": "RS256", "kid": self._key_id}, claims, self._key)


def _judged(status: int, content: bytes) -> bytes | None:
    if status == _ABSENT and _is_told(content):
        return None
    if status in {_BAD_REQUEST, _NO_TOKEN, _NO_ACCESS, _ABSENT}:
        raise NotConfigured(f"{NAME}:http{status}")
    if status != _OK:
        raise Temporary(f"{NAME}:http{status}")
    return content


def _is_told(content: bytes) -> bool:
    # "No such power" is a problem document; a wrong address answers with a web page.
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def _kind(number: str, ending: str) -> str:
    is_coordination = int(number[6:8]) >= _COORDINATION_DAY
    return ("coordination" if is_coordination else "personal") + ending


def _identity(number: str) -> dict[str, str]:
    if len(number) == _ORGANISATION:
        return {"id": number, "typ": "orgnr"}
    return {"id": number, "typ": "samnr" if _kind(number, "") == "coordination" else "pnr"}


def _key(settings: Mapping[str, Any]) -> RSAKey:
    try:
        return RSAKey.import_key(configuration.text(settings, "key"))
    except (ValueError, JoseError):
        raise NotConfigured("invalid:key") from None


def _public_half(key: RSAKey, key_id: str, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    told = {**key.as_dict(private=False), "kid": key_id, "use": "sig", "alg": "RS256"}
    pem = str(settings.get("certificate") or "")
    if not pem:
        return told
    try:
        certificate = load_pem_x509_certificate(pem.encode())
    except ValueError:
        raise NotConfigured("invalid:certificate") from None
    if certificate.public_key() != key.public_key:
        raise NotConfigured("invalid:certificate")
    der = certificate.public_bytes(Encoding.DER)
    thumb = urlsafe_b64encode(certificate.fingerprint(SHA256())).decode().rstrip("=")
    return {**told, "x5c": [b64encode(der).decode()], "x5t#S256": thumb}


def _powers(settings: Mapping[str, Any]) -> Mapping[str, str]:
    told = settings.get("powers")
    if not isinstance(told, Mapping) or not told:
        raise NotConfigured("missing:powers")
    return {str(name): str(code) for name, code in told.items()}
