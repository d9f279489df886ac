"""Settings of the BankID adapter; nothing about an environment is a constant."""

import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from samtjanst.adapters import configuration, pem
from samtjanst.ports.failures import NotConfigured

ENVIRONMENTS = ("production", "test")
RISKS = ("", "LOW", "MODERATE")
_TEST_POLICY = "1.2.3.4."  # BankID's test policies; real certificates never have them
_ACCEPTED_FALSE = (False, None, "", "false", "no")
_ACCEPTED_TRUE = (True, "true", "yes")


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` ends with the version (``…/rp/v6.0``).

    Certificates and keys are given as PEM text or as the path of a PEM file; instead of
    ``client_certificate`` and ``client_key`` there may be ``client_pkcs12`` (a path) with
    ``client_passphrase``. ``policies`` are the certificate policies that are accepted, in one
    text with commas. ``highest_risk`` ("", ``LOW`` or ``MODERATE``) lets BankID stop what it deems
    riskier; with ``return_risk`` its estimate is in the evidence. ``launch_base`` replaces the
    app's own launch address. ``timeout`` is in seconds.
    """

    base_url: str
    client_pem: bytes = field(repr=False)  # certificate and unencrypted key
    server_root: str = field(repr=False)
    signature_roots: tuple[x509.Certificate, ...] = field(repr=False)
    policies: frozenset[str]
    organisation_number: str
    display_name: str
    launch_base: str
    timeout: float
    return_risk: bool
    highest_risk: str
    demands_nonce: bool

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Settings":
        """Read and check the settings.

        Raises:
            NotConfigured: something is absent, wrong, or a file cannot be read.
        """
        return cls(
            base_url=_https(values),
            client_pem=_client_pem(values),
            server_root=pem.read(values, "server_root"),
            signature_roots=_roots(values),
            policies=_policies(values),
            organisation_number=configuration.text(values, "organisation_number", ""),
            display_name=configuration.text(values, "display_name", ""),
            launch_base=configuration.text(values, "launch_base", ""),
            timeout=configuration.number(values, "timeout", 5, least=0.1, most=30),
            return_risk=_flag(values, "return_risk"),
            highest_risk=configuration.choice(values, "highest_risk", RISKS, ""),
            demands_nonce=_flag(values, "demands_nonce"),
        )

    def tls(self) -> ssl.SSLContext:
        """Mutual TLS with the pinned root and nothing else trusted.

        Raises:
            NotConfigured: a certificate or key that cannot be used.
        """
        try:
            context = ssl.create_default_context(cadata=self.server_root)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            # The ssl module reads a client certificate from a file only.
            with tempfile.NamedTemporaryFile() as file:
                file.write(self.client_pem)
                file.flush()
                context.load_cert_chain(file.name)
        except (OSError, ValueError) as error:
            raise NotConfigured("invalid:client_certificate") from error
        return context


def _https(values: Mapping[str, Any]) -> str:
    url = configuration.text(values, "base_url").rstrip("/")
    if not url.startswith("https://"):
        raise NotConfigured("invalid:base_url")
    return url


def _client_pem(values: Mapping[str, Any]) -> bytes:
    if configuration.text(values, "client_pkcs12", ""):
        return _from_pkcs12(values)
    both = pem.read(values, "client_certificate"), pem.read(values, "client_key")
    return "\n".join(both).encode()


def _from_pkcs12(values: Mapping[str, Any]) -> bytes:
    content = pem.content(configuration.text(values, "client_pkcs12"), "client_pkcs12")
    passphrase = configuration.text(values, "client_passphrase", "").encode()
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, passphrase or None)
    except ValueError as error:
        raise NotConfigured("invalid:client_pkcs12") from error
    if key is None or certificate is None:
        raise NotConfigured("invalid:client_pkcs12")
    parts = [one.public_bytes(Encoding.PEM) for one in (certificate, *others)]
    parts.append(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return b"".join(parts)


def _roots(values: Mapping[str, Any]) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(pem.read(values, "signature_roots").encode()))
    except ValueError as error:
        raise NotConfigured("invalid:signature_roots") from error


def _policies(values: Mapping[str, Any]) -> frozenset[str]:
    found = frozenset(configuration.text(values, "policies").replace(",", " ").split())
    environment = configuration.choice(values, "environment", ENVIRONMENTS, "production")
    if environment == "production" and any(one.startswith(_TEST_POLICY) for one in found):
        # Anybody can get a test BankID: accepting one in earnest would let anybody in.
        raise NotConfigured("invalid:policies")
    return found


def _flag(values: Mapping[str, Any], name: str) -> bool:
    value = values.get(name)
    if value in _ACCEPTED_TRUE or value in _ACCEPTED_FALSE:
        return value in _ACCEPTED_TRUE
    raise NotConfigured(f"invalid:{name}")
