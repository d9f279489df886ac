"""One behaviour per kind of question: read, judge, compare, show."""

from collections.abc import Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.kinds.addresses import AddressKind
from samtjanst.capabilities.formkit.kinds.base import Behaviour
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

BEHAVIOURS: Mapping[Kind, Behaviour] = MappingProxyType(
    {
        Kind.TEXT: TextKind(),
        Kind.LONG_TEXT: LongTextKind(),
        Kind.CHOICE: ChoiceKind(),
        Kind.MANY_CHOICES: ManyChoicesKind(),
        Kind.YES_NO: YesNoKind(),
        Kind.DATE: DateKind(),
        Kind.INTEGER: IntegerKind(),
        Kind.PERSON: PersonKind(),
        Kind.CHILD: ChildKind(),
        Kind.ADDRESS: AddressKind(),
        Kind.SCHOOL: SchoolKind(),
        Kind.FILE: FileKind(),
        Kind.INFORMATION: InformationKind(),
        Kind.CALCULATED: CalculatedKind(),
        Kind.EMAIL: EmailKind(),
        Kind.PHONE: PhoneKind(),
    }
)
