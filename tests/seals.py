"""Seals of invented municipalities, and a small document to put them on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from samtjanst.capabilities.documents.render import render_receipt
from samtjanst.capabilities.documents.types import Letterhead, Receipt
from samtjanst.simulators import authority
from samtjanst.simulators.authority import Identity

NAME = "Mjolby kommun"


def made(
    name: str = NAME, root: Identity | None = None, valid_for: timedelta = timedelta(days=730)
) -> tuple[Identity, Identity]:
    """A seal with its authority."""
    root = root or authority.make_root(authority.name_of(common_name="Utfärdare"))
    subject = authority.name_of(organization_name=name, common_name=f"{name} e-stämpel")
    usage = authority.key_usage("content_commitment")
    return authority.issue(subject, root, usage, valid_for=valid_for), root


def settings_of(seal: tuple[Identity, Identity], *former: Identity) -> dict[str, Any]:
    """What the adapter is told."""
    own, root = seal
    values = {
        "certificate": (own.certificate_pem + root.certificate_pem).decode(),
        "key": own.key_pem.decode(),
        "timeout": 100,
    }
    if former:
        values["former_certificates"] = b"".join(one.certificate_pem for one in former).decode()
    return values


def document() -> bytes:
    """A receipt that nobody has sealed."""
    head = Letterhead(
        municipality=NAME,
        colour="#0b5d4e",
        title="Kvittens",
        reference="SKJ-2026-000001-X",
        produced_at=datetime(2026, 11, 25, 12, tzinfo=UTC),
        contact=("010-000 00 00", "kontakt@exempel.invalid"),
    )
    return render_receipt(Receipt(head=head, received_at="nyss", received=("Ansökan",)))
