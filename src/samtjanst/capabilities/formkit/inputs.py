"""From posted form fields to answers. Nothing that was typed is lost."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.program import Step

SHOWN = "_shown"


def read_page(
    definition: Definition, page_id: str, data: Mapping[str, Sequence[str]], context: Context
) -> dict[str, Any]:
    """The answers in a posted page, to be merged over the draft's answers.

    ``data`` maps a field's name to its values. Questions named in ``_shown`` were on the page:
    when nothing was posted for one, its answer is None. Other questions count only when something
    was posted under their name (without any ``_shown``, an absent group of check boxes counts as
    unticked). File questions are never read: files are attached.

    Raises:
        NotFoundError: the definition has no such page.
    """
    shown = frozenset(data.get(SHOWN, ()))
    steps = (
        definition.program.by_id[question.id] for question in definition.page(page_id).questions
    )
    return {
        step.question.id: step.behaviour.read(step.question, data, context)
        for step in steps
        if _was_asked(step, data, shown)
    }


def newly_shown(
    evaluation: Evaluation, page_id: str, data: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Questions that are visible now, or ask more in a row, than on the posted page.

    Without JavaScript the page is then shown once more, and these questions are not yet wrong.
    """
    shown = frozenset(data.get(SHOWN, ()))
    questions = evaluation.definition.page(page_id).questions
    return tuple(
        question.id
        for question in questions
        if question.kind.is_asked
        and evaluation.visible(question.id)
        and _is_new(evaluation, question, data, shown)
    )


def _is_new(
    evaluation: Evaluation,
    question: Question,
    data: Mapping[str, Sequence[str]],
    shown: frozenset[str],
) -> bool:
    step = evaluation.definition.program.by_id[question.id]
    was_asked = question.id in shown or _was_asked(step, data, shown)
    return not was_asked or _has_new_cell(evaluation, question, shown)


def _has_new_cell(evaluation: Evaluation, question: Question, shown: frozenset[str]) -> bool:
    """Whether a row asks something now that was not asked on the posted page."""
    rows = evaluation.values.get(question.id) if question.questions else None
    return any(
        f"{question.id}.{place}.{one.id}" not in shown
        for place, row in enumerate(rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
        for one in evaluation.row(question.id, row) or ()
    )


def answers_to(
    definition: Definition, page_id: str, answers: Mapping[str, Any], kind: Kind
) -> Iterator[tuple[Question, Any]]:
    """Every answer on the page to a question of the kind, in repeating groups too."""
    for question in definition.page(page_id).questions:
        if question.kind is kind:
            yield question, answers.get(question.id)
        held = answers.get(question.id) if question.questions else None
        for row in held if isinstance(held, list) else ():
            cells = [one for one in question.questions if one.kind is kind]
            yield from ((one, row.get(one.id)) for one in cells if isinstance(row, Mapping))


def _was_asked(step: Step, data: Mapping[str, Sequence[str]], shown: frozenset[str]) -> bool:
    question, behaviour = step.question, step.behaviour
    if not question.kind.is_asked or behaviour.is_attached:
        return False
    if question.id in shown or question.id in data:
        return True
    if not shown and behaviour.blank_is_answer:
        return True
    return any(name.startswith(f"{question.id}.") for name in data)
