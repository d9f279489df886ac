"""Who is in the directory, what has been asked, and the tokens that are given, true and false."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import RSAKey

from samtjanst.simulators import personas, serving

CLIENT_ID = "samtjanst"
NUMBER_CLAIM = "https://id.oidc.se/claim/personalIdentityNumber"
COORDINATION_CLAIM = "https://id.oidc.se/claim/coordinationNumber"
_EIDAS = "https://id.swedenconnect.se/claim/"
PRID_CLAIM, PERSISTENCE_CLAIM = f"{_EIDAS}prid", f"{_EIDAS}pridPersistence"
CODE_FOR = 60  # seconds
# What the provider can be told to do. The first is as it should be.
MODES = {
    "up": "Som det ska vara",
    "slow": "Långsam",
    "down": "Nere",
    "nonsense": "Svarar obegripligt",
    "wrong_signature": "Fel nyckel har skrivit under",
    "alg_none": "Ingen underskrift (alg none)",
    "confusion": "Underskrift med den öppna nyckeln som hemlighet (HS256)",
    "unsigned_header": "Underskrift av en annan nyckel i huvudet (jwk)",
    "other_issuer": "Annan utfärdare",
    "other_audience": "Utfärdad till någon annan",
    "two_audiences": "Utfärdad till flera, utan azp",
    "expired": "För gammal",
    "future": "Från framtiden",
    "other_nonce": "Annan nonce",
    "no_subject": "Utan sub",
    "overage": "Grupperna ryms inte",
    "low_level": "Lägre tillitsnivå än begärd",
}
DISTURBED = ("slow", "down", "nonsense")
LIES = tuple(mode for mode in MODES if mode not in {"up", *DISTURBED, "low_level"})
GROUPS = {
    personas.HANNA: ("skola-handlaggare",),
    personas.MAJA: ("skola-handlaggare", "skola-chefer"),
    personas.ADA: ("systemadministratorer",),
    personas.NILS: (),
    personas.ANNA: (),
    personas.BO: (),
    personas.ASTRID: (),
    personas.GRETA: (),
    personas.PABLO: (),
}


@dataclass(slots=True)
class Asked:
    """A browser that has been sent here, and what with."""

    query: dict[str, str]
    who: str = ""
    acr: str = ""  # the level that was chosen
    at: float = field(default_factory=time.time)


class Directory:
    """One provider. ``members`` maps a personal number to groups and can be changed by tests."""

    def __init__(self, folder: Path) -> None:
        self.issuer = ""
        self.mode, self.delay = "up", 1.0
        self.secret = serving.kept_secret(folder, "client-secret")
        self.key = _key(folder / "signing.json")
        self.stranger = RSAKey.generate_key(2048, {"kid": str(self.key.kid), "use": "sig"})
        self.members = {number: list(groups) for number, groups in GROUPS.items()}
        self.level = "urn:samtjanst:two-factors"
        self.keeps_numbers = False  # as for a foreign e-ID: no Swedish number is told
        self.ends, self.ended = True, 0  # whether it logs people out, and how often it has
        self.extra: dict[str, Any] = {}  # claims that tests add, or put in the place of others
        self.asked: dict[str, Asked] = {}
        self.codes: dict[str, Asked] = {}

    def begin(self, query: dict[str, str]) -> str:
        """A browser has come; returns the key of what it asked for."""
        key = secrets.token_urlsafe(16)
        self.asked[key] = Asked(query)
        return key

    def levels_of(self, key: str) -> list[str]:
        """The levels that were asked for; the usual one where none was."""
        asked = self.asked.get(key)
        told = asked.query.get("acr_values", "").split() if asked else []
        # The usual one first, when it may be.
        return sorted(told, key=lambda acr: acr != self.level) or [self.level]

    def choose(self, key: str, number: str, acr: str = "") -> tuple[str, dict[str, str]] | None:
        """Somebody has logged in; where the browser goes back to, and with what."""
        known = self.levels_of(key)
        asked = self.asked.pop(key, None)
        if asked is None or number not in self.members:
            return None
        asked.who, asked.acr = number, acr if acr in known else known[0]
        code = secrets.token_urlsafe(24)
        self.codes[code] = asked
        answer = {"code": code, "state": asked.query["state"], "iss": self.issuer}
        return asked.query["redirect_uri"], answer

    def redeem(self, form: dict[str, str]) -> str | None:
        """The ID token of a code, once, for whoever has its verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or time.time() - asked.at > CODE_FOR:
            return None
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        told = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        is_ours = form.get("redirect_uri") == asked.query["redirect_uri"]
        if told != asked.query["code_challenge"] or not is_ours:
            return None
        return self.token(asked)

    def token(self, asked: Asked) -> str:
        """An ID token, or a false one."""
        claims = self._claims(asked)
        header: dict[str, Any] = {"alg": "RS256", "kid": self.key.kid}
        if self.mode == "alg_none":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        if self.mode == "confusion":
            return self._confused(claims)
        if self.mode == "unsigned_header":
            header["jwk"] = self.stranger.as_dict(private=False)
        key = self.stranger if self.mode in {"wrong_signature", "unsigned_header"} else self.key
        if self.mode == "unsigned_header":
            return _signed(header, claims, key)
        return jwt.encode(header, claims, key)

    def _claims(self, asked: Asked) -> dict[str, Any]:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": asked.query["client_id"],
            "sub": hashlib.sha256(asked.who.encode()).hexdigest()[:24],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.query.get("nonce", ""),
            "groups": self.members[asked.who],
            "acr": asked.acr,
        }
        return self._bent(claims | self._of(asked.who) | self.extra, now)

    def _of(self, key: str) -> dict[str, Any]:
        """What is told of somebody, by number or prid."""
        foreigner = personas.foreigner(key)
        if foreigner:
            return _foreign(foreigner)
        who = personas.person(key)
        if who is None:
            raise LookupError(key)
        claims = _named(who.name, who.given_name)
        if not self.keeps_numbers:
            claims[COORDINATION_CLAIM if key[6] >= "6" else NUMBER_CLAIM] = key
        return claims

    def _bent(self, claims: dict[str, Any], now: int) -> dict[str, Any]:
        bends: dict[str, dict[str, Any]] = {
            "other_issuer": {"iss": "https://ond.example"},
            "other_audience": {"aud": "nagon-annan"},
            "two_audiences": {"aud": [claims["aud"], "nagon-annan"]},
            "expired": {"iat": now - 7200, "exp": now - 6900},
            "future": {"iat": now + 3600, "exp": now + 7200},
            "other_nonce": {"nonce": secrets.token_urlsafe(24)},
            "no_subject": {"sub": ""},
            "low_level": {"acr": "urn:samtjanst:password"},
            "overage": {"_claim_names": {"groups": "src1"}},
        }
        return claims | bends.get(self.mode, {})

    def _confused(self, claims: dict[str, Any]) -> str:
        public = self.key.public_key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        body = f"{_part({'alg': 'HS256', 'kid': self.key.kid})}.{_part(claims)}"
        return f"{body}.{_encoded(hmac.digest(public, body.encode(), 'sha256'))}"


def _named(name: str, given_name: str) -> dict[str, Any]:
    email = f"{given_name.lower()}@katalog.invalid"
    return {"name": name, "given_name": given_name, "email": email}


def _foreign(who: personas.Foreigner) -> dict[str, Any]:
    """What comes through the Swedish eIDAS node."""
    country, _, key = who.prid.partition(":")
    return _named(who.name, who.given_name) | {
        PRID_CLAIM: who.prid,
        PERSISTENCE_CLAIM: who.persistence,
        f"{_EIDAS}eidasPersonIdentifier": f"{country}/SE/{key}",
        f"{_EIDAS}eidasCountry": country,
        "birthdate": who.born,
    }


def _signed(header: dict[str, Any], claims: dict[str, Any], key: RSAKey) -> str:

    body = f"{_part(header)}.{_part(claims)}"
    private = key.get_op_key("sign")
    return f"{body}.{_encoded(private.sign(body.encode(), PKCS1v15(), SHA256()))}"


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _key(place: Path) -> RSAKey:
    if not place.exists():
        made = RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "use": "sig"})
        place.write_text(json.dumps(made.as_dict(private=True)))
    return RSAKey.import_key(json.loads(place.read_text()))
