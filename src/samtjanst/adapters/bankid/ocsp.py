"""The answer that the certificate was good, and that it belongs to this very signature."""

import hashlib
from datetime import timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from samtjanst.adapters.bankid import certificates
from samtjanst.adapters.bankid.evidence import Evidence, RefusedError

# What our clock and the responder's may differ by.
CLOCKS_DIFFER = timedelta(minutes=5)
_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


def good(evidence: Evidence, issuer: x509.Certificate) -> None:
    """A responder of the same issuer said that the certificate was good."""
    answer, user = evidence.answer, evidence.chain[0]
    _signed(_responder(evidence, issuer), answer)
    if answer.serial_number != user.serial_number:
        raise RefusedError("about another certificate")
    if not _names(answer, issuer):
        raise RefusedError("about another issuer's certificate")
    if answer.certificate_status is not ocsp.OCSPCertStatus.GOOD:
        raise RefusedError("the certificate was not good")
    _current(answer)
    _timely(evidence)


def bound(evidence: Evidence) -> bool:
    """Whether the answer's nonce starts with SHA-1 of the signature's text as delivered."""
    try:
        nonce = evidence.answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return False
    text = evidence.signature.encode("ascii", "replace")
    wanted = hashlib.sha1(text, usedforsecurity=False).digest()
    # Some responders wrap the value once more, as an OCTET STRING with two bytes before it.
    return wanted in {nonce[:20], nonce[2:22]}


def _responder(evidence: Evidence, issuer: x509.Certificate) -> x509.Certificate:
    found = evidence.answer.certificates
    if not found:
        raise RefusedError("no responder")
    responder = found[0]
    usage = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if ExtendedKeyUsageOID.OCSP_SIGNING not in usage:
        raise RefusedError("answered by somebody who may not")
    certificates.issued(responder, issuer)
    certificates.valid(responder, evidence.produced_at)
    return responder


def _signed(responder: x509.Certificate, answer: ocsp.OCSPResponse) -> None:
    key, algorithm = responder.public_key(), answer.signature_hash_algorithm
    if not isinstance(algorithm, _HASHES):
        raise RefusedError("algorithm not allowed")
    try:
        if isinstance(key, rsa.RSAPublicKey):
            scheme = padding.PKCS1v15()
            key.verify(answer.signature, answer.tbs_response_bytes, scheme, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(algorithm))
        else:
            raise RefusedError("algorithm not allowed")
    except InvalidSignature as error:
        raise RefusedError("the answer has been changed") from error


def _names(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    digest = hashes.Hash(answer.hash_algorithm)
    digest.update(issuer.subject.public_bytes())
    return digest.finalize() == answer.issuer_name_hash


def _current(answer: ocsp.OCSPResponse) -> None:
    until = answer.next_update_utc
    if answer.this_update_utc > answer.produced_at_utc or (
        until is not None and until < answer.produced_at_utc
    ):
        raise RefusedError("an old answer")


def _timely(evidence: Evidence) -> None:
    followed = evidence.followed
    if followed is None:
        return
    started, collected = followed
    if not started - CLOCKS_DIFFER <= evidence.produced_at <= collected + CLOCKS_DIFFER:
        raise RefusedError("answered at another time")
