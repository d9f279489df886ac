"""Settings that are absent or wrong are named, never shown."""

from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)
from tests.adapters.bankid.support import START

from samtjanst.adapters.bankid.provider import BankIdIdentity
from samtjanst.adapters.bankid.settings import Settings
from samtjanst.ports.failures import NotConfigured
from samtjanst.simulators.bankid.server import Running


@pytest.mark.parametrize(
    "name",
    [
        "base_url", "client_certificate", "client_key", "server_root", "signature_roots",
        "policies",
    ],
)  # fmt: skip
def test_missing_setting_is_named(server: Running, name: str) -> None:
    with pytest.raises(NotConfigured, match=f"missing:{name}"):
        BankIdIdentity(server.settings | {name: ""})


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("base_url", "http://appapi2.bankid.com/rp/v6.0", "invalid:base_url"),
        ("client_certificate", "/nowhere/secret.pem", "unreadable:client_certificate"),
        ("client_key", "-----BEGIN nonsense", "invalid:client_certificate"),
        ("server_root", "-----BEGIN nonsense", "invalid:client_certificate"),
        ("signature_roots", "-----BEGIN nonsense", "invalid:signature_roots"),
        ("environment", "staging", "invalid:environment"),
        ("timeout", "soon", "invalid:timeout"),
        ("timeout", 600, "invalid:timeout"),
        ("return_risk", "perhaps", "invalid:return_risk"),
        ("policies", 5, "invalid:policies"),
    ],
)
def test_wrong_setting_is_named_and_not_shown(
    server: Running, name: str, value: Any, code: str
) -> None:
    with pytest.raises(NotConfigured) as caught:
        BankIdIdentity(server.settings | {name: value})
    assert caught.value.code == code
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("environment", ["production", ""])
def test_test_policies_are_refused_in_production(server: Running, environment: str) -> None:
    with pytest.raises(NotConfigured, match="invalid:policies"):
        Settings.read(server.settings | {"environment": environment})


def test_real_policies_are_read_one_by_one(server: Running) -> None:
    read = Settings.read(
        server.settings
        | {"environment": "production", "policies": "1.2.752.78.1.5, 1.2.752.78.1.2"}
    )
    assert read.policies == {"1.2.752.78.1.5", "1.2.752.78.1.2"}


def test_certificate_can_be_given_as_pkcs12(server: Running, tmp_path: Path) -> None:
    path = tmp_path / "client.p12"
    path.write_bytes(_pkcs12(server, b"hemligt"))
    given = {"client_pkcs12": str(path), "client_passphrase": "hemligt", "client_key": ""}
    BankIdIdentity(server.settings | given).start(START)
    with pytest.raises(NotConfigured, match="invalid:client_pkcs12"):
        BankIdIdentity(server.settings | given | {"client_passphrase": "fel"})


def test_secrets_are_not_shown(server: Running) -> None:
    assert "BEGIN" not in repr(Settings.read(server.settings))


def _pkcs12(server: Running, passphrase: bytes) -> bytes:
    certificate = Path(server.settings["client_certificate"]).read_bytes()
    key = load_pem_private_key(Path(server.settings["client_key"]).read_bytes(), None)
    return pkcs12.serialize_key_and_certificates(
        b"client",
        key,  # type: ignore[arg-type]  # an elliptic key, which the format can hold
        x509.load_pem_x509_certificate(certificate),
        None,
        BestAvailableEncryption(passphrase),
    )
