"""Settings of a SAML log-in.

Ours: ``entity_id`` (our name in the federation), ``key`` and ``certificate`` (PEM or path; RSA),
``next_key`` and ``next_certificate`` (what they will be changed to: published beside them, and
opens what is already encrypted to it), ``display_name`` (what people read at the provider),
``entity_categories`` (addresses with spaces between: what the federation calls a service like
ours, published in the metadata).

The provider's: ``idp_entity_id``, ``idp_sso_url`` (binding HTTP-Redirect), ``idp_certificates``
(PEM or path, one or several: what it signs with, now and next), ``former_certificates`` (what it
signed with before: no log-in is taken by them, but proofs of those days hold).

What is asked and taken: ``levels`` (a table from AuthnContextClassRef to assurance level; when
absent only ``http://id.elegnamnden.se/loa/1.0/loa3``), ``force`` (true: ask anew each time),
``name_id`` (``transient`` or ``persistent``), ``subject_attribute`` (what the person's key is; else
a persistent NameID, prid, or a digest of the number), ``number_attributes`` (several with spaces),
``groups_attribute``, ``organisation`` (the only organisation number that is taken),
``signed_assertions`` (false; true demands a signature on the assertion also), ``encryption``
(``gcm``; ``gcm-or-cbc`` takes CBC also), ``longest_age`` (seconds that an answer may be old, 60).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from samtjanst.adapters import configuration, pem
from samtjanst.adapters.saml import names
from samtjanst.ports.failures import NotConfigured

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_LEAST_BITS = 2048
_CURVES = {"secp256r1", "secp384r1", "secp521r1"}


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key of ours and the certificate that is published of it."""

    key: RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class Settings:
    """Read once, when the adapter is made."""

    entity_id: str
    own: tuple[OwnKey, ...]  # the first signs, all open
    display_name: str
    categories: tuple[str, ...]
    idp_entity_id: str
    idp_sso_url: str
    idp_certificates: tuple[x509.Certificate, ...]
    former_certificates: tuple[x509.Certificate, ...]
    levels: Mapping[str, int]
    is_forced: bool
    name_id: str
    subject_attribute: str
    number_attributes: tuple[str, ...]
    groups_attribute: str
    organisation: str
    needs_signed_assertion: bool
    takes_cbc: bool
    longest_age: float


def read(settings: Mapping[str, Any]) -> Settings:
    """The settings, checked.

    Raises:
        NotConfigured: one is absent or wrong.
    """
    entity_id = configuration.text(settings, "entity_id")
    return Settings(
        entity_id=entity_id,
        own=_own(settings),
        display_name=configuration.text(settings, "display_name", entity_id),
        categories=_categories(settings),
        idp_entity_id=configuration.text(settings, "idp_entity_id"),
        idp_sso_url=_address(settings, "idp_sso_url"),
        idp_certificates=_certificates(settings, "idp_certificates"),
        former_certificates=_certificates(settings, "former_certificates")
        if settings.get("former_certificates")
        else (),
        levels=_levels(settings.get("levels") or names.LEVELS),
        is_forced=_truth(settings, "force", default=True),
        name_id=configuration.choice(settings, "name_id", ("transient", "persistent"), "transient"),
        subject_attribute=configuration.text(settings, "subject_attribute", ""),
        number_attributes=tuple(
            configuration.text(settings, "number_attributes", names.NUMBER).split()
        ),
        groups_attribute=configuration.text(settings, "groups_attribute", ""),
        organisation=configuration.text(settings, "organisation", ""),
        needs_signed_assertion=_truth(settings, "signed_assertions", default=False),
        takes_cbc=configuration.choice(settings, "encryption", ("gcm", "gcm-or-cbc"), "gcm")
        != "gcm",
        longest_age=configuration.number(settings, "longest_age", 60, least=10, most=600),
    )


def _categories(settings: Mapping[str, Any]) -> tuple[str, ...]:
    told = tuple(configuration.text(settings, "entity_categories", "").split())
    if not all(urlsplit(one).scheme in {"http", "https"} and urlsplit(one).netloc for one in told):
        raise NotConfigured("invalid:entity_categories")
    return told


def _own(settings: Mapping[str, Any]) -> tuple[OwnKey, ...]:
    names_of = [("key", "certificate")]
    if settings.get("next_key") or settings.get("next_certificate"):
        names_of.append(("next_key", "next_certificate"))
    return tuple(_pair(settings, key, certificate) for key, certificate in names_of)


def _pair(settings: Mapping[str, Any], key_name: str, certificate_name: str) -> OwnKey:
    try:
        key = load_pem_private_key(pem.read(settings, key_name).encode(), password=None)
    except (ValueError, TypeError):
        raise NotConfigured(f"invalid:{key_name}") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _LEAST_BITS:
        raise NotConfigured(f"invalid:{key_name}")
    certificate = _certificates(settings, certificate_name)[0]
    if certificate.public_key() != key.public_key():
        raise NotConfigured(f"invalid:{certificate_name}")
    return OwnKey(key, certificate)


def _certificates(settings: Mapping[str, Any], name: str) -> tuple[x509.Certificate, ...]:
    try:
        found = x509.load_pem_x509_certificates(pem.read(settings, name).encode())
    except ValueError:
        raise NotConfigured(f"invalid:{name}") from None
    if not all(_is_strong(one) for one in found):
        raise NotConfigured(f"invalid:{name}")
    return tuple(found)


def _is_strong(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey):
        return key.key_size >= _LEAST_BITS
    return isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVES


def _address(settings: Mapping[str, Any], name: str) -> str:
    """TLS everywhere but on this very machine."""
    address = configuration.text(settings, name)
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not is_safe or not parts.hostname or parts.fragment or "@" in parts.netloc:
        raise NotConfigured(f"invalid:{name}")
    return address


def _levels(told: Any) -> dict[str, int]:
    is_table = isinstance(told, dict) and all(
        isinstance(context, str) and level in {2, 3, 4} for context, level in told.items()
    )
    if not is_table:
        raise NotConfigured("invalid:levels")
    return dict(told)


def _truth(settings: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = settings.get(name, default)
    if not isinstance(value, bool):
        raise NotConfigured(f"invalid:{name}")
    return value
