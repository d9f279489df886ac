"""Where plain answers came from that a look-up has filled in, offered or been asked about."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from samtjanst.capabilities.formkit.context import Context, OriginFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS, looked_up
from samtjanst.capabilities.formkit.model import Kind, Question


def origins(
    definition: Definition, values: Mapping[str, Any], context: Context
) -> dict[str, OriginFacts]:
    """The origin by question; in rows by ``group.place.question``.

    A text in one line is not among them: its answer says itself where it came from.
    """
    found = {}
    for question in definition.questions():
        for one, value in _answers(question, values.get(question.id)):
            behaviour = BEHAVIOURS[one.kind]
            is_told = one.settings.lookup and one.kind is not Kind.TEXT
            if is_told and not behaviour.empty(value):
                text = behaviour.plain(one, value)
                found[one.id] = looked_up.origin(one, text, context)
    return found


def _answers(question: Question, value: Any) -> Iterator[tuple[Question, Any]]:
    yield question, value
    held = value if question.questions and isinstance(value, list) else []
    for place, row in enumerate(held):
        for one in question.questions:
            if isinstance(row, Mapping) and one.settings.lookup:
                yield replace(one, id=f"{question.id}.{place}.{one.id}"), row.get(one.id)
