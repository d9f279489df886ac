"""Finding the adapter that serves a port for the open scope's municipality."""

import functools
import json
import time
import uuid
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import entry_points
from typing import Any, cast

from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.plugins.models import PluginBinding
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.ports.business_system import BusinessSystem
from samtjanst.ports.certificates import Certificate, Certified
from samtjanst.ports.channel import Channel, ReportingChannel
from samtjanst.ports.company_register import CompanyRegister
from samtjanst.ports.failures import NotConfigured
from samtjanst.ports.identity import CallerIdentifier, IdentityProvider
from samtjanst.ports.login import EndingLogin, LoginProvider
from samtjanst.ports.login_proof import ProvingLogin
from samtjanst.ports.lookup import JsonLookup
from samtjanst.ports.mandate import MandateRegister
from samtjanst.ports.map_ground import MapGround
from samtjanst.ports.payment import PaymentProvider
from samtjanst.ports.property_register import PropertyRegister
from samtjanst.ports.register import PersonRegister
from samtjanst.ports.scan import Scanner
from samtjanst.ports.seal import DocumentSeal
from samtjanst.ports.signing import CallerSigner, SigningProvider
from samtjanst.ports.storage import Storage
from samtjanst.ports.webhook import WebhookCaller

# A change made in another process is noticed after so many seconds.
SERVES_FOR = 5.0
_made: dict[uuid.UUID, tuple[datetime, Any]] = {}
_serving: dict[tuple[uuid.UUID, Port, str], tuple[float, Any]] = {}


def bind(*, port: Port, adapter: str, settings: Mapping[str, Any], name: str = "") -> None:
    """Let ``adapter`` serve the port from now on.

    Raises:
        NotConfigured: no such adapter is installed, or it refuses the settings.
    """
    _load(port, adapter)(settings)
    row = PluginBinding.objects.filter(port=port.value, name=name).first()
    row = row or PluginBinding(port=port.value, name=name)
    row.adapter, row.changed_at = adapter, clock.now()
    row.settings = encrypt(f"plugin:{row.id}", json.dumps(dict(settings)).encode())
    row.save()
    _serving.pop((scope_id(), port, name), None)


def check(*, port: Port, name: str = "") -> None:
    """Ask the outside system whether it would serve us now; ports without a question are fine.

    Raises:
        PortError: the failure that a call would meet.
    """
    adapter = _adapter(port, name)
    if hasattr(adapter, "check"):
        adapter.check()


def certificates_of(port: Port, name: str = "") -> tuple[Certificate, ...]:
    """The certificates that the binding stands on; none where the adapter tells of none.

    Raises:
        PortError: the adapter cannot be made.
    """
    adapter = _adapter(port, name)
    if not hasattr(adapter, "certificates"):
        return ()
    return cast("Certified", adapter).certificates()


def identity_provider() -> IdentityProvider:
    """The municipality's e-ID."""
    return cast("IdentityProvider", _adapter(Port.IDENTITY))


def caller_identifier() -> CallerIdentifier:
    """The municipality's e-ID, to ask who is on the telephone.

    Raises:
        NotConfigured: there is none, or it cannot be asked that way.
    """
    adapter = _adapter(Port.IDENTITY)
    if not hasattr(adapter, "start_call"):
        raise NotConfigured("identity:call")
    return cast("CallerIdentifier", adapter)


def caller_signer() -> CallerSigner:
    """The municipality's way to sign, for somebody on the telephone.

    Raises:
        NotConfigured: there is none, or nobody signs with it that way.
    """
    adapter = _adapter(Port.SIGNING)
    if not hasattr(adapter, "start_call"):
        raise NotConfigured("signing:call")
    return cast("CallerSigner", adapter)


def identity_prover() -> ProvingLogin:
    """The municipality's e-ID, to judge again what a log-in with it has left behind.

    Raises:
        NotConfigured: there is none, or its answers prove nothing afterwards.
    """
    adapter = _adapter(Port.IDENTITY)
    if not hasattr(adapter, "verify"):
        raise NotConfigured("identity:no_proof")
    return cast("ProvingLogin", adapter)


def login_provider(name: str) -> LoginProvider:
    """Somebody else at whom one can log in, such as the municipality's own directory."""
    return cast("LoginProvider", _adapter(Port.LOGIN, name))


def ending_provider(name: str) -> EndingLogin:
    """The provider with the name, to be logged out there.

    Raises:
        NotConfigured: there is none, or it logs nobody out.
    """
    adapter = _adapter(Port.LOGIN, name)
    if not hasattr(adapter, "end"):
        raise NotConfigured("login:no_end")
    return cast("EndingLogin", adapter)


def login_prover(name: str) -> ProvingLogin:
    """The same, to judge again what a log-in there has left behind.

    Raises:
        NotConfigured: nobody of the name, or one whose answers prove nothing afterwards.
    """
    adapter = _adapter(Port.LOGIN, name)
    if not hasattr(adapter, "verify"):
        raise NotConfigured("login:no_proof")
    return cast("ProvingLogin", adapter)


def signing_provider(name: str = "") -> SigningProvider:
    """The municipality's way to sign: citizens', or the one that is bound under the name."""
    return cast("SigningProvider", _adapter(Port.SIGNING, name))


def person_register() -> PersonRegister:
    """The population register, as the municipality reaches it."""
    return cast("PersonRegister", _adapter(Port.REGISTER))


def company_register() -> CompanyRegister:
    """The register of companies and associations."""
    return cast("CompanyRegister", _adapter(Port.COMPANY_REGISTER))


def mandate_register() -> MandateRegister:
    """The register of powers of attorney."""
    return cast("MandateRegister", _adapter(Port.MANDATE))


def property_register() -> PropertyRegister:
    """The registers of addresses and properties."""
    return cast("PropertyRegister", _adapter(Port.PROPERTY_REGISTER))


def json_lookup() -> JsonLookup:
    """How services that an administrator has named are asked."""
    return cast("JsonLookup", _adapter(Port.LOOKUP))


def map_ground() -> MapGround | None:
    """The municipality's own map; None when it has not connected one."""
    try:
        return cast("MapGround", _adapter(Port.MAP_GROUND))
    except NotConfigured:
        return None


def channel(name: str) -> Channel:
    """The channel with the name, such as "email"."""
    return cast("Channel", _adapter(Port.CHANNEL, name))


def reporting_channel(name: str) -> ReportingChannel:
    """The municipality's channel with the name, to ask how a message fares.

    Raises:
        NotConfigured: there is none, or it tells nothing afterwards.
    """
    adapter = _adapter(Port.CHANNEL, name)
    if not hasattr(adapter, "delivery"):
        raise NotConfigured("channel:no_reports")
    return cast("ReportingChannel", adapter)


def business_system(name: str) -> BusinessSystem:
    """The business system with the name that the municipality has given it."""
    return cast("BusinessSystem", _adapter(Port.BUSINESS_SYSTEM, name))


def webhooks() -> WebhookCaller:
    """How other systems are told that something has happened."""
    return cast("WebhookCaller", _adapter(Port.WEBHOOK))


def storage() -> Storage:
    """Where the municipality's files lie."""
    return cast("Storage", _adapter(Port.STORAGE))


def document_seal() -> DocumentSeal:
    """The municipality's seal on documents."""
    return cast("DocumentSeal", _adapter(Port.SEAL))


def payment_provider() -> PaymentProvider:
    """How the municipality takes fees."""
    return cast("PaymentProvider", _adapter(Port.PAYMENT))


def scanner() -> Scanner:
    """The municipality's malware scanner."""
    return cast("Scanner", _adapter(Port.SCAN))


def _adapter(port: Port, name: str = "") -> Any:
    key = (scope_id(), port, name)
    until, adapter = _serving.get(key, (0.0, None))
    if time.monotonic() >= until:
        adapter = _current(port, name)
        _serving[key] = (time.monotonic() + SERVES_FOR, adapter)
    return adapter


def _current(port: Port, name: str) -> Any:
    row = PluginBinding.objects.filter(port=port.value, name=name).first()
    if row is None:
        raise NotConfigured(f"no adapter: {port.value}")
    kept = _made.get(row.id)
    if kept is None or kept[0] != row.changed_at:
        settings = json.loads(decrypt(f"plugin:{row.id}", bytes(row.settings)))
        kept = _made[row.id] = (row.changed_at, _load(port, row.adapter)(settings))
    return kept[1]


@functools.cache
def _load(port: Port, adapter: str) -> Any:
    for point in entry_points(group=f"samtjanst.adapters.{port.value}", name=adapter):
        return point.load()
    raise NotConfigured(f"not installed: {port.value}/{adapter}")
