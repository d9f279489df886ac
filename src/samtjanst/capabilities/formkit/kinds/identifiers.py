"""Numbers that name somebody or something and have rules of their own."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from dataclasses import replace
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Posted,
    Sort,
    first,
    typed,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question, Settings
from samtjanst.capabilities.formkit.settings import Flag, Setting, Whole
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel.iban import Iban
from samtjanst.kernel.identity import parse_identity
from samtjanst.kernel.organisation_number import OrganisationNumber
from samtjanst.kernel.personal_number import PersonalNumber

# Letters that are never on Swedish number plates, and O which is not the last sign
# (Transportstyrelsen).
_PLATE = re.compile(r"[A-HJ-PR-UW-Z]{3}\d{2}[A-HJ-NPR-UW-Z\d]", re.ASCII)
_OWN_PLATE = re.compile(r"[A-ZÅÄÖ0-9 ]{2,7}")


class IdentifierKind(Behaviour):
    """One text field; what fits becomes the one canonical form, anything else is told."""

    fits_row = fits_cell = True
    effort = 15
    fault: ClassVar[str]
    width: ClassVar[str] = "short"
    attrs: ClassVar[dict[str, str]] = {"autocomplete": "off", "spellcheck": "false"}
    hint: ClassVar[str] = ""

    def parsed(self, question: Question, text: str, context: Context) -> str:
        """The canonical form of what was typed; "" when it is none."""
        raise NotImplementedError

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The canonical text."""
        if not isinstance(value, str):
            return None
        return value if self.parsed(question, value, context) == value else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The canonical form, or what was typed."""
        text = hygiene.stored(first(posted, question.id)).strip()
        if not text:
            return None
        return self.parsed(question, text, context) or {"raw": text}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not the form, or a wrong check digit."""
        return () if self.seen(question, value, context) is not None else (Message(self.fault),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """As people write it."""
        return (self.shown(typed(value)),)

    def shown(self, text: str) -> str:
        """The canonical text as people write it."""
        return text

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One field."""
        return Control(
            value=self.shown(typed(value)),
            attrs=self.attrs,
            hint=say(self.hint, language) if self.hint else "",
            width=self.width,
        )


class PersonalNumberKind(IdentifierKind):
    """A personal or coordination number, kept as twelve digits."""

    kind = Kind.PERSONAL_NUMBER
    title = Text("Personnummer", "Personal number")
    about = Text("Ett personnummer eller samordningsnummer.", "A personal or coordination number.")
    sort = Sort.PERSON
    settings: ClassVar[tuple[Setting, ...]] = (
        Flag("not_applicant", Text("Får inte vara den sökande", "May not be the applicant")),
        Whole("min_age", Text("Lägsta ålder", "Lowest age"), low=0, high=130),
        Whole("max_age", Text("Högsta ålder", "Highest age"), low=0, high=130),
    )
    fault = "number_wrong"
    attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric", "autocomplete": "off"}
    hint = "personal_number_help"

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Twelve digits, or an identity with another country's e-ID where that is taken."""
        if question.settings.or_foreign:
            return {"type": "string", "pattern": "^([0-9]{12}|[A-Z]{2}:[0-9A-Za-z-]{1,64})$"}
        return {"type": "string", "pattern": "^[0-9]{12}$"}

    def parsed(self, question: Question, text: str, context: Context) -> str:
        """Twelve digits, or a foreign identity to the letter."""
        reads = parse_identity if question.settings.or_foreign else PersonalNumber.parse
        try:
            return reads(text, today=context.today).code
        except ValueError:
            return ""

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """As a person without a name, so that conditions can ask for the age."""
        found = super().seen(question, value, context)
        return None if found is None else {"personal_number": found}

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One field; a foreign identity has letters, and is told how to be found."""
        control = super().control(question, value, context, language)
        if not question.settings.or_foreign:
            return control
        attrs = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        return replace(control, attrs=attrs, hint=say("identity_help", language), width="")

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Wrong number, the applicant's own, or too young or old."""
        if faults := super().judge(question, value, context):
            return (Message("identity_wrong"),) if question.settings.or_foreign else faults
        settings = question.settings
        own = context.applicant.code if context.applicant else ""
        if settings.not_applicant and value == own:
            return (Message("number_is_applicants"),)
        return self._age_faults(settings, value, context)

    def _age_faults(self, settings: Settings, value: str, context: Context) -> tuple[Message, ...]:
        if ":" in value:
            return ()  # nobody tells how old she is
        age = PersonalNumber(value).age(context.today)
        if settings.min_age is not None and age < settings.min_age:
            return (Message("too_young", {"limit": settings.min_age}),)
        if settings.max_age is not None and age > settings.max_age:
            return (Message("too_old", {"limit": settings.max_age}),)
        return ()

    def shown(self, text: str) -> str:
        """With a hyphen."""
        return f"{text[:8]}-{text[8:]}" if len(text) == 12 and text.isdigit() else text


class OrganisationNumberKind(IdentifierKind):
    """An organisation number, kept as ten digits."""

    kind = Kind.ORGANISATION_NUMBER
    title = Text("Organisationsnummer", "Organisation number")
    about = Text("Numret på ett företag eller en förening.", "The number of a company.")
    fault = "organisation_number_wrong"
    attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric", "autocomplete": "off"}
    hint = "hint_organisation_number"

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Ten digits."""
        return {"type": "string", "pattern": "^[0-9]{10}$"}

    def parsed(self, question: Question, text: str, context: Context) -> str:
        """Ten digits."""
        return organisation_digits(text)

    def shown(self, text: str) -> str:
        """With a hyphen."""
        return f"{text[:6]}-{text[6:]}" if len(text) == 10 and text.isdigit() else text


class IbanKind(IdentifierKind):
    """An international bank account number, kept without spaces."""

    kind = Kind.IBAN
    title = Text("IBAN", "IBAN")
    about = Text("Ett internationellt kontonummer.", "An international account number.")
    fault = "iban_wrong"
    hint = "hint_iban"
    width = ""

    def parsed(self, question: Question, text: str, context: Context) -> str:
        """Letters and digits without spaces."""
        try:
            return Iban.parse(text).text
        except ValueError:
            return ""

    def shown(self, text: str) -> str:
        """In groups of four."""
        return " ".join(text[place : place + 4] for place in range(0, len(text), 4))

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """What could not be read is shown exactly as it was typed."""
        if isinstance(value, dict):
            return Control(value=typed(value), attrs=self.attrs, hint=say(self.hint, language))
        return super().control(question, value, context, language)


class CarKind(IdentifierKind):
    """A Swedish registration number, kept as ``ABC123``."""

    kind = Kind.CAR
    title = Text("Registreringsnummer", "Car registration")
    about = Text("Registreringsnumret på ett fordon.", "The registration number of a vehicle.")
    settings = (Flag("personal_plates", Text("Även personliga skyltar", "Personal plates too")),)
    fault = "car_wrong"
    hint = "hint_car"
    width = "code"

    def parsed(self, question: Question, text: str, context: Context) -> str:
        """Six signs without spaces, or a personal plate."""
        upper = text.upper()
        plain = re.sub(r"[\s-]", "", upper)
        if _PLATE.fullmatch(plain):
            return plain
        spaced_once = re.sub(r"\s+", " ", upper)
        own = question.settings.personal_plates and _OWN_PLATE.fullmatch(spaced_once)
        return spaced_once if own else ""


def organisation_digits(text: str) -> str:
    """The ten digits of an organisation number; "" when it is none."""
    try:
        return OrganisationNumber.parse(text).digits
    except ValueError:
        return ""
