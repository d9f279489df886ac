"""Certificates as ``ports.certificates`` tells of them."""

from collections.abc import Iterable, Iterator

from cryptography import x509
from cryptography.x509.oid import NameOID

from samtjanst.ports.certificates import Certificate, Whose


def told(whose: Whose, certificates: Iterable[x509.Certificate]) -> Iterator[Certificate]:
    """Each with its name and its last instant."""
    for one in certificates:
        yield Certificate(whose, _name(one), one.not_valid_after_utc)


def _name(certificate: x509.Certificate) -> str:
    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else certificate.subject.rfc4514_string()
