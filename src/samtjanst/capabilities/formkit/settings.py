"""Which settings each kind of question has, and their limits. The schema is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from samtjanst.capabilities.formkit.model import Kind

_WIDE = 10**12
_DAYS = 36525


@dataclass(frozen=True, slots=True)
class Whole:
    """A setting that is a whole number."""

    low: int
    high: int


WHOLES: Mapping[str, Whole] = MappingProxyType(
    {
        "max_length": Whole(1, 50_000),
        "minimum": Whole(-_WIDE, _WIDE),
        "maximum": Whole(-_WIDE, _WIDE),
        "earliest": Whole(-_DAYS, _DAYS),
        "latest": Whole(-_DAYS, _DAYS),
        "max_size": Whole(1, 50_000_000),
        "max_files": Whole(1, 20),
    }
)
CHOICES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "level": frozenset({"info", "warning"}),
        "prefill": frozenset({"applicant_email", "applicant_phone", "applicant_address"}),
    }
)
# Settings that a kind cannot do without, where it has them. They, ``accept`` and the words
# have their own forms and are read by name.
NEEDED = frozenset({"parameter", "calculate", "shown_as"})
OF_KIND: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.TEXT: frozenset({"max_length"}),
        Kind.LONG_TEXT: frozenset({"max_length"}),
        Kind.CHOICE: frozenset(),
        Kind.MANY_CHOICES: frozenset(),
        Kind.YES_NO: frozenset(),
        Kind.DATE: frozenset({"earliest", "latest"}),
        Kind.INTEGER: frozenset({"minimum", "maximum", "unit"}),
        Kind.PERSON: frozenset({"not_applicant"}),
        Kind.CHILD: frozenset(),
        Kind.ADDRESS: frozenset({"prefill"}),
        Kind.SCHOOL: frozenset({"parameter"}),
        Kind.FILE: frozenset({"accept", "max_size", "max_files"}),
        Kind.INFORMATION: frozenset({"level"}),
        Kind.CALCULATED: frozenset({"calculate", "shown_as"}),
        Kind.EMAIL: frozenset({"prefill"}),
        Kind.PHONE: frozenset({"prefill"}),
    }
)
MEDIA_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application/pdf": (".pdf",),
        "image/jpeg": (".jpg", ".jpeg"),
        "image/png": (".png",),
        "image/heic": (".heic",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    }
)
WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.MANY_CHOICES})
DEFAULT_LENGTH: Mapping[Kind, int] = MappingProxyType({Kind.TEXT: 200, Kind.LONG_TEXT: 4000})
DEFAULT_SIZE = 10_000_000
DEFAULT_FILES = 5
PARAMETER_TYPES = frozenset({"text", "number", "options", "numbers"})
