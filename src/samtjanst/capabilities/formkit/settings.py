"""What a setting of a question can be: how it is read, and how the schema tells of it.

Each kind declares its settings as a tuple of these; the loader, the published schema, the studio
and the developers' page all use the same declaration.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.reading.fields import ID, OPTION_ID, Fields
from samtjanst.capabilities.formkit.texts import NO_TEXT, Text, Told

Schema = dict[str, Any]
WIDE = 10**12
DAYS = 36525
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; ``title`` is what the studio calls it, ``default`` what holds without it."""

    name: str
    title: Text
    default: Any = None
    needed: bool = False

    def read(self, item: Fields) -> Any:
        """The setting in the document; faults are noted, never raised."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """The JSON Schema of the setting."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Whole(Setting):
    """A whole number from ``low`` to ``high``."""

    low: int = 0
    high: int = WIDE

    def read(self, item: Fields) -> Any:
        """The number, or the default."""
        found = item.maybe_whole(self.name, self.low, self.high)
        return self.default if found is None else found

    def schema(self) -> Schema:
        """An integer."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Number(Setting):
    """A number: an integer, or a decimal written as text (``"0.5"``)."""

    def read(self, item: Fields) -> Any:
        """An ``int`` or a ``Decimal``, or the default."""
        value = item.raw(self.name)
        if type(value) is int and abs(value) <= WIDE:
            return value
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            return Decimal(value)
        if item.has(self.name):
            item.refuse(
                self.name,
                Told(
                    "här ska det stå ett tal, till exempel 4 eller ”0.5”",
                    "a number must stand here, for example 4 or “0.5”",
                ),
            )
        return self.default

    def schema(self) -> Schema:
        """An integer, or digits with a full stop."""
        whole = {"type": "integer", "minimum": -WIDE, "maximum": WIDE}
        return {"oneOf": [whole, {"type": "string", "pattern": f"^{_DECIMAL.pattern}$"}]}


@dataclass(frozen=True, slots=True)
class Flag(Setting):
    """True or false."""

    def read(self, item: Fields) -> Any:
        """The flag."""
        return item.flag(self.name, default=self.default is True)

    def schema(self) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class OneOf(Setting):
    """One of some words, with what each of them means."""

    words: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))

    def read(self, item: Fields) -> Any:
        """The word."""
        return item.one_of(self.name, set(self.words), self.default)

    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": sorted(self.words)}


@dataclass(frozen=True, slots=True)
class Words(Setting):
    """A text for people."""

    def read(self, item: Fields) -> Any:
        """The text; empty when it is optional and absent."""
        return item.words(self.name, required=self.needed) or self.default or NO_TEXT

    def schema(self) -> Schema:
        """A text in the product's languages."""
        return {"$ref": "#/$defs/words"}


@dataclass(frozen=True, slots=True)
class Name(Setting):
    """The id of something else in the definition: a parameter, a question, an option."""

    is_option: bool = False

    def read(self, item: Fields) -> Any:
        """The id, or "" when it is optional and absent."""
        form = OPTION_ID if self.is_option else ID
        return item.text(self.name, required=self.needed, form=form)

    def schema(self) -> Schema:
        """A reference."""
        return {"$ref": "#/$defs/option_id" if self.is_option else "#/$defs/id"}


@dataclass(frozen=True, slots=True)
class Bound(Setting):
    """A name that each municipality binds to something of its own.

    ``is_source``: what is looked up in, which can be a register of the platform's own.
    """

    is_source: bool = False

    def read(self, item: Fields) -> Any:
        """The name, or "" when it is absent."""
        return item.text(self.name, required=self.needed, form=self._form)

    def schema(self) -> Schema:
        """A name."""
        return {"type": "string", "pattern": f"^{self._form.pattern}$"}

    @property
    def _form(self) -> re.Pattern[str]:
        return SOURCE_NAME if self.is_source else LOOKUP_NAME


@dataclass(frozen=True, slots=True)
class MediaTypes(Setting):
    """The types of file that can be given."""

    def read(self, item: Fields) -> Any:
        """The types; all that can be received when none are named."""
        accept = item.strings(self.name)
        for place, name in enumerate(accept):
            if name not in MEDIA_TYPES:
                item.refuse(
                    f"{self.name}[{place}]",
                    Text(
                        "filtypen ”{name}” kan inte tas emot",
                        "the file type “{name}” cannot be received",
                    ).told(name=name[:60]),
                )
        return accept or tuple(MEDIA_TYPES)

    def schema(self) -> Schema:
        """A list of media types."""
        items = {"enum": sorted(MEDIA_TYPES)}
        return {"type": "array", "items": items, "minItems": 0, "maxItems": 200}


@dataclass(frozen=True, slots=True)
class Calculation(Setting):
    """How a value is calculated: an operand, compiled when the definition is assembled."""

    def read(self, item: Fields) -> Any:
        """The operand as it stands in the document."""
        return item.raw(self.name, required=self.needed) or {}

    def schema(self) -> Schema:
        """An operand."""
        return {"$ref": "#/$defs/operand"}


MEDIA_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application/pdf": (".pdf",),
        "image/jpeg": (".jpg", ".jpeg"),
        "image/png": (".png",),
        "image/heic": (".heic",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    }
)
PARAMETER_TYPES = frozenset({"text", "number", "options", "numbers"})
LOOKUP_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
# A municipality's own, or one of the platform's registers (formkit.register_sources).
SOURCE_NAME = re.compile(r"(register\.)?[a-z][a-z0-9_]{0,39}", re.ASCII)
CHOOSE, CHECK = "choose", "check"
USES: Mapping[str, Text] = MappingProxyType(
    {
        CHOOSE: Text("Väljs bland det som uppslaget ger", "Chosen among what it gives"),
        CHECK: Text("Kontrolleras mot uppslaget", "Checked against it"),
    }
)
PREFILLS: Mapping[str, Text] = MappingProxyType(
    {
        "applicant_email": Text("Den sökandes e-postadress", "The applicant's e-mail address"),
        "applicant_phone": Text("Den sökandes telefonnummer", "The applicant's phone number"),
        "applicant_address": Text("Den sökandes adress", "The applicant's address"),
    }
)


def length(default: int) -> Whole:
    """How long a text can be."""
    title = Text("Högsta antal tecken", "Most characters")
    return Whole("max_length", title, default, low=1, high=50_000)


def whole_limits() -> tuple[Setting, ...]:
    """Smallest and largest whole number."""
    return (
        Whole("minimum", Text("Minsta värde", "Smallest value"), low=-WIDE, high=WIDE),
        Whole("maximum", Text("Största värde", "Largest value"), low=-WIDE, high=WIDE),
    )


def limits(low: int | None = None, high: int | None = None) -> tuple[Setting, ...]:
    """Smallest and largest number."""
    return (
        Number("minimum", Text("Minsta värde", "Smallest value"), low),
        Number("maximum", Text("Största värde", "Largest value"), high),
    )


def unit() -> Setting:
    """What the number counts."""
    return Words("unit", Text("Enhet", "Unit"))


def days() -> tuple[Setting, ...]:
    """Earliest and latest day, counted from today."""
    early = Text("Tidigaste dag, räknat från i dag", "Earliest day, counted from today")
    late = Text("Senaste dag, räknat från i dag", "Latest day, counted from today")
    return (
        Whole("earliest", early, low=-DAYS, high=DAYS),
        Whole("latest", late, low=-DAYS, high=DAYS),
    )


def prefill(name: str) -> Setting:
    """What is filled in from the start."""
    title = Text("Fylls i från början", "Filled in from the start")
    return OneOf("prefill", title, "", words={name: PREFILLS[name]})


def parameter() -> Setting:
    """The municipality's list that can be chosen from."""
    return Name("parameter", Text("Lista bland parametrarna", "List among the parameters"),
                needed=True)  # fmt: skip


def lookups() -> tuple[Setting, ...]:
    """Which service or register is asked, about which answer, and what its answer is used for."""
    key = Text("Frågan som slås upp, på en tidigare sida", "The question that is looked up")
    use = Text("Vad uppslaget används till", "What the look-up is used for")
    strict = Text("Svaret måste finnas i uppslaget", "The look-up must know the answer")
    named = Text("Register eller kommunens uppslag", "Register or the municipality's look-up")
    return (
        Bound("lookup", named, is_source=True),
        OneOf("lookup_use", use, "", words=USES),
        Bound("lookup_value", Text("Uppslagets uppgift", "Which of its values")),
        Name("lookup_key", key),
        Flag("lookup_strict", strict),
    )


def address_lookups() -> tuple[Setting, ...]:
    """As :func:`lookups`, with the value for each part of an address; it is never checked."""
    street = Text("Uppgiften som är gatuadress", "The value that is the street address")
    code = Text("Uppgiften som är postnummer", "The value that is the postal code")
    city = Text("Uppgiften som är postort", "The value that is the town")
    care_of = Text("Uppgiften som är c/o", "The value that is c/o")
    source, use, _value, key, _strict = lookups()
    return (
        source,
        OneOf("lookup_use", use.title, "", words={CHOOSE: USES[CHOOSE]}),
        Bound("lookup_value", street),
        Bound("lookup_postal_code", code),
        Bound("lookup_city", city),
        Bound("lookup_care_of", care_of),
        key,
    )
