"""A company, from the register or as stated, with who may represent it."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import CompanyFacts, Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Choice,
    Control,
    Part,
    Posted,
    Sort,
    first,
    inner,
    text_faults,
)
from samtjanst.capabilities.formkit.kinds.identifiers import organisation_digits
from samtjanst.capabilities.formkit.kinds.people import OWN, REGISTER
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.texts import Text

MAX_NAME = 200
ANOTHER = "another"
MISSING = "missing"
STATUSES = ("inactive", "reconstruction", "liquidation", "bankrupt", "deregistered", MISSING)
_TEN_DIGITS = re.compile(r"\d{10}", re.ASCII)


class CompanyKind(Behaviour):
    """One of the companies that the applicant represents, or name and number as stated.

    What the register says about the power to represent is kept with the answer; from free text
    it is never concluded that somebody may sign alone.
    """

    kind = Kind.COMPANY
    title = Text("Företag", "Company")
    about = Text(
        "Ett företag eller en förening, med vem som får företräda det.",
        "A company or association, with who may represent it.",
    )
    sort = Sort.OTHER
    widget = "parts"
    pieces = ("name", "organisation_number", "power", "status", "source")
    fits_row = True
    effort = 25

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Name, ten digits, the register's words of power and state, and where they came from."""
        return {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 1},
                "organisation_number": {"type": "string", "pattern": "^[0-9]{10}$"},
                "power": {"type": "string"},
                "status": {"enum": list(STATUSES)},
                "source": {"enum": [REGISTER, OWN]},
            },
            "required": ["name", "organisation_number", "source"],
            "additionalProperties": False,
        }

    def empty(self, value: Any) -> bool:
        """Neither name nor number."""
        if isinstance(value, dict) and "raw" not in value:
            return not (inner(value, "name").strip() or inner(value, "organisation_number").strip())
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The whole answer, when it is valid."""
        return None if self.judge(question, value, context) else value

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The chosen company with the register's words, or the own statement."""
        chosen = hygiene.stored(first(posted, f"{question.id}.which")).strip()
        if chosen and chosen != ANOTHER:
            found = _facts(chosen, context)
            return _value(found) if found and found.is_offered else {"raw": chosen}
        name = hygiene.stored(first(posted, f"{question.id}.name")).strip()
        number = hygiene.stored(first(posted, f"{question.id}.organisation_number")).strip()
        if not (name or number):
            return None
        return _named(name, organisation_digits(number) or number, context)

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not one of the applicant's companies, or a faulty own statement."""
        if not isinstance(value, dict) or not set(value) <= set(self.pieces):
            return (Message("not_an_option"),)
        if inner(value, "source") == REGISTER:
            return self._from_register(value, context)
        return (*_name_faults(inner(value, "name")), *_number_faults(value))

    def _from_register(self, value: Any, context: Context) -> tuple[Message, ...]:
        number = inner(value, "organisation_number")
        if context.companies is None:  # it was in the list when it was chosen
            good = _TEN_DIGITS.fullmatch(number) and inner(value, "name")
            return () if good else (Message("not_an_option"),)
        found = _facts(number, context)
        return () if found and _value(found) == value else (Message("not_an_option"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """Name, number and what the register says of the power to represent."""
        power, status = inner(value, "power"), inner(value, "status")
        number = inner(value, "organisation_number")
        lines = (
            inner(value, "name"),
            f"{number[:6]}-{number[6:]}" if len(number) == 10 else number,
            say("power", language, power=power) if power else "",
            say(f"company_{status}", language) if status in STATUSES else "",
        )
        return tuple(filter(None, lines))

    def source(self, value: Any) -> str:
        """Register or own statement."""
        return "source_companies" if inner(value, "source") == REGISTER else "source_own"

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The list of companies with a way to name another one; without a list, two fields."""
        known = [one for one in context.companies or () if one.is_offered]
        number = inner(value, "organisation_number")
        from_register = any(one.organisation_number == number for one in known)
        parts = _parts(None if from_register else value, language)
        if not known:
            return Control(parts=parts, widget="parts")
        choices = (
            *(_choice(one) for one in known),
            Choice(ANOTHER, say("another_company", language)),
        )
        chosen = number if from_register else ANOTHER if value is not None else ""
        which = Part("which", say("which_company", language), "", choices=choices,
                     selected=(chosen,))  # fmt: skip
        return Control(parts=(which, *parts), widget="parts")


def _facts(number: str, context: Context) -> CompanyFacts | None:
    found = (one for one in context.companies or () if one.organisation_number == number)
    return next(found, None)


def _named(name: str, number: str, context: Context) -> dict[str, str]:
    """What the applicant has named; what the register says of the number goes before her words."""
    found = _facts(number, context)
    if found is not None and found.status != MISSING:
        return _value(found)
    stated = {"name": name, "organisation_number": number, "source": OWN}
    return {**stated, "status": MISSING} if found else stated


def _value(facts: CompanyFacts) -> dict[str, str]:
    value = {
        "name": facts.name,
        "organisation_number": facts.organisation_number,
        "source": REGISTER,
    }
    told = {"power": facts.power, "status": facts.status}
    return {**value, **{name: text for name, text in told.items() if text}}


def _choice(facts: CompanyFacts) -> Choice:
    number = facts.organisation_number
    return Choice(number, f"{facts.name}, {number[:6]}-{number[6:]}", facts.power)


def _parts(value: Any, language: str) -> tuple[Part, ...]:
    number = inner(value, "organisation_number")
    is_number = number and organisation_digits(number) == number
    shown = f"{number[:6]}-{number[6:]}" if is_number else number
    return (
        Part(
            "name",
            say("company_name", language),
            inner(value, "name"),
            attrs={"autocomplete": "organization"},
        ),
        Part(
            "organisation_number",
            say("organisation_number", language),
            shown,
            help=say("hint_organisation_number", language),
            attrs={"inputmode": "numeric", "autocomplete": "off"},
            width="short",
        ),
    )


def _name_faults(name: str) -> tuple[Message, ...]:
    if not name.strip():
        return (Message("company_name_missing", part="name"),)
    return text_faults(name, MAX_NAME, "name")


def _number_faults(value: Any) -> tuple[Message, ...]:
    number = inner(value, "organisation_number")
    if number and organisation_digits(number) == number:
        return ()
    return (Message("organisation_number_wrong", part="organisation_number"),)
