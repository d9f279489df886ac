"""What the provider can be told to do, and what becomes of an answer then."""

import copy
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lxml import etree

from samtjanst.kernel import clock
from samtjanst.simulators.saml.messages import CANCEL, RESPONDER, Facts
from samtjanst.simulators.saml.sealing import DSIG, SAML, SAMLP

_STATUS = "urn:oasis:names:tc:SAML:2.0:status:"
EVIL = "https://ond.example"
# How an answer is signed and encrypted; the first is as it should be.
SEALS = {
    "up": "Som det ska vara",
    "wrong_signature": "Fel nyckel har skrivit under",
    "key_in_message": "Fel nyckel, med sitt certifikat i svaret",
    "unsigned": "Ingen underskrift på svaret",
    "only_assertion_signed": "Underskrift bara på intyget",
    "stripped": "Underskriften borttagen efteråt",
    "sha1": "Underskrift med SHA-1",
    "hmac": "Underskrift med det öppna certifikatet som hemlighet (HMAC)",
    "unencrypted": "Intyget är inte krypterat",
    "for_another_key": "Krypterat till någon annan",
    "pkcs1": "Nyckeln krypterad med PKCS#1 v1.5",
    "cbc": "Krypterat med CBC",
}
# What an answer says.
WORDS = {
    "other_issuer": "Annan utfärdare",
    "other_assertion_issuer": "Intyget har en annan utfärdare",
    "other_audience": "Utfärdat till någon annan",
    "other_recipient": "Ska lämnas till någon annan",
    "other_destination": "Svaret ska till någon annan",
    "unsolicited": "Svar utan fråga",
    "other_request": "Svar på en annan fråga",
    "other_confirmation": "Intyget svarar på en annan fråga",
    "expired": "För gammalt intyg",
    "late": "För gammalt svar",
    "future": "Från framtiden",
    "stale": "Inloggad för länge sedan",
    "no_subject": "Utan varaktig nyckel",
    "bad_number": "Personnummer som inget är",
    "failed": "Inloggningen misslyckades",
}
# What somebody does to an answer on its way.
CHANGES = {
    **{f"xsw{number}": f"Underskriften flyttad (XSW{number})" for number in range(1, 9)},
    "tampered": "Ändrat efter underskriften",
    "comment": "Kommentar i en text",
    "entities": "Entiteter som växer",
    "external": "Entitet som pekar på en fil",
    "duplicate_id": "Två delar med samma id",
    "transforms": "Ytterligare en omvandling",
    "huge": "Alldeles för stort",
    "deflated": "Komprimerat",
}
MODES = {**SEALS, "low_level": "Lägre tillitsnivå än begärd", **WORDS, **CHANGES}
LIES = tuple(mode for mode in MODES if mode not in {"up", "low_level"})


def bend(facts: Facts, mode: str) -> Facts:
    """What the answer says in the mode."""
    now, other = clock.now(), f"_{secrets.token_hex(16)}"
    bends: dict[str, dict[str, Any]] = {
        "other_issuer": {"issuer": EVIL},
        "other_assertion_issuer": {"assertion_issuer": EVIL},
        "other_audience": {"audience": EVIL},
        "other_recipient": {"recipient": EVIL},
        "other_destination": {"destination": EVIL, "recipient": facts.destination},
        "unsolicited": {"in_response_to": "", "confirmed_for": facts.in_response_to},
        "other_request": {"in_response_to": other},
        "other_confirmation": {"confirmed_for": other},
        "expired": {"not_before": now - timedelta(minutes=10)},
        "late": {"issued": now - timedelta(minutes=10)},
        "future": {"not_before": now + timedelta(minutes=10)},
        "stale": {"authenticated": now - timedelta(hours=8)},
        "low_level": {"context": "http://id.elegnamnden.se/loa/1.0/loa1"},
        "no_subject": {"attributes": {}, "name_id": ""},
        "bad_number": {"attributes": {**facts.attributes, "urn:oid:1.2.752.29.4.13": ["1"]}},
        "failed": {"status": (RESPONDER, f"{_STATUS}AuthnFailed")},
        "cancel": {"status": (RESPONDER, CANCEL)},
        "no_context": {"status": (RESPONDER, f"{_STATUS}NoAuthnContext")},
    }
    for name, value in bends.get(mode, {}).items():
        setattr(facts, name, value)
    return facts


def change(root: etree._Element, evil: Callable[[], etree._Element], mode: str) -> bytes:
    """The answer as it arrives. ``evil`` makes what the thief wants to be believed.

    For XSW1 and 2 the root is a signed answer and ``evil`` another, unsigned; for XSW3 to 8 the
    root is an answer with a signed assertion in it, and ``evil`` makes an unsigned assertion.
    """
    if mode in {"xsw1", "xsw2"}:
        return etree.tostring(_wrapped_answer(root, evil(), mode))
    if mode.startswith("xsw"):
        return etree.tostring(_wrapped_assertion(root, evil(), int(mode[3:])))
    if mode == "transforms":
        transforms = next(root.iter(f"{{{DSIG}}}Transforms"))
        transforms.insert(1, copy.deepcopy(transforms[1]))
    if mode == "duplicate_id":
        status = root.find(f"{{{SAMLP}}}Status")
        if status is not None:
            status.set("ID", root.get("ID", ""))
    return _rewritten(etree.tostring(root), mode)


def _rewritten(content: bytes, mode: str) -> bytes:
    if mode == "tampered":
        return content.replace(b":status:Success", b":status:Succes")
    if mode == "comment":
        return content.replace(b"</saml2:Issuer>", b"<!-- x -->.ond.example</saml2:Issuer>", 1)
    if mode == "entities":
        rows = b"".join(
            b'<!ENTITY e%d "%s">' % (number, b"&e%d;" % (number - 1) * 10) for number in range(1, 9)
        )
        return b'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">%s]>' % rows + content
    if mode == "external":
        return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + content
    return content + b" " * 300_000 if mode == "huge" else content


def _wrapped_answer(root: etree._Element, evil: etree._Element, mode: str) -> etree._Element:
    signature = root.find(f"{{{DSIG}}}Signature")
    if signature is None:
        raise LookupError(mode)
    original = copy.deepcopy(root)
    original.remove(original[list(root).index(signature)])
    moved = copy.deepcopy(signature)
    evil.insert(1, moved)
    if mode == "xsw1":
        _object_of(moved).append(original)
    else:
        evil.insert(1, original)
    return evil


def _wrapped_assertion(root: etree._Element, evil: etree._Element, number: int) -> etree._Element:
    """The eight known places (Somorovsky et al., "On Breaking SAML", 2012)."""
    original = root.find(f"{{{SAML}}}Assertion")
    if original is None:
        raise LookupError(number)
    signature = original.find(f"{{{DSIG}}}Signature")
    if signature is None:
        raise LookupError(number)
    if number == 3:  # beside, the false one first
        root.insert(list(root).index(original), evil)
    elif number == 4:  # the true one inside the false one
        root.replace(original, evil)
        evil.append(original)
    elif number == 5:  # the false one carries the signature, the true one stands beside
        evil.insert(1, signature)
        root.append(evil)
    elif number == 6:  # the true one inside the signature, which is moved to the false one
        root.replace(original, evil)
        evil.insert(1, signature)
        _object_of(signature).append(original)
    elif number == 7:  # the false one in an extension that takes anything
        place = etree.Element(f"{{{SAMLP}}}Extensions")
        place.append(evil)
        root.insert(1, place)
    else:  # the true one in an object of the signature, under the false one
        root.replace(original, evil)
        evil.insert(1, signature)
        stripped = copy.deepcopy(original)
        _object_of(signature).append(stripped)
        evil.set("ID", f"_{secrets.token_hex(16)}")
    return root


def _object_of(signature: etree._Element) -> etree._Element:
    return etree.SubElement(signature, f"{{{DSIG}}}Object")
