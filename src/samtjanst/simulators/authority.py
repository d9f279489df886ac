"""A small certificate authority for the simulators; worth nothing anywhere else."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from samtjanst.kernel import clock

_VALID = timedelta(days=3650)
_BACKDATED = timedelta(days=1)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def certificate_pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The key as PEM, unencrypted."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def write(self, folder: Path, name: str) -> None:
        """Write ``<name>.pem`` and ``<name>.key`` (readable by the owner only)."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.pem").write_bytes(self.certificate_pem)
        key = folder / f"{name}.key"
        key.touch(mode=0o600)
        key.write_bytes(self.key_pem)


def load(folder: Path, name: str) -> Identity | None:
    """What :meth:`Identity.write` wrote, or None."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    if not (certificate.exists() and key.exists()):
        return None
    loaded = serialization.load_pem_private_key(key.read_bytes(), password=None)
    if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        return None
    return Identity(x509.load_pem_x509_certificate(certificate.read_bytes()), loaded)


def name_of(**parts: str) -> x509.Name:
    """A subject from ``common_name``, ``serial_number`` and other attributes of NameOID."""
    return x509.Name(
        [x509.NameAttribute(getattr(NameOID, key.upper()), value) for key, value in parts.items()]
    )


def make_root(subject: x509.Name, *, use_rsa: bool = False) -> Identity:
    """A self-signed authority."""
    key = new_key(use_rsa=use_rsa)
    return _sign(_as_authority(_builder(subject, subject, key)), key, key)


def make_authority(subject: x509.Name, issuer: Identity, *, use_rsa: bool = False) -> Identity:
    """An authority under another."""
    key = new_key(use_rsa=use_rsa)
    builder = _builder(subject, issuer.certificate.subject, key)
    return _sign(_as_authority(builder), key, issuer.key)


def issue(
    subject: x509.Name,
    issuer: Identity,
    *extensions: x509.ExtensionType,
    use_rsa: bool = False,
    valid_for: timedelta = _VALID,
) -> Identity:
    """A certificate for somebody, with the extensions given.

    It is valid from a day ago; a negative ``valid_for`` makes one that has passed already.
    """
    key = new_key(use_rsa=use_rsa)
    builder = _builder(subject, issuer.certificate.subject, key, valid_for)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return _sign(builder, key, issuer.key)


def issue_server(issuer: Identity) -> Identity:
    """A server certificate for this machine's loopback names."""
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    )
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return issue(name_of(common_name="localhost"), issuer, names, usage)


def issue_client(issuer: Identity, common_name: str) -> Identity:
    """A client certificate."""
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
    return issue(name_of(common_name=common_name), issuer, usage)


def new_key(*, use_rsa: bool) -> PrivateKey:
    """A fresh key: P-256, or RSA of 2048 bits where the protocol has RSA."""
    if use_rsa:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def key_usage(*names: str) -> x509.KeyUsage:
    """What the key may be used for, in the names of x509.KeyUsage."""
    known = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: name in names for name in known})


def _as_authority(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    anywhere = x509.BasicConstraints(ca=True, path_length=None)
    usage = key_usage("key_cert_sign", "crl_sign")
    return builder.add_extension(anywhere, critical=True).add_extension(usage, critical=True)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: PrivateKey,
    valid_for: timedelta = _VALID,
) -> x509.CertificateBuilder:
    now = clock.now()
    first = min(now, now + valid_for) - _BACKDATED
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(now + valid_for)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _sign(builder: x509.CertificateBuilder, key: PrivateKey, signer: PrivateKey) -> Identity:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    signed = builder.add_extension(authority, critical=False).sign(signer, hashes.SHA256())
    return Identity(signed, key)
