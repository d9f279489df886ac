"""One behaviour per kind of question: declare, read, judge, compare, show."""

from collections.abc import Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.kinds.agreements import ConsentKind, DeclarationKind
from samtjanst.capabilities.formkit.kinds.bank_accounts import BankAccountKind
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Sort
from samtjanst.capabilities.formkit.kinds.choices import ManyChoicesKind, YesNoKind
from samtjanst.capabilities.formkit.kinds.companies import CompanyKind
from samtjanst.capabilities.formkit.kinds.fetched import (
    FetchedAddress,
    FetchedChoice,
    FetchedDate,
    FetchedEmail,
    FetchedInteger,
    FetchedLongText,
    FetchedMoney,
    FetchedNumber,
    FetchedOrganisationNumber,
    FetchedPercentage,
    FetchedPhone,
    FetchedProperty,
)
from samtjanst.capabilities.formkit.kinds.files import FileKind
from samtjanst.capabilities.formkit.kinds.identifiers import (
    CarKind,
    IbanKind,
    PersonalNumberKind,
)
from samtjanst.capabilities.formkit.kinds.lists import EmployeeKind, ListKind, SchoolKind
from samtjanst.capabilities.formkit.kinds.maps import MapKind
from samtjanst.capabilities.formkit.kinds.people import ChildKind, PersonKind
from samtjanst.capabilities.formkit.kinds.registry import KNOWN
from samtjanst.capabilities.formkit.kinds.rows import GroupKind
from samtjanst.capabilities.formkit.kinds.shown import (
    CalculatedKind,
    FormattedKind,
    InformationKind,
    PaymentLineKind,
    StopKind,
)
from samtjanst.capabilities.formkit.kinds.signatories import SignatoriesKind
from samtjanst.capabilities.formkit.kinds.tables import TableKind
from samtjanst.capabilities.formkit.kinds.times import PeriodKind, TimeKind
from samtjanst.capabilities.formkit.kinds.written import TextKind
from samtjanst.capabilities.formkit.model import Kind

_ALL: tuple[Behaviour, ...] = (
    TextKind(),
    FetchedLongText(),
    FetchedChoice(),
    ManyChoicesKind(),
    YesNoKind(),
    ListKind(),
    FetchedInteger(),
    FetchedNumber(),
    FetchedMoney(),
    FetchedPercentage(),
    FetchedDate(),
    PeriodKind(),
    TimeKind(),
    FetchedEmail(),
    FetchedPhone(),
    FetchedAddress(),
    PersonKind(),
    ChildKind(),
    CompanyKind(),
    EmployeeKind(),
    SchoolKind(),
    PersonalNumberKind(),
    FetchedOrganisationNumber(),
    BankAccountKind(),
    IbanKind(),
    CarKind(),
    FetchedProperty(),
    MapKind(),
    FileKind(),
    GroupKind(),
    TableKind(),
    SignatoriesKind(),
    ConsentKind(),
    DeclarationKind(),
    InformationKind(),
    FormattedKind(),
    StopKind(),
    CalculatedKind(),
    PaymentLineKind(),
)
KNOWN.update({one.kind: one for one in _ALL})
BEHAVIOURS: Mapping[Kind, Behaviour] = MappingProxyType(KNOWN)


def of_sorts(*sorts: Sort) -> frozenset[Kind]:
    """The kinds whose answers conditions see as one of ``sorts``."""
    return frozenset(kind for kind, behaviour in BEHAVIOURS.items() if behaviour.sort in sorts)
