"""The ports, and the adapters that are listed for each: the package's entry points."""

import tomllib
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from samtjanst.ports.business_system import BusinessSystem
from samtjanst.ports.channel import Channel
from samtjanst.ports.company_register import CompanyRegister
from samtjanst.ports.identity import IdentityProvider
from samtjanst.ports.login import LoginProvider
from samtjanst.ports.lookup import JsonLookup
from samtjanst.ports.mandate import MandateRegister
from samtjanst.ports.map_ground import MapGround
from samtjanst.ports.payment import PaymentProvider
from samtjanst.ports.property_register import PropertyRegister
from samtjanst.ports.register import PersonRegister
from samtjanst.ports.scan import Scanner
from samtjanst.ports.seal import DocumentSeal
from samtjanst.ports.signing import SigningProvider
from samtjanst.ports.storage import Storage
from samtjanst.ports.webhook import WebhookCaller

PROTOCOLS: dict[str, type] = {
    "identity": IdentityProvider,
    "login": LoginProvider,
    "signing": SigningProvider,
    "register": PersonRegister,
    "company_register": CompanyRegister,
    "mandate": MandateRegister,
    "property_register": PropertyRegister,
    "lookup": JsonLookup,
    "map_ground": MapGround,
    "channel": Channel,
    "storage": Storage,
    "scan": Scanner,
    "business_system": BusinessSystem,
    "webhook": WebhookCaller,
    "seal": DocumentSeal,
    "payment": PaymentProvider,
}
FAILING = "demo_failing"
_GROUP = "samtjanst.adapters."
_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def declared() -> dict[str, dict[str, str]]:
    """Adapters by port, as the project file lists them."""
    groups = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["entry-points"]
    return {
        group.removeprefix(_GROUP): listed
        for group, listed in groups.items()
        if group.startswith(_GROUP)
    }


def installed(port: str) -> set[str]:
    """The names that are really found when the product looks for adapters."""
    return {point.name for point in entry_points(group=f"{_GROUP}{port}")}


def adapter(port: str, name: str) -> Any:
    """The class of an adapter."""
    module, _, attribute = declared()[port][name].partition(":")
    return getattr(import_module(module), attribute)


def methods(protocol: type) -> list[str]:
    """The public methods of a port."""
    return [name for name in vars(protocol) if not name.startswith("_")]
