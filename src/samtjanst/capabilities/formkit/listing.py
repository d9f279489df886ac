"""Answers that work lists know: which questions can be marked for it, and what is kept of each.

Which kinds can be marked, and how, ``list_forms`` says.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import inner
from samtjanst.capabilities.formkit.list_forms import LIST_FORMS, ListForm
from samtjanst.capabilities.formkit.model import Kind, Question

LONGEST = 120  # characters of an answer that a list shows
SPAN_BITS = 44  # a number is kept in hundredths, a date as its day, within 2^44 places
_ZERO = 1 << (SPAN_BITS - 1)
_LAST = (1 << SPAN_BITS) - 1
_DIGITS = re.compile(r"\d{10}|\d{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """An answer as lists keep it.

    ``shown`` is the column; ``ids`` are found whole, ``words`` by their beginnings, ``place``
    (see :func:`place_of_number` and :func:`place_of_day`) from one place to another.
    """

    question: str
    shown: str = field(default="", repr=False)
    ids: tuple[str, ...] = field(default=(), repr=False)
    words: str = field(default="", repr=False)
    place: int | None = field(default=None, repr=False)


def marked(definition: Definition) -> tuple[Question, ...]:
    """The questions that lists know, in the order of the form."""
    return tuple(question for question in definition.questions() if question.in_lists)


def marks(definition: Definition) -> frozenset[tuple[str, str]]:
    """What has to be made anew for existing cases when it is another: ids and forms."""
    return frozenset((one.id, form_of(one).value) for one in marked(definition))


def form_of(question: Question) -> ListForm:
    """How lists narrow by the answer. Only for a question that can be marked."""
    return LIST_FORMS[question.kind]


def listed(
    definition: Definition,
    known: Collection[tuple[str, str]],
    values: Mapping[str, Any],
    context: Context,
) -> tuple[ListedAnswer, ...]:
    """The answers to the marked questions (:func:`marks`, maybe of a newer version).

    An answer that is faulty or about a person whose identity is protected is left out.
    """
    return tuple(
        made
        for question in definition.questions()
        if question.kind in LIST_FORMS and (question.id, form_of(question).value) in known
        for made in _listed(question, values.get(question.id), context)
    )


def place_of_number(number: Decimal) -> int:
    """Where a number stands among all, in hundredths; the outermost for what is beyond."""
    hundredths = int((number * 100).to_integral_value(ROUND_FLOOR))
    return min(max(hundredths + _ZERO, 0), _LAST)


def place_of_day(day: date) -> int:
    """Where a day stands among all."""
    return day.toordinal()


def _listed(question: Question, value: Any, context: Context) -> Iterator[ListedAnswer]:
    behaviour = BEHAVIOURS[question.kind]
    if behaviour.empty(value) or inner(value, "raw") or _is_protected(value):
        return
    lines = tuple(map(hygiene.shown, behaviour.lines(question, value, context, "sv")))
    form = form_of(question)
    shown = _name(value) if form is ListForm.WHO else "" if form is ListForm.NUMBER_ONLY else (
        value if form is ListForm.DATE and isinstance(value, str)
        else ("; " if form is ListForm.CHOICE else ", ").join(lines)
    )  # fmt: skip
    yield ListedAnswer(
        question=question.id,
        shown=hygiene.shown(shown)[:LONGEST],
        ids=tuple(_ids(form, value)),
        words=_words(form, value, lines),
        place=_place(question.kind, form, value),
    )


def _ids(form: ListForm, value: Any) -> Iterator[str]:
    if form is ListForm.YES_NO:
        yield "yes" if value is True else "no"
    elif form is ListForm.CHOICE:
        yield from (str(one) for one in (value if isinstance(value, list) else [value]))
    elif form is ListForm.ITEM:
        yield inner(value, "id")
    elif form in {ListForm.WHO, ListForm.NUMBER_ONLY}:
        found = value if isinstance(value, str) else (
            inner(value, "personal_number") or inner(value, "organisation_number")
        )  # fmt: skip
        if _DIGITS.fullmatch(found):
            yield found


def _words(form: ListForm, value: Any, lines: tuple[str, ...]) -> str:
    if form is ListForm.WHO:
        return _name(value)
    if form is not ListForm.TEXT:
        return ""
    plain = value if isinstance(value, str) else ""
    local = f"0{plain[3:]}" if plain.startswith("+46") else ""
    return " ".join((plain, local, *lines))


def _place(kind: Kind, form: ListForm, value: Any) -> int | None:
    try:
        if form is ListForm.DATE:
            return place_of_day(date.fromisoformat(value))
        if form is ListForm.NUMBER:
            number = Decimal(value)
            return place_of_number(number / 100 if kind is Kind.MONEY else number)
    except (InvalidOperation, TypeError, ValueError):
        return None
    return None


def _name(value: Any) -> str:
    return inner(value, "name")


def _is_protected(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("protected") is True
