"""One item of a long list: schools and units, and any list of the municipality's or the form's."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Choice,
    Control,
    Posted,
    Sort,
    first,
    inner,
    typed,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import Name, OneOf, Setting, parameter
from samtjanst.capabilities.formkit.texts import Text, Told

SHORT_LIST = 15
LONG_LIST = 200  # more than this is not sent with the page
LOOKS: Mapping[str, Text] = MappingProxyType(
    {
        "radios": Text("Knappar", "Buttons"),
        "select": Text("Rullgardin", "Drop-down"),
        "search": Text("Sökbar lista", "List to search in"),
    }
)


class SchoolKind(Behaviour):
    """A school out of the municipality's list in a parameter."""

    kind = Kind.SCHOOL
    title = Text("Skola eller enhet", "School or unit")
    about = Text(
        "En skola, förskola eller annan enhet i kommunens egen lista.",
        "A school, preschool or other unit in the municipality's own list.",
    )
    sort = Sort.ITEM
    settings: ClassVar[tuple[Setting, ...]] = (parameter(),)
    widget = "select"
    missing = "missing_choice"
    pieces: ClassVar[tuple[str, ...]] = ("id", "name")
    fits_row = fits_cell = True

    def value_schema(self, question: Question) -> dict[str, Any]:
        """The item's id, and its name when it was chosen."""
        text = {"type": "string", "minLength": 1}
        return {
            "type": "object",
            "properties": {"id": text, "name": text},
            "required": ["id", "name"],
            "additionalProperties": False,
        }

    def items(self, question: Question, context: Context) -> Mapping[str, str]:
        """The names by id."""
        return {inner(item, "id"): inner(item, "name") for item in _held(question, context)}

    def names(self, question: Question, context: Context, language: str) -> Mapping[str, str]:
        """The names by id in ``language``; in Swedish where nobody has written another."""
        if language == "sv":
            return self.items(question, context)
        return {inner(item, "id"): _named_in(item, language) for item in _held(question, context)}

    def spoken(self, question: Question, context: Context) -> list[tuple[str, str]]:
        """Every name in every language, with its item's id: what somebody may type."""
        return [
            (inner(item, "id"), name)
            for item in _held(question, context)
            for name in (inner(item, "name"), *_translated(item).values())
        ]

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The item's id."""
        chosen = inner(value, "id")
        return chosen if chosen in self.items(question, context) else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The item with its name as the list has it now."""
        chosen = hygiene.stored(first(posted, question.id)).strip()
        if not chosen:
            return None
        items = self.items(question, context)
        found = chosen if chosen in items else _named(chosen, self.spoken(question, context))
        return {"id": found, "name": items[found]} if found else {"raw": chosen}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not, or no longer, in the list under the same name."""
        name = self.items(question, context).get(inner(value, "id"))
        return () if name and name == inner(value, "name") else (self._fault(value),)

    def _fault(self, value: Any) -> Message:
        return Message("not_an_option")

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The name that was chosen, in the language where the list has it."""
        return (self._shown(question, value, context, language),)

    def _shown(self, question: Question, value: Any, context: Context, language: str) -> str:
        chosen, name = inner(value, "id"), inner(value, "name")
        if not chosen or language == "sv" or self.items(question, context).get(chosen) != name:
            return name or typed(value)  # as it was called when it was chosen
        return self.names(question, context, language)[chosen]

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The list."""
        items = self.names(question, context, language).items()
        choices = tuple(Choice(one, name) for one, name in items)
        return Control(selected=(inner(value, "id"),), choices=choices)


class ListKind(SchoolKind):
    """One item of a list in a parameter or in the form itself; long lists are searched."""

    kind = Kind.LIST
    title = Text("Val ur en lång lista", "Choice from a long list")
    about = Text(
        "Ett val ur en lista bland parametrarna eller ur alternativen. Det går att söka i den.",
        "One item of a list among the parameters, or of the options. It can be searched.",
    )
    settings = (
        Name("parameter", Text("Lista bland parametrarna", "List among the parameters")),
        OneOf("look", Text("Utseende", "Look"), "", words=LOOKS),
    )
    options = (0, 2000)

    def check(self, question: Question, item: Fields) -> None:
        """Options or a parameter, one of them."""
        if bool(question.options) is bool(question.settings.parameter):
            item.refuse(
                "options",
                Told(
                    "frågan ska ha antingen alternativ eller en parameter",
                    "the question must have either options or a parameter",
                ),
            )

    def items(self, question: Question, context: Context) -> Mapping[str, str]:
        """The names by id."""
        if question.options:
            return {option.id: option.label.sv for option in question.options}
        return super().items(question, context)

    def names(self, question: Question, context: Context, language: str) -> Mapping[str, str]:
        """The names by id in ``language``."""
        if question.options:
            return {option.id: option.label.to(language) for option in question.options}
        return super().names(question, context, language)

    def spoken(self, question: Question, context: Context) -> list[tuple[str, str]]:
        """Every name in every language."""
        if question.options:
            texts = [(option.id, option.label) for option in question.options]
            return [(one, name) for one, text in texts for name in (text.sv, text.en) if name]
        return super().spoken(question, context)

    def _fault(self, value: Any) -> Message:
        if typed(value):
            return Message("not_in_list", {"typed": typed(value)[:60]})
        return Message("not_an_option")

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """As the question says: buttons, a drop-down, or a field with suggestions.

        Where it says nothing, a list that is not long is a drop-down.
        """
        made = super().control(question, value, context, language)
        look = question.settings.look or ("select" if len(made.choices) <= SHORT_LIST else "search")
        if look != "search":
            return replace(made, widget=look)
        return Control(
            value=self._shown(question, value, context, language),
            choices=made.choices,
            widget="search",
            hint=say("hint_search", language),
            attrs={"autocomplete": "off"},
        )


class EmployeeKind(SchoolKind):
    """A colleague out of the municipality's directory, in internal e-services."""

    kind = Kind.EMPLOYEE
    title = Text("Anställd", "Employee")
    about = Text(
        "En medarbetare ur kommunens katalog, i interna e-tjänster.",
        "A colleague out of the directory, in internal e-services.",
    )
    settings = ()
    pieces = ("id", "name", "unit")
    missing = "missing_text"

    def value_schema(self, question: Question) -> dict[str, Any]:
        """The employee's id, name and unit when chosen."""
        schema = super().value_schema(question)
        return {**schema, "properties": {**schema["properties"], "unit": {"type": "string"}}}

    def items(self, question: Question, context: Context) -> Mapping[str, str]:
        """Names with unit, by id."""
        return {one.id: one.shown for one in context.employees or ()}

    def names(self, question: Question, context: Context, language: str) -> Mapping[str, str]:
        """People are called the same in every language."""
        return self.items(question, context)

    def spoken(self, question: Question, context: Context) -> list[tuple[str, str]]:
        """Names with unit."""
        return list(self.items(question, context).items())

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The employee, or the name as typed when the directory does not answer."""
        found = super().read(question, posted, context)
        if found is None or "raw" in found:
            return found
        return self._value(found["id"], context)

    def _value(self, employee_id: str, context: Context) -> dict[str, str]:
        one = next(item for item in context.employees or () if item.id == employee_id)
        return {"id": one.id, "name": one.name, "unit": one.unit}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not in the directory as it is now."""
        if context.employees is None:
            known = set(value) <= {"id", "name", "unit"} if isinstance(value, dict) else False
            return () if known and inner(value, "id") else (Message("directory_down"),)
        if inner(value, "id") not in self.items(question, context):
            return (Message("not_in_list", {"typed": typed(value)[:60] or inner(value, "name")}),)
        same = value == self._value(inner(value, "id"), context)
        return () if same else (Message("not_an_option"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """Name and unit."""
        return tuple(filter(None, (inner(value, "name") or typed(value), inner(value, "unit"))))

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """A field with suggestions: all of them, or while it is typed where there are many."""
        items = self.items(question, context)
        is_long = len(items) > LONG_LIST
        choices = () if is_long else tuple(Choice(one, name) for one, name in items.items())
        shown = items.get(inner(value, "id")) or inner(value, "name") or typed(value)
        note = say("directory_down", language) if context.employees is None else ""
        hint = say("hint_search", language)
        return Control(
            value=shown,
            choices=choices,
            widget="search",
            hint=hint,
            note=note,
            suggests=is_long,
            attrs={"autocomplete": "off"},
        )


def _held(question: Question, context: Context) -> list[Mapping[str, Any]]:
    listed = context.parameters.get(question.settings.parameter)
    if not isinstance(listed, list | tuple):
        return []
    return [item for item in listed if inner(item, "id") and inner(item, "name")]


def _translated(item: Mapping[str, Any]) -> Mapping[str, str]:
    names = item.get("names")
    return names if isinstance(names, Mapping) else {}


def _named_in(item: Mapping[str, Any], language: str) -> str:
    return _translated(item).get(language) or inner(item, "name")


def _named(text: str, spoken: Iterable[tuple[str, str]]) -> str:
    # A name that two items share cannot be told apart: the id has to be chosen.
    wanted = " ".join(text.casefold().split())
    found = {one for one, name in spoken if " ".join(name.casefold().split()) == wanted}
    return found.pop() if len(found) == 1 else ""
