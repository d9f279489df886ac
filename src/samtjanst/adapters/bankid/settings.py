"""Settings of the BankID adapter; nothing about an environment is a constant."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509

from samtjanst.adapters import configuration
from samtjanst.ports.failures import NotConfigured


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` ends with the version (…/rp/v6.0); paths point at PEM files.

    ``launch_base`` replaces the app's own launch address when the app is played by a simulator.
    ``policies`` are the certificate policies that are accepted, a comma between them.
    """

    base_url: str
    client_certificate: str
    client_key: str = field(repr=False)
    server_root: str
    signature_roots: tuple[x509.Certificate, ...]
    policies: frozenset[str]
    organisation_number: str
    launch_base: str
    timeout: float
    demands_nonce: bool

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Settings":
        """Read and check the settings.

        Raises:
            NotConfigured: something is absent, or a file cannot be read.
        """
        return cls(
            base_url=configuration.text(values, "base_url").rstrip("/"),
            client_certificate=_path(values, "client_certificate"),
            client_key=_path(values, "client_key"),
            server_root=_path(values, "server_root"),
            signature_roots=_roots(_path(values, "signature_roots")),
            policies=frozenset(configuration.text(values, "policies").replace(",", " ").split()),
            organisation_number=configuration.text(values, "organisation_number", ""),
            launch_base=configuration.text(values, "launch_base", ""),
            timeout=configuration.number(values, "timeout", 5, least=0.1, most=30),
            demands_nonce=values.get("demands_nonce") is True,
        )

    def tls(self) -> ssl.SSLContext:
        """Mutual TLS with the pinned root and nothing else trusted.

        Raises:
            NotConfigured: a certificate or key that cannot be used.
        """
        try:
            context = ssl.create_default_context(cafile=self.server_root)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.load_cert_chain(self.client_certificate, self.client_key)
        except (OSError, ssl.SSLError) as error:
            raise NotConfigured("invalid:certificate") from error
        return context


def _path(values: Mapping[str, Any], name: str) -> str:
    path = configuration.text(values, name)
    if not Path(path).is_file():
        raise NotConfigured(f"unreadable:{name}")
    return path


def _roots(path: str) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    except ValueError as error:
        raise NotConfigured("invalid:signature_roots") from error
