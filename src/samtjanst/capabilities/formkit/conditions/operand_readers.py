"""From the document's words to values. One table, that the published schema is made of too."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from samtjanst.capabilities.formkit.conditions import operands as values
from samtjanst.capabilities.formkit.conditions.facts import NUMBERS
from samtjanst.capabilities.formkit.conditions.operands import Literal, Value
from samtjanst.capabilities.formkit.conditions.sorts import Sort
from samtjanst.capabilities.formkit.conditions.spans import COUNTS, MOVES
from samtjanst.capabilities.formkit.conditions.state import as_day, as_number
from samtjanst.capabilities.formkit.reading.fields import ID, Fields
from samtjanst.capabilities.formkit.texts import Text, Told

if TYPE_CHECKING:
    from samtjanst.capabilities.formkit.conditions.reading import Compiler

MOST_DAYS = 36525
MOST_STEPS = 2000
MAX_DECIMALS = 6
PEOPLE = frozenset({Sort.PERSON, Sort.TEXT})
COUNTED = frozenset({Sort.OPTIONS, Sort.FILES, Sort.ROWS})
GIVES: Mapping[Sort, str] = MappingProxyType(
    {Sort.NUMBER: "number", Sort.DATE: "date", Sort.TIME: "time", Sort.TEXT: "text"}
)
# How few and how many terms each way of counting has.
TERMS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "add": (2, 20),
        "multiply": (2, 20),
        "subtract": (2, 2),
        "divide": (2, 2),
        "round": (1, 1),
        "least": (1, 20),
        "greatest": (1, 20),
    }
)
_ROUNDS = frozenset({"divide", "round"})
_NOTHING = Literal(0)


def _question(compiler: "Compiler", item: Fields) -> Value:
    question = compiler.question(item, "id", frozenset(GIVES))
    found = compiler.questions.get(question)
    return values.Answer(question, GIVES.get(compiler.sort(found), "number"))


def _value(compiler: "Compiler", item: Fields) -> Value:
    del compiler
    value = item.raw("value", required=True)
    number = as_number(value)
    if number is not None:
        return Literal(number)
    day = as_day(value)
    if day is None:
        item.refuse(
            "value",
            Told(
                "här ska det stå ett tal eller ett datum (ÅÅÅÅ-MM-DD)",
                "a number or a date (YYYY-MM-DD) must stand here",
            ),
        )
    return Literal(day or date.min)


def _time(compiler: "Compiler", item: Fields) -> Value:
    del compiler
    text = item.text("value")
    good = len(text) == 5 and text[2] == ":" and text[:2] < "24" and text[3:] < "60"
    if not (good and (text[:2] + text[3:]).isdecimal()):
        item.refuse(
            "value", Told("klockslaget ska skrivas TT:MM", "the time must be written HH:MM")
        )
    return Literal(text)


def _parameter(compiler: "Compiler", item: Fields) -> Value:
    name = item.text("id", form=ID)
    parameter = compiler.parameters.get(name)
    if parameter is None or parameter.type not in {"number", "numbers"}:
        item.refuse(
            "id",
            Text(
                "det finns ingen parameter ”{name}” med tal",
                "there is no parameter “{name}” with numbers",
            ).told(name=name),
        )
        return _NOTHING
    if parameter.type == "numbers":
        compiler.used.add(parameter.per)
    return values.Setting(name, parameter.per if parameter.type == "numbers" else "")


def _age(compiler: "Compiler", item: Fields) -> Value:
    own = item.flag("applicant") if item.has("applicant") else False
    question = "" if own else compiler.question(item, "question", PEOPLE)
    on = compiler.value(item.part("on"), "date") if item.has("on") else values.Today()
    return values.Age(question, on)


def _today(compiler: "Compiler", item: Fields) -> Value:
    del compiler
    days = item.maybe_whole("days", -MOST_DAYS, MOST_DAYS) or 0
    return values.Shifted(values.Today(), days, "days") if days else values.Today()


def _shifted(compiler: "Compiler", item: Fields) -> Value:
    unit = item.one_of("unit", set(MOVES))
    most = MOST_STEPS if unit != "days" else MOST_DAYS
    count = item.whole("count", -most, most)
    return values.Shifted(compiler.value(item.part("date"), "date"), count, unit)


def _school_year(compiler: "Compiler", item: Fields) -> Value:
    give = item.one_of("give", {"first_day", "last_day", "year"})
    return values.SchoolYear(compiler.value(item.part("date"), "date"), give)


def _between(compiler: "Compiler", item: Fields) -> Value:
    unit = item.one_of("unit", set(COUNTS))
    first = compiler.value(item.part("first"), "date")
    return values.Between(first, compiler.value(item.part("last"), "date"), unit)


def _count(compiler: "Compiler", item: Fields) -> Value:
    return values.Count(compiler.question(item, "question", COUNTED))


def _length(compiler: "Compiler", item: Fields) -> Value:
    return values.Length(compiler.question(item, "question", frozenset({Sort.TEXT})))


def _fact(compiler: "Compiler", item: Fields) -> Value:
    del compiler
    name = item.one_of("name", set(NUMBERS))
    return values.Fact(name, NUMBERS[name].read)


def _column(compiler: "Compiler", item: Fields) -> Value:
    group = compiler.question(item, "group", frozenset({Sort.ROWS}))
    op = item.one_of("op", {"sum", "least", "greatest"})
    inside = compiler.inside(group)
    question = inside.question(item, "question", frozenset({Sort.NUMBER}))
    return values.Column(op, group, question)


def _arithmetic(name: str) -> "Reader":
    (least, most), rounds = TERMS[name], name in _ROUNDS

    def read(compiler: "Compiler", item: Fields) -> Value:
        op = item.one_of("of", set(READERS))
        parts = item.each("parts", least=least, most=most)
        decimals = item.whole("decimals", 0, MAX_DECIMALS, 0) if rounds else 0
        inner = tuple(compiler.value(part, "number") for part in parts) or (_NOTHING,)
        return values.Arithmetic(op, inner if least < 2 or len(inner) > 1 else inner * 2, decimals)

    return read


Reader = Callable[["Compiler", Fields], Value]
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "question": _question,
        "value": _value,
        "time": _time,
        "parameter": _parameter,
        "age": _age,
        "today": _today,
        "shifted": _shifted,
        "school_year": _school_year,
        "between": _between,
        "count": _count,
        "length": _length,
        "fact": _fact,
        "column": _column,
        **{name: _arithmetic(name) for name in TERMS},
    }
)


def schemas() -> list[dict[str, Any]]:
    """The JSON Schema of every operand."""
    identity, operand = {"$ref": "#/$defs/id"}, {"$ref": "#/$defs/operand"}
    decimals = {"type": "integer", "minimum": 0, "maximum": MAX_DECIMALS}

    def shape(of: str, needed: dict[str, Any], maybe: dict[str, Any] | None = None) -> Any:
        return _object({"of": {"const": of}, **needed}, maybe or {})

    def whole(limit: int) -> dict[str, Any]:
        return {"type": "integer", "minimum": -limit, "maximum": limit}

    def several(name: str) -> Any:
        least, most = TERMS[name]
        terms = {"type": "array", "items": operand, "minItems": least, "maxItems": most}
        more = {"decimals": decimals} if name in _ROUNDS else None
        return shape(name, {"parts": terms}, more)

    stepped = sorted(set(MOVES) - {"days"})
    return [
        shape("question", {"id": identity}),
        shape("parameter", {"id": identity}),
        shape("value", {"value": {"type": ["string", "integer"]}}),
        shape("time", {"value": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}}),
        shape("age", {"question": identity}, {"on": operand}),
        shape("age", {"applicant": {"const": True}}, {"on": operand}),
        shape("today", {}, {"days": whole(MOST_DAYS)}),
        shape("shifted", {"date": operand, "unit": {"const": "days"}, "count": whole(MOST_DAYS)}),
        shape("shifted", {"date": operand, "unit": {"enum": stepped}, "count": whole(MOST_STEPS)}),
        shape(
            "school_year",
            {"date": operand, "give": {"enum": ["first_day", "last_day", "year"]}},
        ),
        shape("between", {"first": operand, "last": operand, "unit": {"enum": sorted(COUNTS)}}),
        shape("count", {"question": identity}),
        shape("length", {"question": identity}),
        shape("fact", {"name": {"enum": sorted(NUMBERS)}}),
        shape(
            "column",
            {"group": identity, "op": {"enum": ["greatest", "least", "sum"]}, "question": identity},
        ),
        *(several(name) for name in TERMS),
    ]


def _object(needed: dict[str, Any], maybe: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**needed, **maybe},
        "required": list(needed),
        "additionalProperties": False,
    }
