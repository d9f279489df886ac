"""The answers and what was known, with invented people in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from samtjanst.capabilities.formkit import recording
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.inventing.inventor import Inventor
from samtjanst.capabilities.formkit.inventing.traces import survive, traces
from samtjanst.capabilities.formkit.inventing.walking import IS_KEPT, Walk
from samtjanst.capabilities.formkit.texts import Text, Told

# Whole weeks, so that weekdays are as they were; the first that changes nothing is taken.
_SHIFTS = (-7, -14, -21, 7, -28, 14, -35, 21, -364, -371)


@dataclass(frozen=True, slots=True)
class Invented:
    """A run in which nobody is real.

    ``differences`` say what the form does otherwise than with the real answers, ``kept`` which
    questions have the answer that they had, and ``survivors`` is how many texts still hold
    something of the real ones: a run with any may not be kept.
    """

    answers: Mapping[str, Any] = field(repr=False)
    context: Context = field(repr=False)
    differences: tuple[Told, ...]
    kept: tuple[Text, ...]
    survivors: int = 0


def invented(definition: Definition, answers: Mapping[str, Any], context: Context) -> Invented:
    """The run with every personal datum replaced, so that rules do as little else as possible.

    Raises:
        RunOutError: nothing could be invented that does not look like what was there.
    """
    real = recording.observed(definition, answers, context)
    first = Inventor(frozenset(), timedelta(days=_SHIFTS[0]))
    _walked(definition, answers, context, first)
    avoid = traces(first.replaced)
    tried: list[Invented] = []
    for days in _SHIFTS:
        inventor = Inventor(avoid, timedelta(days=days))
        made, known = _walked(definition, answers, context, inventor)
        told = recording.differences(real, recording.observed(definition, made, known))
        left = sum(survive(one, avoid) for one in inventor.replaced.values())
        tried.append(Invented(made, known, tuple(told), _kept(definition, made), left))
        if not told:
            break
    return min(tried, key=lambda one: len(one.differences))


def _walked(
    definition: Definition, answers: Mapping[str, Any], context: Context, inventor: Inventor
) -> tuple[dict[str, Any], Context]:
    walk = Walk(inventor, _files(context))
    asked = [one for one in definition.questions() if one.id in answers]
    facts = recording.kept(context)
    walk.people(facts)
    made = {one.id: walk.answer(one, answers[one.id]) for one in asked}
    return made, recording.restored(walk.known(facts), context.parameters)


def _files(context: Context) -> dict[str, str]:
    return {key: f"{number:032x}" for number, key in enumerate(context.files, start=1)}


def _kept(definition: Definition, answers: Mapping[str, Any]) -> tuple[Text, ...]:
    asked = (one for one in definition.questions() if one.id in answers)
    return tuple(one.label for one in asked if one.kind in IS_KEPT)
