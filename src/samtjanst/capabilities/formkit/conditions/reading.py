"""From the document's words to conditions. One table, that the published schema is made of too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import facts, faults
from samtjanst.capabilities.formkit.conditions.operand_readers import READERS as OPERANDS
from samtjanst.capabilities.formkit.conditions.operands import Literal, Value
from samtjanst.capabilities.formkit.conditions.sorts import Sort, sort_of
from samtjanst.capabilities.formkit.conditions.state import as_day, as_number
from samtjanst.capabilities.formkit.conditions.tree import (
    COMPARISONS,
    All,
    AnyOf,
    Asked,
    Compare,
    Known,
    Node,
    Not,
    Rows,
)
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.people import OWN
from samtjanst.capabilities.formkit.model import Parameter, Question
from samtjanst.capabilities.formkit.reading.fields import ID, Fields

_CONSTANTS: Mapping[Sort, tuple[type, ...]] = MappingProxyType(
    {
        Sort.TEXT: (str,),
        Sort.OPTION: (str,),
        Sort.ITEM: (str,),
        Sort.TIME: (str,),
        Sort.DATE: (str,),
        Sort.YES_NO: (bool,),
        Sort.NUMBER: (int, str),
    }
)
_WORDS = frozenset({Sort.TEXT, Sort.OPTION, Sort.ITEM, Sort.TIME})
_PEOPLE = frozenset({Sort.PERSON})


@dataclass(slots=True)
class Compiler:
    """Reads the conditions of one definition; ``used`` collects the ids that they look at."""

    questions: Mapping[str, Question]
    parameters: Mapping[str, Parameter]
    used: set[str] = field(default_factory=set)
    outer: "Compiler | None" = None

    def condition(self, item: Fields) -> Node:
        """Read one condition; faults are noted in ``item.problems``."""
        name = item.one_of("op", set(READERS) | set(COMPARISONS))
        node = READERS.get(name, _compare)(self, item)
        item.close()
        return node

    def value(self, item: Fields, wanted: str = "") -> Value:
        """Read one side of a comparison, of the sort ``wanted`` when given."""
        name = item.one_of("of", set(OPERANDS))
        value = OPERANDS[name](self, item)
        if wanted and value.sort != wanted:
            names = {"number": faults.NUMBER, "date": faults.DATE}
            item.refuse(
                "",
                faults.WANTED.told(names=names[wanted]),
            )
        item.close()
        return value

    def question(self, item: Fields, key: str, sorts: frozenset[Sort] | None = None) -> str:
        """The id of a question that a field points at, of one of ``sorts``."""
        question_id = item.text(key, form=ID)
        question = self.questions.get(question_id)
        if question_id and question is None:
            item.refuse(
                key,
                faults.NO_QUESTION.told(question_id=question_id),
            )
        elif question and self.sort(question) is Sort.NOTHING:
            item.refuse(
                key,
                faults.NOT_ASKED.told(question_id=question_id),
            )
        elif question and sorts is not None and self.sort(question) not in sorts:
            item.refuse(
                key,
                faults.WRONG_KIND.told(question_id=question_id),
            )
        if question is not None:
            self.use(question_id)
        return question_id

    def sort(self, question: Question | None) -> Sort:
        """What conditions see of the question."""
        return sort_of(question.kind) if question else Sort.OTHER

    def inside(self, group: str) -> "Compiler":
        """For conditions on one row of a group: its own questions go before those outside."""
        found = self.questions.get(group)
        own = {item.id: item for item in getattr(found, "questions", ())}
        return Compiler({**self.questions, **own}, self.parameters, set(), self)

    def use(self, question_id: str) -> None:
        """Note that a condition looks at a question (not one that stands in a row)."""
        if self.outer is None:
            self.used.add(question_id)
        elif question_id in self.outer.questions:
            self.outer.use(question_id)


def _answered(compiler: Compiler, item: Fields) -> Node:
    question = compiler.question(item, "question")
    return Asked(question, "answered", True, lambda answer: answer is not None)


def _equals(compiler: Compiler, item: Fields) -> Node:
    question = compiler.question(item, "question", frozenset(_CONSTANTS))
    value = _constant(compiler, question, item, "value", item.raw("value", required=True))
    # "is" keeps True apart from 1; every other kind is compared with its own type.
    if isinstance(value, bool):
        return Asked(question, "equals", value, lambda answer: answer is value)
    return Asked(question, "equals", value, lambda answer: answer == value)


def _any_of(compiler: Compiler, item: Fields) -> Node:
    question = compiler.question(item, "question", _WORDS)
    values = frozenset(
        _constant(compiler, question, item, f"values[{place}]", value)
        for place, value in enumerate(item.strings("values", least=1))
    )
    return Asked(question, "any_of", values, lambda answer: answer in values)


def _contains(compiler: Compiler, item: Fields) -> Node:
    question = compiler.question(item, "question", frozenset({Sort.OPTIONS}))
    value = item.text("value")
    _refuse_unknown_option(compiler, question, item, "value", value)
    return Asked(question, "contains", value, lambda answer: value in (answer or ()))


def _many(op: str, holds: Callable[[Any, Any], bool]) -> "Reader":
    def read(compiler: Compiler, item: Fields) -> Node:
        question = compiler.question(item, "question", frozenset({Sort.OPTIONS}))
        values = frozenset(item.strings("values", least=1))
        for place, value in enumerate(sorted(values)):
            _refuse_unknown_option(compiler, question, item, f"values[{place}]", value)
        return Asked(question, op, values, lambda answer: bool(answer) and holds(answer, values))

    return read


def _text(op: str, holds: Callable[[str, str], bool]) -> "Reader":
    """Tests of text do not mind capital letters: people write as they like."""

    def read(compiler: Compiler, item: Fields) -> Node:
        question = compiler.question(item, "question", frozenset({Sort.TEXT}))
        value = item.text("value")
        if not value.strip():
            item.refuse("value", faults.EMPTY_TEXT)
        wanted = value.casefold()
        return Asked(
            question,
            op,
            value,
            lambda answer: answer is not None and holds(answer.casefold(), wanted),
        )

    return read


def _own_statement(compiler: Compiler, item: Fields) -> Node:
    question = compiler.question(item, "question", _PEOPLE)
    return Asked(
        question,
        "own_statement",
        True,
        lambda answer: isinstance(answer, dict) and answer.get("source") == OWN,
    )


def _protected(compiler: Compiler, item: Fields) -> Node:
    """Whether the person in the answer, or the applicant, has protected personal data."""
    question = compiler.question(item, "question", _PEOPLE)
    theirs = Asked(
        question,
        "protected",
        True,
        lambda answer: isinstance(answer, dict) and answer.get("protected") is True,
    )
    return AnyOf((_flag("applicant.protected"), theirs))


def _register_answered(compiler: Compiler, item: Fields) -> Node:
    del compiler, item
    return _flag("register_answered")


def _fact(compiler: Compiler, item: Fields) -> Node:
    del compiler
    return _flag(item.one_of("name", set(facts.FLAGS)))


def _flag(name: str) -> Node:
    read = facts.FLAGS[name].read
    return Known(name, "flag", True, lambda context: read(context) is True)


def _fact_is(compiler: Compiler, item: Fields) -> Node:
    del compiler
    name = item.one_of("name", set(facts.TEXTS))
    values = frozenset(value.casefold() for value in item.strings("values", least=1))
    read = facts.TEXTS[name].read

    def holds(context: Context) -> bool:
        found = read(context)
        return found is not None and found.casefold() in values

    return Known(name, "any_of", values, holds)


def _assurance(compiler: Compiler, item: Fields) -> Node:
    del compiler
    level = item.whole("level", facts.LEVELS[0], facts.LEVELS[-1])
    return Known(
        "assurance_level", "at_least", level, lambda context: context.assurance_level >= level
    )


def _parameter_is(compiler: Compiler, item: Fields) -> Node:
    name = item.text("id", form=ID)
    parameter = compiler.parameters.get(name)
    if parameter is None or parameter.type != "text":
        item.refuse(
            "id",
            faults.NO_PARAMETER.told(name=name),
        )
    value = item.text("value")
    return Known(
        f"parameter.{name}",
        "equals",
        value,
        lambda context: context.parameters.get(name) == value,
    )


def _and(compiler: Compiler, item: Fields) -> Node:
    return All(tuple(compiler.condition(part) for part in item.each("of", least=1, most=50)))


def _or(compiler: Compiler, item: Fields) -> Node:
    return AnyOf(tuple(compiler.condition(part) for part in item.each("of", least=1, most=50)))


def _not(compiler: Compiler, item: Fields) -> Node:
    return Not(compiler.condition(item.part("of")))


def _rows(compiler: Compiler, item: Fields) -> Node:
    op = item.one_of("op", {"any_row", "every_row"})
    group = compiler.question(item, "group", frozenset({Sort.ROWS}))
    return Rows(op, group, compiler.inside(group).condition(item.part("of")))


def _compare(compiler: Compiler, item: Fields) -> Node:
    op = item.one_of("op", set(COMPARISONS))
    left, right = compiler.value(item.part("left")), compiler.value(item.part("right"))
    if left.sort != right.sort:
        item.refuse(
            "",
            faults.MIXED,
        )
    elif left.sort == "text" and op != "same":
        item.refuse(
            "op",
            faults.TEXTS,
        )
    elif isinstance(left, Literal) and isinstance(right, Literal):
        item.refuse(
            "",
            faults.FIXED,
        )
    return Compare(op, left, right)


def _constant(compiler: Compiler, question_id: str, item: Fields, key: str, value: Any) -> Any:
    """The constant that a question is compared with, in the type that ``seen`` gives."""
    question = compiler.questions.get(question_id)
    if question is None:
        return None
    sort = compiler.sort(question)
    if type(value) not in _CONSTANTS.get(sort, ()):
        item.refuse(
            key,
            faults.UNFIT.told(question_id=question_id),
        )
        return None
    if sort is Sort.OPTION:
        _refuse_unknown_option(compiler, question_id, item, key, value)
    if sort is Sort.DATE and as_day(value) is None:
        item.refuse(key, faults.DATE_FORM)
    if sort is Sort.NUMBER and as_number(value) is None:
        item.refuse(key, faults.NUMBER_FORM)
    if sort is Sort.DATE:
        return as_day(value)
    return as_number(value) if sort is Sort.NUMBER else value


def _refuse_unknown_option(
    compiler: Compiler, question_id: str, item: Fields, key: str, value: Any
) -> None:
    question = compiler.questions.get(question_id)
    if question and value not in {option.id for option in question.options}:
        item.refuse(
            key,
            faults.NO_OPTION.told(question_id=question_id, value=str(value)[:60]),
        )


Reader = Callable[[Compiler, Fields], Node]
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "answered": _answered,
        "equals": _equals,
        "any_of": _any_of,
        "contains": _contains,
        "contains_any": _many("contains_any", lambda answer, values: not answer.isdisjoint(values)),
        "contains_all": _many("contains_all", lambda answer, values: answer >= values),
        "text_contains": _text("text_contains", lambda answer, wanted: wanted in answer),
        "starts_with": _text("starts_with", str.startswith),
        "ends_with": _text("ends_with", str.endswith),
        "own_statement": _own_statement,
        "protected": _protected,
        "register_answered": _register_answered,
        "fact": _fact,
        "fact_is": _fact_is,
        "assurance_at_least": _assurance,
        "parameter_is": _parameter_is,
        "any_row": _rows,
        "every_row": _rows,
        "and": _and,
        "or": _or,
        "not": _not,
    }
)


def schemas() -> list[dict[str, Any]]:
    """The JSON Schema of every condition."""
    identity, condition = {"$ref": "#/$defs/id"}, {"$ref": "#/$defs/condition"}
    operand, text = {"$ref": "#/$defs/operand"}, {"$ref": "#/$defs/text"}
    constant = {"type": ["string", "integer", "boolean"]}
    texts = {"type": "array", "items": text, "minItems": 1, "maxItems": 200}
    many = {"type": "array", "items": condition, "minItems": 1, "maxItems": 50}
    asked = {"question": identity}
    levels = {"type": "integer", "minimum": facts.LEVELS[0], "maximum": facts.LEVELS[-1]}
    return [
        _shape(["answered", "own_statement", "protected"], asked),
        _shape(["equals"], {**asked, "value": constant}),
        _shape(["any_of", "contains_any", "contains_all"], {**asked, "values": texts}),
        _shape(["contains", "text_contains", "starts_with", "ends_with"], {**asked, "value": text}),
        _shape(["register_answered"], {}),
        _shape(["fact"], {"name": {"enum": sorted(facts.FLAGS)}}),
        _shape(["fact_is"], {"name": {"enum": sorted(facts.TEXTS)}, "values": texts}),
        _shape(["assurance_at_least"], {"level": levels}),
        _shape(["parameter_is"], {"id": identity, "value": text}),
        _shape(["any_row", "every_row"], {"group": identity, "of": condition}),
        _shape(["and", "or"], {"of": many}),
        _shape(["not"], {"of": condition}),
        _shape(sorted(COMPARISONS), {"left": operand, "right": operand}),
    ]


def _shape(names: list[str], needed: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"op": {"enum": names}, **needed},
        "required": ["op", *needed],
        "additionalProperties": False,
    }
