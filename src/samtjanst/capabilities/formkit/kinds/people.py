"""A person in the applicant's own words, and a child out of the population register."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import ChildFacts, Context
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
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Flag, Setting
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber

REGISTER = "register"
OWN = "own_statement"
EID = "eid"  # another country's e-ID, of the applicant without a Swedish number
MAX_NAME = 200
WHO, SELF, OTHER = "who", "self", "other"
_LETTER = re.compile(r"[^\W\d_]")


def is_foreign(code: str) -> bool:
    """Whether it is the form of an identity with another country's e-ID, and no number."""
    return ":" in code


def source_of_applicant(foreign: str) -> str:
    """Who tells who the applicant is: a register, another country's e-ID, or she herself."""
    if not foreign:
        return REGISTER
    return EID if ForeignIdentity(foreign).is_vouched else OWN


def number_in(value: Any, context: Context) -> PersonalNumber | None:
    """The valid personal number in an answer, or None."""
    try:
        return PersonalNumber.parse(inner(value, "personal_number"), today=context.today)
    except ValueError:
        return None


class PersonKind(Behaviour):
    """Name and personal number, as the applicant states them."""

    kind = Kind.PERSON
    title = Text("Person", "Person")
    about = Text("Namn och personnummer på någon.", "Somebody's name and personal number.")
    sort = Sort.PERSON
    settings: ClassVar[tuple[Setting, ...]] = (
        Flag("not_applicant", Text("Får inte vara den sökande", "May not be the applicant")),
        Flag("can_be_self", Text("Kan vara den sökande själv", "Can be the applicant")),
    )
    widget = "parts"
    pieces = ("name", "personal_number", "source", "protected", "foreign")
    fits_row = True
    effort = 30

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Name, twelve digits and where they came from; of an applicant without them her prid."""
        text = {"type": "string", "minLength": 1}
        return {
            "type": "object",
            "properties": {
                "name": text,
                "personal_number": {"type": "string", "pattern": "^([0-9]{12})?$"},
                "source": {"enum": [REGISTER, OWN, EID]},
                "protected": {"type": "boolean"},
                "foreign": text,
            },
            "required": ["name", "personal_number", "source", "protected"],
            "additionalProperties": False,
        }

    def empty(self, value: Any) -> bool:
        """Neither name nor number."""
        if isinstance(value, dict) and "raw" not in value:
            return not (inner(value, "name").strip() or inner(value, "personal_number").strip())
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The whole answer, when it has a name and a valid number."""
        is_known = number_in(value, context) or self._is_self(question, value, context)
        return value if inner(value, "name").strip() and is_known else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The person as stated, or the applicant; a valid number becomes twelve digits."""
        if question.settings.can_be_self and first(posted, f"{question.id}.{WHO}") == SELF:
            return _applicant(context)
        value = {
            "name": hygiene.stored(first(posted, f"{question.id}.name")).strip(),
            "personal_number": hygiene.stored(
                first(posted, f"{question.id}.personal_number")
            ).strip(),
        }
        if not any(value.values()):
            return None
        number = number_in(value, context)
        if number:
            value["personal_number"] = number.digits
        return {**value, "source": OWN, "protected": False}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Name or number missing or wrong, or the applicant's own number."""
        if not isinstance(value, dict):
            return (Message("unreadable"),)
        if "foreign" in value or inner(value, "source") == EID:
            is_self = self._is_self(question, value, context)
            return () if is_self else (Message("unreadable"),)
        return _name_faults(inner(value, "name")) + self._number_faults(question, value, context)

    def _number_faults(
        self, question: Question, value: Any, context: Context
    ) -> tuple[Message, ...]:
        if not inner(value, "personal_number").strip():
            return (Message("number_missing", part="personal_number"),)
        number = number_in(value, context)
        if number is None:
            return (Message("number_wrong", part="personal_number"),)
        own = context.applicant.personal_number if context.applicant else ""
        if inner(value, "source") == REGISTER and not self._is_self(question, value, context):
            return (Message("unreadable"),)
        if question.settings.not_applicant and number.digits == own:
            return (Message("number_is_applicants", part="personal_number"),)
        return ()

    def _is_self(self, question: Question, value: Any, context: Context) -> bool:
        return question.settings.can_be_self and value == _applicant(context)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """Name and number; a protected person is marked."""
        number = number_in(value, context)
        code = inner(value, "foreign") or inner(value, "personal_number")
        shown = number.shown if number else code
        lines = [inner(value, "name"), shown]
        if isinstance(value, dict) and value.get("protected") is True:
            lines.append(say("protected", language))
        return tuple(filter(None, lines))

    def source(self, value: Any) -> str:
        """Register, another country's e-ID, or own statement."""
        names = {REGISTER: "source_register", EID: "source_eid"}
        return names.get(inner(value, "source"), "source_own")

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """Two sub-fields, after the question of whether it is oneself."""
        if not question.settings.can_be_self or context.applicant is None:
            return Control(parts=_parts(value, language))
        is_self = self._is_self(question, value, context)
        others = _parts(None if is_self else value, language)
        chosen = SELF if is_self else OTHER if value is not None else ""
        return Control(parts=(_who(context.applicant.name, chosen, language), *others))


class ChildKind(PersonKind):
    """A child that the register says the applicant is guardian of.

    When the register does not answer, the child is written as the applicant's own statement.
    """

    kind = Kind.CHILD
    title = Text("Barn", "Child")
    about = Text(
        "Ett barn som den sökande är vårdnadshavare för enligt folkbokföringen.",
        "A child that the applicant is guardian of, according to the population register.",
    )
    settings = ()
    widget = "child"
    missing = "missing_choice"
    fits_row = False
    effort = 8

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The whole answer, when it is valid."""
        return None if self.judge(question, value, context) else value

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The chosen child with its facts from the register, or the own statement."""
        if context.children is None and question.id not in posted:
            return super().read(question, posted, context)
        chosen = hygiene.stored(first(posted, question.id)).strip()
        if not chosen:
            return None
        child = _child(chosen, context)
        return _value(child) if child else {"raw": chosen}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not one of the applicant's children, or a faulty own statement."""
        if not isinstance(value, dict) or "raw" in value:
            return (Message("not_an_option"),)
        if inner(value, "source") == REGISTER:
            return self._from_register(value, context)
        if context.children is not None:
            return (Message("child_not_in_list"),)
        return super().judge(question, value, context)

    def _from_register(self, value: Any, context: Context) -> tuple[Message, ...]:
        if context.children is None:  # it was in the list when it was chosen
            good = number_in(value, context) is not None and inner(value, "name")
            return () if good else (Message("not_an_option"),)
        child = _child(inner(value, "personal_number"), context)
        return () if child and _value(child) == value else (Message("not_an_option"),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The list of children, or sub-fields when there is no register."""
        chosen = inner(value, "personal_number")
        if context.children is None and inner(value, "source") == REGISTER:
            choice = Choice(chosen, inner(value, "name"))
            return Control(selected=(chosen,), choices=(choice,))
        if context.children is None:
            is_asked = context.applicant is None or not context.applicant.foreign
            note = say("register_down" if is_asked else "no_number_children", language)
            return Control(parts=_parts(value, language), note=note)
        choices = tuple(_choice(child, context, language) for child in context.children)
        note = "" if choices else say("no_children", language)
        return Control(selected=(chosen,), choices=choices, note=note)


def _applicant(context: Context) -> dict[str, Any] | None:
    me = context.applicant
    if me is None:
        return None
    return {
        "name": me.name,
        "personal_number": me.personal_number,
        "source": source_of_applicant(me.foreign),
        "protected": me.protected,
        **({"foreign": me.foreign} if me.foreign else {}),
    }


def _who(name: str, chosen: str, language: str) -> Part:
    choices = (
        Choice(SELF, say("myself", language, name=name)),
        Choice(OTHER, say("somebody_else", language)),
    )
    return Part(WHO, say("who", language), "", choices=choices, selected=(chosen,))


def _child(number: str, context: Context) -> ChildFacts | None:
    for child in context.children or ():
        if child.personal_number == number:
            return child
    return None


def _value(child: ChildFacts) -> dict[str, Any]:
    return {
        "name": child.name,
        "personal_number": child.personal_number,
        "protected": child.protected,
        "source": REGISTER,
    }


def _choice(child: ChildFacts, context: Context, language: str) -> Choice:
    number = number_in({"personal_number": child.personal_number}, context)
    label = child.name
    if number:
        label = say("years", language, name=child.name, age=number.age(context.today))
    note = say("protected_note", language) if child.protected else ""
    return Choice(child.personal_number, label, note)


def _parts(value: Any, language: str) -> tuple[Part, ...]:
    return (
        Part("name", say("name", language), inner(value, "name"), attrs={"autocomplete": "off"}),
        Part(
            "personal_number",
            say("personal_number", language),
            inner(value, "personal_number"),
            help=say("personal_number_help", language),
            attrs={"inputmode": "numeric", "autocomplete": "off"},
            width="short",
        ),
    )


def _name_faults(name: str) -> tuple[Message, ...]:
    if not _LETTER.search(name):
        return (Message("name_missing", part="name"),)
    return text_faults(name, MAX_NAME, "name")
