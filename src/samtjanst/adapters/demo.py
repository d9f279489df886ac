"""Adapters for demonstration and drills: a scanner without a daemon, and ports that fail.

``DemoScanner`` finds the EICAR test string and nothing else. The failing adapters have one
setting, ``failure``: ``temporary``, ``rejected`` or ``not_configured``.
"""
# ruff: noqa: ARG002 - the ports name the arguments; failing needs none of them

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn

from samtjanst.adapters import configuration
from samtjanst.ports.business_system import PROMPT, Package, Receipt
from samtjanst.ports.channel import Accepted, Outgoing
from samtjanst.ports.company_register import CompanyQuery, RegisteredCompany
from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary
from samtjanst.ports.identity import Progress, StartedOrder, StartIdentification
from samtjanst.ports.login import StartedLogin, StartLogin, VouchedPerson
from samtjanst.ports.lookup import Json, LookupQuery
from samtjanst.ports.mandate import Mandate, MandateQuery
from samtjanst.ports.map_ground import Picture, Square
from samtjanst.ports.payment import AskedPayment, PaymentRequest, PaymentStatus, RefundRequest
from samtjanst.ports.property_register import (
    AddressQuery,
    FoundAddress,
    FoundProperty,
    NeighbourQuery,
    Owner,
    OwnerQuery,
    PropertyQuery,
)
from samtjanst.ports.register import PersonQuery, RegisteredPerson
from samtjanst.ports.scan import Verdict
from samtjanst.ports.seal import Examined, Sealed
from samtjanst.ports.signing import Expected, StartSignature, VerificationReport
from samtjanst.ports.webhook import Call

# In two halves, so that scanners do not stop this very file.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_KINDS: Mapping[str, type[PortError]] = {
    "temporary": Temporary,
    "rejected": Rejected,
    "not_configured": NotConfigured,
}


class DemoScanner:
    """Really reads the content, but knows one threat only: the harmless EICAR test string."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        pass  # it has no settings

    def scan(self, content: bytes) -> Verdict:
        """Not clean when the test string stands anywhere in the content."""
        if _EICAR in content:
            return Verdict(clean=False, threat="Eicar-Test-Signature")
        return Verdict(clean=True)

    def check(self) -> None:
        """Always ready."""


class _Failing:
    """Keeps which failure to raise."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._kind = _KINDS[configuration.choice(settings, "failure", tuple(_KINDS))]

    def check(self) -> None:
        """Fail as set."""
        self._fail()

    def _fail(self) -> NoReturn:
        raise self._kind("demo")


class _FailingOrders(_Failing):
    def collect(self, order: dict[str, Any]) -> Progress:
        """Fail as set."""
        self._fail()

    def cancel(self, order: dict[str, Any]) -> None:
        """Fail as set."""
        self._fail()

    def qr_text(self, order: dict[str, Any], at: datetime) -> str:
        """Fail as set."""
        self._fail()


class FailingIdentity(_FailingOrders):
    """An e-ID that fails."""

    assurance_level = 3

    def start(self, request: StartIdentification) -> StartedOrder:
        """Fail as set."""
        self._fail()


class FailingSigning(_FailingOrders):
    """A signing service that fails."""

    def start(self, request: StartSignature) -> StartedOrder:
        """Fail as set."""
        self._fail()

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Fail as set."""
        self._fail()


class FailingRegister(_Failing):
    """A population register that fails."""

    def look_up(self, query: PersonQuery) -> RegisteredPerson | None:
        """Fail as set."""
        self._fail()


class FailingChannel(_Failing):
    """A channel that fails."""

    def send(self, message: Outgoing) -> Accepted:
        """Fail as set."""
        self._fail()


class FailingStorage(_Failing):
    """A storage that fails."""

    def put(self, key: str, content: bytes) -> None:
        """Fail as set."""
        self._fail()

    def get(self, key: str) -> bytes:
        """Fail as set."""
        self._fail()

    def delete(self, key: str) -> None:
        """Fail as set."""
        self._fail()


class FailingScanner(_Failing):
    """A scanner that fails."""

    def scan(self, content: bytes) -> Verdict:
        """Fail as set."""
        self._fail()


class FailingBusinessSystem(_Failing):
    """A business system that fails."""

    manner = PROMPT

    def deliver(self, package: Package) -> Receipt | None:
        """Fail as set."""
        self._fail()

    def receipt(self, key: str) -> Receipt | None:
        """Fail as set."""
        self._fail()


class FailingWebhooks(_Failing):
    """Webhooks that fail."""

    def post(self, call: Call) -> None:
        """Fail as set."""
        self._fail()


class FailingSeal(_Failing):
    """A seal that fails."""

    def seal(self, pdf: bytes) -> Sealed:
        """Fail as set."""
        self._fail()

    def examine(self, pdf: bytes, enclosed: str) -> Examined:
        """Fail as set."""
        self._fail()


class FailingCompanyRegister(_Failing):
    """A register of companies that fails."""

    def look_up(self, query: CompanyQuery) -> tuple[RegisteredCompany, ...]:
        """Fail as set."""
        self._fail()


class FailingMandates(_Failing):
    """A register of powers of attorney that fails."""

    def find(self, query: MandateQuery) -> Mandate | None:
        """Fail as set."""
        self._fail()

    def key_set(self) -> Mapping[str, Any]:
        """Fail as set."""
        self._fail()


class FailingPropertyRegister(_Failing):
    """A register of addresses and properties that fails."""

    def addresses(self, query: AddressQuery) -> tuple[FoundAddress, ...]:
        """Fail as set."""
        self._fail()

    def property_of(self, query: PropertyQuery) -> FoundProperty | None:
        """Fail as set."""
        self._fail()

    def owners(self, query: OwnerQuery) -> tuple[Owner, ...]:
        """Fail as set."""
        self._fail()

    def neighbours(self, query: NeighbourQuery) -> tuple[FoundProperty, ...]:
        """Fail as set."""
        self._fail()


class FailingLogin(_Failing):
    """A log-in elsewhere that never works."""

    def start(self, request: StartLogin) -> StartedLogin:
        """Fail as set."""
        self._fail()

    def finish(self, kept: dict[str, Any], answer: Mapping[str, str]) -> VouchedPerson:
        """Fail as set."""
        self._fail()

    def describe(self, return_url: str) -> str:
        """Fail as set."""
        self._fail()

    def levels(self) -> frozenset[int]:
        """Fail as set."""
        self._fail()


class FailingMapGround(_Failing):
    """A map service that fails."""

    def source(self) -> str:
        """Fail as set."""
        self._fail()

    def picture(self, square: Square) -> Picture:
        """Fail as set."""
        self._fail()


class FailingLookup(_Failing):
    """A look-up that fails."""

    def ask(self, query: LookupQuery) -> Json:
        """Fail as set."""
        self._fail()

    def hosts(self) -> tuple[str, ...]:
        """Fail as set."""
        self._fail()


class FailingPayments(_Failing):
    """A payment service that fails."""

    def ask(self, request: PaymentRequest) -> AskedPayment:
        """Fail as set."""
        self._fail()

    def read(self, instruction: str) -> PaymentStatus | None:
        """Fail as set."""
        self._fail()

    def cancel(self, instruction: str) -> PaymentStatus | None:
        """Fail as set."""
        self._fail()

    def refund(self, request: RefundRequest) -> PaymentStatus:
        """Fail as set."""
        self._fail()
