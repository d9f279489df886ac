"""Verification of BankID's signature and OCSP answer, every step with its verdict.

The signature is XML-DSig over two parts of one document, checked with libxmlsec; the signed
parts are found through the places that the reference may point at, never by searching, so that
a part wrapped in elsewhere counts for nothing.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import xmlsec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from lxml import etree

from samtjanst.adapters.bankid.settings import Settings
from samtjanst.ports.signing import Check, Expected, VerificationReport

DSIG = "http://www.w3.org/2000/09/xmldsig#"
BANKID = "http://www.bankid.com/signature/v1.0.0/types"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_METHODS = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
}
_DIGESTS = {"http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512"}
_REFERENCES = ("#bidKeyInfo", "#bidSignedData")
MAX_XML = 1024 * 1024
VERIFIER = f"samtjanst-bankid/1, xmlsec {version('xmlsec')}, cryptography {version('cryptography')}"


class Purpose(StrEnum):
    """What the person did in the app."""

    IDENTIFICATION = "Identification"
    SIGNATURE = "Signing"


class _Refused(Exception):  # noqa: N818 - internal: ends one check
    """Why a step does not hold."""


@dataclass(frozen=True, slots=True)
class _Material:
    """The parts that the steps look at."""

    root: Any
    raw_signature: str
    chain: tuple[x509.Certificate, ...]
    answer: ocsp.OCSPResponse


def verify(
    evidence: dict[str, Any], expected: Expected, purpose: Purpose, settings: Settings
) -> VerificationReport:
    """Judge the evidence; never raises for bad evidence, since the verdict is the answer."""
    try:
        material = _read(evidence)
    except _Refused as refusal:
        return _report((Check("readable", held=False, detail=str(refusal)),), settings)
    steps = (
        ("readable", lambda: None),
        ("structure", lambda: _structure(material.root)),
        ("signature", lambda: _signature(material)),
        ("chain", lambda: _chain(material, settings)),
        ("policy", lambda: _policy(material.chain[0], settings)),
        ("person", lambda: _person(material.chain[0], evidence, expected)),
        ("purpose", lambda: _purpose(material.root, purpose)),
        ("content", lambda: _content(material.root, expected)),
        ("relying_party", lambda: _relying_party(material.root, settings)),
        ("ocsp", lambda: _ocsp(material)),
        ("ocsp_nonce", lambda: _nonce(material, settings)),
    )
    return _report(tuple(_check(name, act) for name, act in steps), settings, material)


def _report(
    checks: tuple[Check, ...], settings: Settings, material: _Material | None = None
) -> VerificationReport:
    at = _produced_at(material) if material else None
    roots = tuple(root.fingerprint(hashes.SHA256()).hex() for root in settings.signature_roots)
    return VerificationReport(checks=checks, verifier=VERIFIER, signed_at=at, roots=roots)


def _check(name: str, act: Any) -> Check:
    try:
        detail = act()
    except (_Refused, InvalidSignature, x509.ExtensionNotFound, ValueError, TypeError) as error:
        return Check(name, held=False, detail=str(error) or type(error).__name__)
    return Check(name, held=True, detail=detail or "")


def _read(evidence: dict[str, Any]) -> _Material:
    try:
        data = evidence["collect"]["completionData"]
        raw = str(data["signature"])
        answer = ocsp.load_der_ocsp_response(base64.b64decode(data["ocspResponse"]))
        root = _parse(base64.b64decode(raw, validate=True))
        path = f"./{{{DSIG}}}KeyInfo/{{{DSIG}}}X509Data/{{{DSIG}}}X509Certificate"
        found = [base64.b64decode(node.text or "") for node in root.iterfind(path)]
        chain = tuple(x509.load_der_x509_certificate(content) for content in found)
    except (KeyError, TypeError, ValueError, binascii.Error, etree.XMLSyntaxError) as error:
        raise _Refused(type(error).__name__) from error
    if not chain:
        raise _Refused("no certificate")
    return _Material(root, raw, chain, answer)


def _parse(content: bytes) -> Any:
    if len(content) > MAX_XML:
        raise _Refused("too large")
    if b"<!" in content:
        # No DTD, no entities, no CDATA: none belongs in a signature.
        raise _Refused("declaration")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(content, parser)


def _structure(root: Any) -> None:
    if root.tag != f"{{{DSIG}}}Signature" or len(list(root.iter(f"{{{DSIG}}}Signature"))) != 1:
        raise _Refused("not exactly one signature")
    ids = sorted(value for value in root.xpath("//@Id"))
    if ids != ["bidKeyInfo", "bidSignedData"] or root.xpath("//@ID | //@id"):
        raise _Refused("unexpected ids")
    _signed_data(root)
    if root.find(f"{{{DSIG}}}KeyInfo").get("Id") != "bidKeyInfo":
        raise _Refused("misplaced key")
    info = root.find(f"{{{DSIG}}}SignedInfo")
    references = info.findall(f"{{{DSIG}}}Reference")
    if tuple(sorted(reference.get("URI", "") for reference in references)) != _REFERENCES:
        raise _Refused("unexpected references")
    _algorithms(info, references)


def _algorithms(info: Any, references: list[Any]) -> None:
    methods = {
        info.find(f"{{{DSIG}}}CanonicalizationMethod").get("Algorithm"): {C14N},
        info.find(f"{{{DSIG}}}SignatureMethod").get("Algorithm"): _METHODS,
    }
    for reference in references:
        methods[reference.find(f"{{{DSIG}}}DigestMethod").get("Algorithm")] = _DIGESTS
        for transform in reference.iter(f"{{{DSIG}}}Transform"):
            methods[transform.get("Algorithm")] = {C14N}
    for used, allowed in methods.items():
        if used not in allowed:
            raise _Refused("algorithm not allowed")


def _signed_data(root: Any) -> Any:
    found = root.findall(f"{{{DSIG}}}Object/{{{BANKID}}}bankIdSignedData")
    if len(found) != 1 or found[0].get("Id") != "bidSignedData":
        raise _Refused("misplaced content")
    return found[0]


def _signature(material: _Material) -> None:
    context = xmlsec.SignatureContext()
    for node in (material.root.find(f"{{{DSIG}}}KeyInfo"), _signed_data(material.root)):
        context.register_id(node, "Id")
    pem = material.chain[0].public_bytes(_pem())
    context.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatCertPem)
    try:
        context.verify(material.root)
    except xmlsec.Error as error:
        raise _Refused("signature does not verify") from error


def _pem() -> Any:
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.PEM


def _chain(material: _Material, settings: Settings) -> None:
    at = _produced_at(material)
    if at is None:
        raise _Refused("no time")
    links = [*material.chain, _pinned(material.chain[-1], settings)]
    for child, parent in pairwise(links):
        _issued(child, parent)
    for certificate in links:
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            raise _Refused("not valid at the time of signing")


def _pinned(last: x509.Certificate, settings: Settings) -> x509.Certificate:
    for root in settings.signature_roots:
        if root.subject == last.issuer:
            return root
    raise _Refused("not under a pinned root")


def _issued(child: x509.Certificate, parent: x509.Certificate) -> None:
    child.verify_directly_issued_by(parent)
    constraints = parent.extensions.get_extension_for_class(x509.BasicConstraints).value
    if not constraints.ca:
        raise _Refused("issued by something that is no authority")


def _policy(certificate: x509.Certificate, settings: Settings) -> None:
    extension = certificate.extensions.get_extension_for_class(x509.CertificatePolicies)
    found = {policy.policy_identifier.dotted_string for policy in extension.value}
    if not found & settings.policies:
        raise _Refused("certificate policy not allowed")


def _person(certificate: x509.Certificate, evidence: dict[str, Any], expected: Expected) -> None:
    serials = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    told = evidence["collect"]["completionData"]["user"]["personalNumber"]
    if {*(serial.value for serial in serials), told} != {expected.signatory.digits}:
        raise _Refused("another person")


def _purpose(root: Any, purpose: Purpose) -> None:
    function = _signed_data(root).findtext(f"{{{BANKID}}}clientInfo/{{{BANKID}}}funcId")
    if function != purpose.value:
        raise _Refused("made for another purpose")


def _content(root: Any, expected: Expected) -> None:
    data = _signed_data(root)
    visible = data.findtext(f"{{{BANKID}}}usrVisibleData") or ""
    hidden = data.findtext(f"{{{BANKID}}}usrNonVisibleData") or ""
    if base64.b64decode(visible) != expected.visible_text.encode():
        raise _Refused("another text")
    if base64.b64decode(hidden) != expected.hidden_data:
        raise _Refused("other hidden data")


def _relying_party(root: Any, settings: Settings) -> None:
    name = _signed_data(root).findtext(f"{{{BANKID}}}srvInfo/{{{BANKID}}}name") or ""
    told = base64.b64decode(name).decode("utf-8", "replace")
    wanted = settings.organisation_number
    if wanted and f"serialNumber={wanted}" not in told.split(","):
        raise _Refused("made for another relying party")


def _ocsp(material: _Material) -> None:
    answer, user = material.answer, material.chain[0]
    if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL or not answer.certificates:
        raise _Refused("no answer")
    responder = answer.certificates[0]
    usage = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if ExtendedKeyUsageOID.OCSP_SIGNING not in usage or responder.issuer != user.issuer:
        raise _Refused("answered by somebody else")
    if len(material.chain) > 1:
        responder.verify_directly_issued_by(material.chain[1])
    _verify_answer(responder, answer)
    if answer.serial_number != user.serial_number:
        raise _Refused("about another certificate")
    if answer.certificate_status is not ocsp.OCSPCertStatus.GOOD:
        raise _Refused("the certificate was not good")


def _verify_answer(responder: x509.Certificate, answer: ocsp.OCSPResponse) -> None:
    key, algorithm = responder.public_key(), answer.signature_hash_algorithm
    if algorithm is None:
        raise _Refused("algorithm not allowed")
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(algorithm))
    else:
        raise _Refused("algorithm not allowed")


def _nonce(material: _Material, settings: Settings) -> str:
    wanted = hashlib.sha1(material.raw_signature.encode("ascii"), usedforsecurity=False).digest()
    try:
        nonce = material.answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        nonce = b""
    # Some versions wrap the value once more as an OCTET STRING.
    if wanted in {nonce[:20], nonce[2:22]}:
        return ""
    if settings.demands_nonce:
        raise _Refused("the answer is not bound to the signature")
    return "not bound to the signature (not demanded)"


def _produced_at(material: _Material) -> datetime | None:
    if material.answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return None
    return material.answer.produced_at_utc
