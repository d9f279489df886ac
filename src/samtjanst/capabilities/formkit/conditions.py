"""Conditions: a small typed tree in the document, compiled once to closures.

Three rules make them safe to reason about. A comparison with something that is not answered
is false. Nothing is converted: types are checked when the definition is loaded. Nothing
raises, whatever the answers are.

Note that ``not`` is plain negation: ``not equals`` is true while the question is unanswered.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS, of_sorts
from samtjanst.capabilities.formkit.kinds.base import Sort
from samtjanst.capabilities.formkit.kinds.people import OWN, number_in
from samtjanst.capabilities.formkit.model import Kind, Parameter, Question
from samtjanst.capabilities.formkit.reading.fields import ID, Fields


@dataclass(slots=True)
class State:
    """What conditions look at: well-formed visible answers, and the context."""

    context: Context
    seen: dict[str, Any] = field(default_factory=dict)


Condition = Callable[[State], bool]
Operand = Callable[[State], Any]

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "less": operator.lt,
        "at_most": operator.le,
        "more": operator.gt,
        "at_least": operator.ge,
    }
)
_TEXTUAL = of_sorts(Sort.TEXT, Sort.ITEM)
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)


@dataclass(slots=True)
class Compiler:
    """Compiles the conditions of one definition; ``used`` collects the ids that one looks at."""

    questions: Mapping[str, Question]
    parameters: Mapping[str, Parameter]
    used: set[str] = field(default_factory=set)

    def condition(self, item: Fields) -> Condition:
        """Compile one condition; faults are noted in ``item.problems``."""
        name = item.one_of("op", set(_OPERATIONS) | set(COMPARISONS))
        compiled = _OPERATIONS.get(name, _compare)(self, item)
        item.close()
        return compiled

    def question(self, item: Fields, key: str, kinds: frozenset[Kind] | None = None) -> str:
        """The id of a question that a field points at, of one of ``kinds``."""
        question_id = item.text(key, form=ID)
        question = self.questions.get(question_id)
        if question_id and question is None:
            item.refuse(key, f"frågan ”{question_id}” finns inte")
        elif question and kinds is not None and question.kind not in kinds:
            item.refuse(key, f"frågan ”{question_id}” är av fel typ för det här villkoret")
        if question is not None:
            self.used.add(question_id)
        return question_id

    def operand(self, item: Fields) -> tuple[Operand, str]:
        """Compile one side of a comparison; the text is its type: number or date."""
        name = item.one_of("of", set(_OPERANDS))
        compiled = _OPERANDS[name](self, item)
        item.close()
        return compiled


def _answered(compiler: Compiler, item: Fields) -> Condition:
    question = compiler.question(item, "question")
    return lambda state: question in state.seen


def _equals(compiler: Compiler, item: Fields) -> Condition:
    question = compiler.question(item, "question")
    value = _value(compiler, question, item, "value", item.raw("value", required=True))
    # "is" keeps True apart from 1; every other kind is compared with its own type.
    if isinstance(value, bool):
        return lambda state: state.seen.get(question) is value
    return lambda state: state.seen.get(question) == value


def _any_of(compiler: Compiler, item: Fields) -> Condition:
    question = compiler.question(item, "question", _TEXTUAL | of_sorts(Sort.OPTION))
    values = frozenset(
        _value(compiler, question, item, f"values[{place}]", value)
        for place, value in enumerate(item.strings("values", least=1))
    )
    return lambda state: state.seen.get(question) in values


def _contains(compiler: Compiler, item: Fields) -> Condition:
    question = compiler.question(item, "question", of_sorts(Sort.OPTIONS))
    value = item.text("value")
    _refuse_unknown_option(compiler, question, item, "value", value)
    return lambda state: value in state.seen.get(question, ())


def _own_statement(compiler: Compiler, item: Fields) -> Condition:
    question = compiler.question(item, "question", frozenset({Kind.CHILD}))

    def holds(state: State) -> bool:
        answer = state.seen.get(question)
        return isinstance(answer, dict) and answer.get("source") == OWN

    return holds


def _protected(compiler: Compiler, item: Fields) -> Condition:
    """Whether the person in the answer, or the applicant, has protected personal data."""
    question = compiler.question(item, "question", frozenset({Kind.CHILD, Kind.PERSON}))

    def holds(state: State) -> bool:
        answer, applicant = state.seen.get(question), state.context.applicant
        own = applicant is not None and applicant.protected
        return own or (isinstance(answer, dict) and answer.get("protected") is True)

    return holds


def _register_answered(compiler: Compiler, item: Fields) -> Condition:
    del compiler, item
    return lambda state: state.context.children is not None


def _and(compiler: Compiler, item: Fields) -> Condition:
    inner = tuple(compiler.condition(part) for part in item.each("of", least=1, most=50))
    return lambda state: all([holds(state) for holds in inner])  # noqa: C419 - a list is faster


def _or(compiler: Compiler, item: Fields) -> Condition:
    inner = tuple(compiler.condition(part) for part in item.each("of", least=1, most=50))
    return lambda state: any([holds(state) for holds in inner])  # noqa: C419 - a list is faster


def _not(compiler: Compiler, item: Fields) -> Condition:
    inner = compiler.condition(item.part("of"))
    return lambda state: not inner(state)


def _compare(compiler: Compiler, item: Fields) -> Condition:
    name = item.one_of("op", set(COMPARISONS))
    compare = COMPARISONS[name]
    left, left_type = compiler.operand(item.part("left"))
    right, right_type = compiler.operand(item.part("right"))
    if left_type != right_type:
        item.refuse("", "villkoret jämför två värden av olika slag")

    def holds(state: State) -> bool:
        first, second = left(state), right(state)
        return first is not None and second is not None and compare(first, second)

    return holds


def _question_operand(compiler: Compiler, item: Fields) -> tuple[Operand, str]:
    question = compiler.question(item, "id", of_sorts(Sort.NUMBER, Sort.DATE))
    found = compiler.questions.get(question)
    if found is not None and BEHAVIOURS[found.kind].sort is Sort.DATE:
        return (lambda state: state.seen.get(question)), "date"
    return (lambda state: as_number(state.seen.get(question))), "number"


def _value_operand(compiler: Compiler, item: Fields) -> tuple[Operand, str]:
    del compiler
    value = item.raw("value", required=True)
    number = as_number(value)
    if number is not None:
        return (lambda _: number), "number"
    day = _day(value)
    if day is None:
        item.refuse("value", "här ska det stå ett tal eller ett datum (ÅÅÅÅ-MM-DD)")
    return (lambda _: day), "date"


def _parameter_operand(compiler: Compiler, item: Fields) -> tuple[Operand, str]:
    name = item.text("id", form=ID)
    parameter = compiler.parameters.get(name)
    if parameter is None or parameter.type not in {"number", "numbers"}:
        item.refuse("id", f"det finns ingen parameter ”{name}” med tal")
        return (lambda _: None), "number"
    if parameter.type == "number":
        return (lambda state: as_number(state.context.parameters.get(name))), "number"
    compiler.used.add(parameter.per)
    return _looked_up(name, parameter.per), "number"


def _looked_up(name: str, per: str) -> Operand:
    def found(state: State) -> Any:
        table = state.context.parameters.get(name)
        key = state.seen.get(per)
        return as_number(table.get(key)) if isinstance(table, Mapping) and key else None

    return found


def _age_operand(compiler: Compiler, item: Fields) -> tuple[Operand, str]:
    question = compiler.question(item, "question", frozenset({Kind.CHILD, Kind.PERSON}))

    def age(state: State) -> Any:
        number = number_in(state.seen.get(question), state.context)
        return number.age(state.context.today) if number else None

    return age, "number"


def _today_operand(compiler: Compiler, item: Fields) -> tuple[Operand, str]:
    del compiler
    days = item.maybe_whole("days", -36525, 36525) or 0

    def day(state: State) -> Any:
        ordinal = state.context.today.toordinal() + days
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None

    return day, "date"


def _value(compiler: Compiler, question_id: str, item: Fields, key: str, value: Any) -> Any:
    """The constant that a question is compared with, in the type that ``seen`` gives."""
    question = compiler.questions.get(question_id)
    if question is None:
        return None
    sort = BEHAVIOURS[question.kind].sort
    wanted = _WANTED.get(sort)
    if wanted is None or type(value) not in wanted:
        item.refuse(key, f"värdet passar inte frågan ”{question_id}”")
        return None
    if sort is Sort.OPTION:
        _refuse_unknown_option(compiler, question_id, item, key, value)
    if sort is Sort.DATE and _day(value) is None:
        item.refuse(key, "datumet ska skrivas ÅÅÅÅ-MM-DD")
    if sort is Sort.NUMBER and as_number(value) is None:
        item.refuse(key, "här ska det stå ett tal")
    if sort is Sort.DATE:
        return _day(value)
    return as_number(value) if sort is Sort.NUMBER else value


def _refuse_unknown_option(
    compiler: Compiler, question_id: str, item: Fields, key: str, value: Any
) -> None:
    question = compiler.questions.get(question_id)
    if question and value not in {option.id for option in question.options}:
        item.refuse(key, f"frågan ”{question_id}” har inget alternativ ”{str(value)[:60]}”")


def as_number(value: Any) -> int | Decimal | None:
    """The number in a JSON value: an integer, or a decimal written as text; else None."""
    if type(value) is int or isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        return None
    return Decimal(value)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


_WANTED: Mapping[Sort, tuple[type, ...]] = MappingProxyType(
    {
        Sort.TEXT: (str,),
        Sort.ITEM: (str,),
        Sort.OPTION: (str,),
        Sort.DATE: (str,),
        Sort.TIME: (str,),
        Sort.YES_NO: (bool,),
        Sort.NUMBER: (int, str),
    }
)
_OPERATIONS: Mapping[str, Callable[[Compiler, Fields], Condition]] = MappingProxyType(
    {
        "answered": _answered,
        "equals": _equals,
        "any_of": _any_of,
        "contains": _contains,
        "own_statement": _own_statement,
        "protected": _protected,
        "register_answered": _register_answered,
        "and": _and,
        "or": _or,
        "not": _not,
    }
)
_OPERANDS: Mapping[str, Callable[[Compiler, Fields], tuple[Operand, str]]] = MappingProxyType(
    {
        "question": _question_operand,
        "value": _value_operand,
        "parameter": _parameter_operand,
        "age": _age_operand,
        "today": _today_operand,
    }
)
