"""Whose certificate it is: up to a pinned root, at the time of the signature."""

import itertools
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID

from samtjanst.adapters.bankid.evidence import Evidence, RefusedError


def chain(evidence: Evidence, roots: Sequence[x509.Certificate]) -> None:
    """Each certificate is issued by the next and the last by a pinned root; all were valid."""
    at = evidence.produced_at
    links = [*evidence.chain, _pinned(evidence.chain[-1], roots)]
    for depth, (child, parent) in enumerate(itertools.pairwise(links)):
        issued(child, parent)
        _may_issue(parent, depth)
    for certificate in links:
        valid(certificate, at)


def policy(certificate: x509.Certificate, allowed: frozenset[str]) -> None:
    """The certificate is of a kind that is accepted here."""
    extension = certificate.extensions.get_extension_for_class(x509.CertificatePolicies)
    found = {one.policy_identifier.dotted_string for one in extension.value}
    if not found & allowed:
        raise RefusedError("certificate policy not allowed")


def key_usage(certificate: x509.Certificate, *, signing: bool) -> None:
    """The certificate's key is for this use (one for logging in, another for signing)."""
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    if not (usage.content_commitment if signing else usage.digital_signature):
        raise RefusedError("a key for another use")


def serial_number(certificate: x509.Certificate) -> str:
    """The personal number in the subject."""
    found = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    if len(found) != 1:
        raise RefusedError("no single personal number")
    return str(found[0].value)


def issued(child: x509.Certificate, parent: x509.Certificate) -> None:
    """The parent's name stands on the child and the parent's key made its signature."""
    try:
        child.verify_directly_issued_by(parent)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise RefusedError("not issued by the next") from error


def valid(certificate: x509.Certificate, at: datetime) -> None:
    """The instant lies within the certificate's validity."""
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise RefusedError("not valid at the time of signing")


def _pinned(last: x509.Certificate, roots: Sequence[x509.Certificate]) -> x509.Certificate:
    for root in roots:
        if root.subject == last.issuer:
            return root
    raise RefusedError("not under a pinned root")


def _may_issue(authority: x509.Certificate, below: int) -> None:
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
    if not basic.ca or not _signs_certificates(authority):
        raise RefusedError("issued by something that is no authority")
    if basic.path_length is not None and basic.path_length < below:
        raise RefusedError("too many authorities")


def _signs_certificates(authority: x509.Certificate) -> bool:
    try:
        return authority.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound:
        return True  # RFC 5280: without the extension a key may be used for anything
