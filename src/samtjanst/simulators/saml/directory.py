"""Who can log in, what has been asked, and the answers that are given, true and false."""

import base64
import hashlib
import secrets
import zlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree

from samtjanst.simulators import authority, personas
from samtjanst.simulators.authority import Identity
from samtjanst.simulators.oidc.directory import GROUPS
from samtjanst.simulators.saml import lies, messages
from samtjanst.simulators.saml.messages import Facts
from samtjanst.simulators.saml.sealing import SAML, SAMLP, encrypt, sign

NUMBER = "urn:oid:1.2.752.29.4.13"
PRID = "urn:oid:1.2.752.201.3.4"
PERSISTENCE = "urn:oid:1.2.752.201.3.5"
GIVEN_NAME, SURNAME = "urn:oid:2.5.4.42", "urn:oid:2.5.4.4"
GROUP = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"
LOA = "http://id.elegnamnden.se/loa/1.0/loa"
_RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_LARGEST = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that our one service provider has signed."""

    request_id: str
    issuer: str
    return_url: str
    relay_state: str
    contexts: tuple[str, ...]


class Directory:
    """One identity provider. Tests change ``members``, ``level`` and the like."""

    def __init__(self, folder: Path) -> None:
        self.entity_id = ""
        self.mode = "up"
        self.own, self.service = _identity(folder, "idp"), _identity(folder, "sp")
        self.stranger = _identity(folder, "stranger")
        self.members = {number: list(groups) for number, groups in GROUPS.items()}
        self.level = f"{LOA}3"
        self.keeps_numbers = False  # as for a foreign e-ID: no Swedish number is told
        self.extra: dict[
            str, list[str]
        ] = {}  # attributes that tests add, or put in place of others
        self.signs_assertions = False
        self.asked: dict[str, Asked] = {}

    def begin(self, query: str) -> str | None:
        """A browser has come; the key of what it asked for, None when that is not in order."""
        asked = self._asked(query)
        if asked is None:
            return None
        key = secrets.token_urlsafe(16)
        self.asked[key] = asked
        return key

    def choose(self, key: str, number: str) -> tuple[str, dict[str, str]] | None:
        """Somebody has logged in ("": broken off); the form that the browser is to send back."""
        asked = self.asked.pop(key, None)
        if asked is None or (number and number not in self.members):
            return None
        content = self.answer(asked, number)
        if self.mode == "deflated":
            content = zlib.compress(content + b" " * 20_000_000)
        message = base64.b64encode(content).decode()
        return asked.return_url, {"SAMLResponse": message, "RelayState": asked.relay_state}

    def answer(self, asked: Asked, number: str) -> bytes:
        """The answer, true or false."""
        mode, facts = self.mode, self._facts(asked, number)
        if not number:
            root = etree.fromstring(messages.response(lies.bend(facts, "cancel")))
            sign(root, self.own)
            return etree.tostring(root)
        facts = lies.bend(facts, mode)
        if mode.startswith("xsw") and mode > "xsw2":
            root = self._with_assertion(facts)
            return lies.change(
                _again(root), lambda: _parsed(messages.assertion(self._evil(facts))), mode
            )
        root = self._sealed(facts)
        return lies.change(_again(root), lambda: self._unsigned(self._evil(facts)), mode)

    def _sealed(self, facts: Facts) -> etree._Element:
        mode, root = self.mode, _parsed(messages.response(facts))
        if facts.status[0] == messages.SUCCESS:
            root.append(self._assertion(facts))
        who = self.stranger if mode in {"wrong_signature", "key_in_message"} else self.own
        if mode not in {"unsigned", "only_assertion_signed"}:
            sign(root, who, mode if mode in {"sha1", "hmac"} else "sha256")
        if mode == "wrong_signature":
            root[1].remove(root[1][2])  # says nothing of its key
        if mode == "stripped":
            root.remove(root[1])
        return root

    def _assertion(self, facts: Facts) -> etree._Element:
        mode, found = self.mode, _parsed(messages.assertion(facts))
        if self.signs_assertions or mode == "only_assertion_signed":
            sign(found, self.own)
        if mode == "unencrypted":
            return found
        to = self.stranger if mode == "for_another_key" else self.service
        return encrypt(found, to.certificate_pem, mode if mode in {"pkcs1", "cbc"} else "gcm")

    def _with_assertion(self, facts: Facts) -> etree._Element:
        """An unsigned answer with a signed assertion in it, in the open."""
        root, found = _parsed(messages.response(facts)), _parsed(messages.assertion(facts))
        sign(found, self.own)
        root.append(found)
        return root

    def _unsigned(self, facts: Facts) -> etree._Element:
        root = _parsed(messages.response(facts))
        root.append(encrypt(_parsed(messages.assertion(facts)), self.service.certificate_pem))
        return root

    def _evil(self, facts: Facts) -> Facts:
        """The same of somebody else, whom the provider has not seen."""
        told = {**facts.attributes, NUMBER: [personas.ADA]}
        return Facts(
            facts.issuer,
            facts.destination,
            facts.in_response_to,
            facts.audience,
            facts.context,
            facts.name_id,
            told,
        )

    def _facts(self, asked: Asked, number: str) -> Facts:
        return Facts(
            issuer=self.entity_id,
            destination=asked.return_url,
            in_response_to=asked.request_id,
            audience=asked.issuer,
            context=self.level,
            name_id=secrets.token_urlsafe(16),
            attributes=self._attributes(number) | self.extra if number else {},
        )

    def _attributes(self, number: str) -> dict[str, list[str]]:
        foreigner = personas.foreigner(number)
        if foreigner:
            return _foreign(foreigner) | {GROUP: self.members[number]}
        who = personas.person(number)
        if who is None:
            raise LookupError(number)
        found = {
            GIVEN_NAME: [who.given_name],
            SURNAME: [who.surname],
            "urn:oid:2.16.840.1.113730.3.1.241": [who.name],
            "urn:oid:0.9.2342.19200300.100.1.3": [f"{who.given_name.lower()}@katalog.invalid"],
            GROUP: self.members[number],
        }
        if self.keeps_numbers:
            digest = int(hashlib.sha256(number.encode()).hexdigest(), 16)
            return found | {PRID: [f"NO:{digest % 10**10:010}"], PERSISTENCE: ["A"]}
        return found | {NUMBER: [number]}

    def _asked(self, query: str) -> Asked | None:
        """What the query asks, if our service provider has signed it."""
        told = dict(parse_qsl(query))
        signed, _, signature = query.partition("&Signature=")
        if told.get("SigAlg") != _RSA_SHA256 or not signed.startswith("SAMLRequest="):
            return None
        key = self.service.certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            return None
        try:
            made = base64.b64decode(unquote_plus(signature))
            key.verify(made, signed.encode(), PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return None
        return self._read(told)

    def _read(self, told: dict[str, str]) -> Asked | None:
        packed = base64.b64decode(told["SAMLRequest"])
        root = _parsed(zlib.decompressobj(wbits=-15).decompress(packed, _LARGEST))
        issuer = root.findtext(f"{{{SAML}}}Issuer", "")
        contexts = root.iterfind(f".//{{{SAML}}}AuthnContextClassRef")
        to = root.get("Destination", "")
        if root.tag != f"{{{SAMLP}}}AuthnRequest" or urlsplit(to).path != "/sso":
            return None
        return Asked(
            root.get("ID", ""),
            issuer,
            root.get("AssertionConsumerServiceURL", ""),
            told.get("RelayState", ""),
            tuple(one.text or "" for one in contexts),
        )


def _foreign(who: personas.Foreigner) -> dict[str, list[str]]:
    """The set of attributes ``eidas-natural-person-01``."""
    country, _, key = who.prid.partition(":")
    return {
        GIVEN_NAME: [who.given_name],
        SURNAME: [who.surname],
        PRID: [who.prid],
        PERSISTENCE: [who.persistence],
        "urn:oid:1.2.752.201.3.7": [f"{country}/SE/{key}"],
        "urn:oid:1.3.6.1.5.5.7.9.1": [who.born],
        "urn:oid:2.5.4.6": [country],
        "urn:oid:1.2.752.201.3.2": ["eidas-simulated"],
    }


def _parsed(text: str | bytes) -> etree._Element:
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))


def _again(root: etree._Element) -> etree._Element:
    """Read anew: lxml does not find by name what libxmlsec has made."""
    return _parsed(etree.tostring(root))


def _identity(folder: Path, name: str) -> Identity:
    found = authority.load(folder, name)
    if found is None:
        found = authority.make_root(authority.name_of(common_name=name), use_rsa=True)
        found.write(folder, name)
    return found
