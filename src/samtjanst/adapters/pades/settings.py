"""Settings of the seal."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from samtjanst.adapters import configuration, pem
from samtjanst.ports.failures import NotConfigured

_SHORTEST_RSA = 3072  # bits; also slow, so a key on P-256 is the one to have


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who puts a time-stamp on; the roots are DER. What it says is signed, so TLS is no must."""

    url: str
    roots: tuple[bytes, ...] = field(repr=False)
    timeout: float
    trust: ssl.SSLContext = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Certificates are DER; those of ``chain`` begin with the seal's own.

    In the values they and the key are PEM, as text or as the path of a file: ``certificate``
    (the seal's own first, then those above it), ``key`` (with ``passphrase`` when it has one),
    and ``former_certificates`` (that have sealed before, so that what they sealed is known).
    ``timeout`` is in seconds.

    A time-stamp (RFC 3161) is asked for when ``timestamp_url`` is set. Its certificate must then
    come from one of ``timestamp_roots`` (PEM); ``timestamp_timeout`` is in seconds, and
    ``trusted_authorities`` whom TLS trusts.
    """

    key: bytes = field(repr=False)  # PKCS#8, unencrypted
    chain: tuple[bytes, ...] = field(repr=False)
    known: tuple[bytes, ...] = field(repr=False)
    valid: tuple[datetime, datetime]
    timeout: float
    stamp: "Stamp | None"

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Settings":
        """Read and check the settings.

        Raises:
            NotConfigured: something is absent, wrong, cannot be read, or does not belong together.
        """
        chain = _certificates(values, "certificate")
        key = _key(values)
        if _public(key.public_key()) != _public(chain[0].public_key()):
            raise NotConfigured("invalid:key")
        former: tuple[x509.Certificate, ...] = ()
        if values.get("former_certificates"):
            former = _certificates(values, "former_certificates")
        own = chain[0]
        return cls(
            key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
            chain=_der(chain),
            known=_der((own, *former)),
            valid=(own.not_valid_before_utc, own.not_valid_after_utc),
            timeout=configuration.number(values, "timeout", 30, least=1, most=120),
            stamp=_stamp(values) if values.get("timestamp_url") else None,
        )


def _stamp(values: Mapping[str, Any]) -> Stamp:
    return Stamp(
        url=configuration.web_address(values, "timestamp_url"),
        roots=_der(_certificates(values, "timestamp_roots")),
        timeout=configuration.number(values, "timestamp_timeout", 5, least=0.5, most=20),
        trust=configuration.trust(values),
    )


def _certificates(values: Mapping[str, Any], name: str) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(pem.read(values, name).encode()))
    except ValueError as error:
        raise NotConfigured(f"invalid:{name}") from error


def _key(values: Mapping[str, Any]) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    passphrase = configuration.text(values, "passphrase", "").encode()
    try:
        key = load_pem_private_key(pem.read(values, "key").encode(), passphrase or None)
    except (ValueError, TypeError) as error:
        raise NotConfigured("invalid:key") from error
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _SHORTEST_RSA:
        return key
    raise NotConfigured("invalid:key")


def _public(key: Any) -> bytes:
    encoded: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded


def _der(certificates: tuple[x509.Certificate, ...]) -> tuple[bytes, ...]:
    return tuple(one.public_bytes(Encoding.DER) for one in certificates)
