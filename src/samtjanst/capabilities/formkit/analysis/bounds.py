"""Between what a calculated number lies, whatever is answered: None for no known end."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.analysis import lines
from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction
from samtjanst.capabilities.formkit.conditions import operands as ops
from samtjanst.capabilities.formkit.conditions.counting import WORK
from samtjanst.capabilities.formkit.model import Effect

Bound = Decimal | None
Span = tuple[Bound, Bound]
_ANY: Span = (None, None)


def span(value: ops.Value, model: Abstraction) -> Span:
    """The least and the greatest that a value can be, when it is there."""
    if isinstance(value, ops.Arithmetic):
        inside = [span(part, model) for part in value.of]
        return _OF[value.op](inside, value.decimals) if value.op in _OF else _ANY
    if isinstance(value, ops.Literal):
        return _both(value.value)
    if isinstance(value, ops.Setting):
        return _setting(value, model)
    if isinstance(value, ops.Column):
        return _column(value, model)
    if isinstance(value, ops.Answer) and value.question in model.definition.program.calculations:
        return of_line(value.question, model)
    questions = model.atoms.questions
    owner = next(iter(value.questions()), "")
    low, high, _steps = lines.ends(value, questions.get(owner), model.atoms.today)
    return _number(low), _number(high)


def ways(question_id: str, model: Abstraction) -> tuple[ops.Value, ...]:
    """Every value that a calculated question can be given: by rules, or by its own calculation."""
    definition = model.definition
    by_rules = (
        definition.program.values[rule.id]
        for rule in definition.rules
        if (rule.effect, rule.target, rule.target_id) == (Effect.COMPUTE, "question", question_id)
    )
    return (*by_rules, definition.program.calculations[question_id])


def of_line(question_id: str, model: Abstraction) -> Span:
    """The least and the greatest that a calculated question can be, when it is there."""
    return _span_of_all([span(one, model) for one in ways(question_id, model)])


def _span_of_all(inside: list[Span]) -> Span:
    lows, highs = _known(low for low, _ in inside), _known(high for _, high in inside)
    count = len(inside)
    return (
        min(lows) if len(lows) == count else None,
        max(highs) if len(highs) == count else None,
    )


def _setting(value: ops.Setting, model: Abstraction) -> Span:
    if model.atoms.parameters is None:
        return _ANY
    held = model.atoms.parameters.get(value.parameter)
    if isinstance(held, Mapping):
        known = [one for one in map(_number, held.values()) if one is not None]
        return (min(known), max(known)) if known else _ANY
    return _both(held)


def _column(value: ops.Column, model: Abstraction) -> Span:
    """What is never below zero in any row is not so together either."""
    group = model.atoms.questions.get(value.group)
    asked = group.questions if group else ()
    inner = next((one for one in asked if one.id == value.question), None)
    if inner is None:
        return _ANY
    low, _high, _steps = lines.ends(ops.Answer(inner.id, "number"), inner, model.atoms.today)
    found = _number(low)
    return (Decimal(0), None) if found is not None and found >= 0 else _ANY


def _number(value: Any) -> Bound:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        found = Decimal(value)
    except ArithmeticError:
        return None
    return found if found.is_finite() else None


def _both(value: Any) -> Span:
    found = _number(value)
    return found, found


def _sum(ends: Iterable[Bound]) -> Bound:
    total = Decimal(0)
    for one in ends:
        if one is None:
            return None
        total += one
    return total


def _add(inside: list[Span], _decimals: int) -> Span:
    return _sum(low for low, _ in inside), _sum(high for _, high in inside)


def _subtract(inside: list[Span], decimals: int) -> Span:
    (low, high), *rest = inside
    turned = [(_minus(most), _minus(least)) for least, most in rest]
    return _add([(low, high), *turned], decimals)


def _minus(one: Bound) -> Bound:
    return None if one is None else -one


def _multiply(inside: list[Span], _decimals: int) -> Span:
    found: Span = inside[0]
    for one in inside[1:]:
        found = _product(found, one)
    return found


def _product(one: Span, other: Span) -> Span:
    if None not in one and None not in other:
        corners = [a * b for a in one for b in other if a is not None and b is not None]
        return min(corners), max(corners)
    lows = one[0], other[0]
    if all(low is not None and low >= 0 for low in lows):
        return lows[0] * lows[1], None  # type: ignore[operator]  # both are there
    return _ANY


def _divide(inside: list[Span], _decimals: int) -> Span:
    return (Decimal(0), None) if all(low is not None and low >= 0 for low, _ in inside) else _ANY


def _round(inside: list[Span], decimals: int) -> Span:
    low, high = (None if one is None else WORK["round"]([one], decimals) for one in inside[0])
    return _number(low), _number(high)


def _least(inside: list[Span], _decimals: int) -> Span:
    lows, highs = _known(low for low, _ in inside), _known(high for _, high in inside)
    return (min(lows) if len(lows) == len(inside) else None), min(highs, default=None)


def _greatest(inside: list[Span], _decimals: int) -> Span:
    lows, highs = _known(low for low, _ in inside), _known(high for _, high in inside)
    return max(lows, default=None), (max(highs) if len(highs) == len(inside) else None)


def _known(ends: Iterable[Bound]) -> list[Decimal]:
    return [one for one in ends if one is not None]


_OF: Mapping[str, Callable[[list[Span], int], Span]] = MappingProxyType(
    {
        "add": _add,
        "subtract": _subtract,
        "multiply": _multiply,
        "divide": _divide,
        "round": _round,
        "least": _least,
        "greatest": _greatest,
    }
)
