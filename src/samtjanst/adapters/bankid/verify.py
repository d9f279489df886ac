"""Verification of a BankID signature, offline: ten steps, each with its verdict.

The steps and their order follow RP API v6.0 and what it takes to use its evidence in earnest:
the same steps judge a login when it happens and a signature years later.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from lxml import etree

from samtjanst.adapters.bankid import certificates, ocsp, xmlsignature
from samtjanst.adapters.bankid.evidence import Evidence, RefusedError, decoded
from samtjanst.adapters.bankid.settings import Settings
from samtjanst.ports.signing import Check, Expected, VerificationReport

_PARSER = ".".join(str(part) for part in etree.LXML_VERSION[:3])
VERIFIER = f"samtjanst-bankid/1 xmlsec/{version('xmlsec')} lxml/{_PARSER}"
_PLAIN = ("", "plaintext")


class Function(StrEnum):
    """What the person did in the app."""

    IDENTIFICATION = "Identification"
    SIGNATURE = "Signing"


def verify(
    evidence: Mapping[str, Any], expected: Expected, function: Function, settings: Settings
) -> VerificationReport:
    """Judge the evidence; bad evidence is no error, since the verdict is the answer."""
    found = Evidence(evidence)
    steps: dict[str, Callable[[], str | None]] = {
        "document": lambda: _document(found),
        "structure": lambda: xmlsignature.structure(found),
        "signature": lambda: xmlsignature.signature(found),
        "chain": lambda: certificates.chain(found, settings.signature_roots),
        "policy": lambda: certificates.policy(found.chain[0], settings.policies),
        "signatory": lambda: _signatory(found, expected),
        "function": lambda: _function(found, function),
        "content": lambda: _content(found, expected, settings),
        "ocsp": lambda: ocsp.good(found, _issuer(found, settings)),
        "ocsp_nonce": lambda: _nonce(found, settings),
    }
    return VerificationReport(
        checks=tuple(_check(name, judge) for name, judge in steps.items()),
        verifier=VERIFIER,
        signed_at=_signed_at(found),
        roots=tuple(one.fingerprint(hashes.SHA256()).hex() for one in settings.signature_roots),
    )


def _check(name: str, judge: Callable[[], str | None]) -> Check:
    try:
        return Check(name, held=True, detail=judge() or "")
    except RefusedError as refusal:
        return Check(name, held=False, detail=str(refusal))
    except (x509.ExtensionNotFound, UnsupportedAlgorithm, ValueError, TypeError) as error:
        # The certificate library's ways to say that a certificate or answer is not sound.
        return Check(name, held=False, detail=type(error).__name__)


def _document(evidence: Evidence) -> None:
    _ = evidence.document


def _signatory(evidence: Evidence, expected: Expected) -> None:
    on_certificate = certificates.serial_number(evidence.chain[0])
    if {on_certificate, evidence.personal_number} != {expected.signatory.code}:
        raise RefusedError("another person")


def _function(evidence: Evidence, function: Function) -> None:
    if evidence.content("clientInfo", "funcId") != function.value:
        raise RefusedError("made for another use")
    certificates.key_usage(evidence.chain[0], signing=function is Function.SIGNATURE)


def _content(evidence: Evidence, expected: Expected, settings: Settings) -> None:
    if decoded(evidence.content("usrVisibleData")) != expected.visible_text.encode():
        raise RefusedError("another text")
    _shown_as_sent(evidence)
    if decoded(evidence.content("usrNonVisibleData")) != expected.hidden_data:
        raise RefusedError("other hidden data")
    _relying_party(evidence, settings)


def _shown_as_sent(evidence: Evidence) -> None:
    # We always send plain text; anything else would have looked different in the app.
    for element in evidence.signed_data:
        if element.get("format", "") not in _PLAIN or element.get("charset", "UTF-8") != "UTF-8":
            raise RefusedError("shown in another form")


def _relying_party(evidence: Evidence, settings: Settings) -> None:
    told = decoded(evidence.content("srvInfo", "name")).decode("utf-8", "replace")
    number = settings.organisation_number
    if number and f"serialNumber={number}" not in (part.strip() for part in told.split(",")):
        raise RefusedError("made for another relying party")
    shown = decoded(evidence.content("srvInfo", "displayName")).decode("utf-8", "replace")
    if settings.display_name and shown != settings.display_name:
        raise RefusedError("made for another relying party")


def _issuer(evidence: Evidence, settings: Settings) -> x509.Certificate:
    user = evidence.chain[0]
    for candidate in (*evidence.chain[1:], *settings.signature_roots):
        if candidate.subject == user.issuer:
            return candidate
    raise RefusedError("the issuer is not there")


def _nonce(evidence: Evidence, settings: Settings) -> str:
    if ocsp.bound(evidence):
        return ""
    if settings.demands_nonce:
        raise RefusedError("the answer is not bound to the signature")
    return "not bound to the signature (not demanded)"


def _signed_at(evidence: Evidence) -> datetime | None:
    try:
        return evidence.produced_at
    except RefusedError:
        return None
