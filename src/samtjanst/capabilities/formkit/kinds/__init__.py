"""One behaviour per kind of question: declare, read, judge, compare, show."""

from collections.abc import Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.kinds.addresses import AddressKind
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Sort
from samtjanst.capabilities.formkit.kinds.choices import (
    ChoiceKind,
    ManyChoicesKind,
    SchoolKind,
    YesNoKind,
)
from samtjanst.capabilities.formkit.kinds.files import FileKind
from samtjanst.capabilities.formkit.kinds.numbers import DateKind, IntegerKind
from samtjanst.capabilities.formkit.kinds.people import ChildKind, PersonKind
from samtjanst.capabilities.formkit.kinds.shown import CalculatedKind, InformationKind
from samtjanst.capabilities.formkit.kinds.written import (
    EmailKind,
    LongTextKind,
    PhoneKind,
    TextKind,
)
from samtjanst.capabilities.formkit.model import Kind

_ALL: tuple[Behaviour, ...] = (
    TextKind(),
    LongTextKind(),
    ChoiceKind(),
    ManyChoicesKind(),
    YesNoKind(),
    DateKind(),
    IntegerKind(),
    PersonKind(),
    ChildKind(),
    AddressKind(),
    SchoolKind(),
    FileKind(),
    InformationKind(),
    CalculatedKind(),
    EmailKind(),
    PhoneKind(),
)
BEHAVIOURS: Mapping[Kind, Behaviour] = MappingProxyType({one.kind: one for one in _ALL})


def of_sorts(*sorts: Sort) -> frozenset[Kind]:
    """The kinds whose answers conditions see as one of ``sorts``."""
    return frozenset(kind for kind, behaviour in BEHAVIOURS.items() if behaviour.sort in sorts)
