"""One page as it is shown now."""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.kinds.base import Choice, Control, Part
from samtjanst.capabilities.formkit.kinds.files import file_ids, size
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.present.types import FieldView, FileView, OptionView, PageView


def page(  # noqa: PLR0913 - all of them have a plain name
    definition: Definition,
    page_id: str,
    evaluation: Evaluation,
    answers: Mapping[str, Any],
    *,
    show_errors: bool,
    language: str = "sv",
    spare: frozenset[str] | tuple[str, ...] = (),
) -> PageView:
    """The visible questions of a page with the draft's ``answers``.

    ``spare`` are questions whose errors are not shown yet (see ``inputs.newly_shown``).

    Raises:
        NotFoundError: the definition has no such page.
    """
    found = definition.page(page_id)
    shown = [question for question in found.questions if evaluation.visible(question.id)]
    faulty = {question.id for question in shown if show_errors and question.id not in spare}
    fields = tuple(
        _field(question, evaluation, answers, language, show_errors=question.id in faulty)
        for question in shown
    )
    pages = evaluation.visible_pages
    return PageView(
        id=found.id,
        title=found.title.filled(evaluation.context.parameters, language),
        intro=found.intro.filled(evaluation.context.parameters, language),
        fields=fields,
        number=pages.index(found.id) + 1 if found.id in pages else 0,
        total=len(pages),
        problems=tuple((field.id, text) for field in fields for text in _all_errors(field)),
        shown=tuple(question.id for question in shown if question.kind.is_asked),
    )


def _field(
    question: Question,
    evaluation: Evaluation,
    answers: Mapping[str, Any],
    language: str,
    *,
    show_errors: bool,
) -> FieldView:
    context = evaluation.context
    step = evaluation.definition.program.by_id[question.id]
    # An answer as it was typed, right or wrong; what nobody has touched as the rules prefill it.
    known = answers if question.kind.is_asked and question.id in answers else evaluation.values
    value = known.get(question.id)
    control = step.behaviour.control(question, value, context, language)
    faults = evaluation.messages(question.id) if show_errors else ()
    errors, by_part = _split(question, faults, control, language)
    required = evaluation.required(question.id)
    return FieldView(
        id=question.id,
        kind=question.kind.value,
        name=question.id,
        label=question.label.filled(context.parameters, language),
        help=_help(question, control, evaluation, language),
        required=required,
        value=hygiene.shown(control.value) if isinstance(control.value, str) else control.value,
        options=_options(question, control, evaluation),
        errors=errors,
        attrs=control.attrs,
        parts=tuple(
            _part(question, part, by_part.get(part.name, ()), required=required)
            for part in control.parts
        ),
        level=question.settings.level if question.kind is Kind.INFORMATION else "",
        refreshes=question.id in evaluation.definition.program.refreshing,
        note=control.note,
        files=_files(question, value, evaluation),
    )


def _help(question: Question, control: Control, evaluation: Evaluation, language: str) -> str:
    own = question.help.filled(evaluation.context.parameters, language)
    return " ".join(filter(None, (own, control.hint)))


def _options(
    question: Question, control: Control, evaluation: Evaluation
) -> tuple[OptionView, ...]:
    hidden = evaluation.hidden_options.get(question.id, frozenset())
    return tuple(
        _option(choice, control.selected) for choice in control.choices if choice.id not in hidden
    )


def _option(choice: Choice, selected: tuple[str, ...]) -> OptionView:
    return OptionView(
        id=choice.id,
        label=hygiene.shown(choice.label),
        help=choice.help,
        selected=choice.id in selected,
        disabled=choice.disabled,
    )


def _part(question: Question, part: Part, errors: tuple[str, ...], *, required: bool) -> FieldView:
    return FieldView(
        id=f"{question.id}.{part.name}",
        kind=Kind.TEXT.value,
        name=f"{question.id}.{part.name}",
        label=part.label,
        help=part.help,
        required=required and part.required,
        value=hygiene.shown(part.value),
        errors=errors,
        attrs=part.attrs,
    )


def _split(
    question: Question, faults: tuple[Message, ...], control: Control, language: str
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    names = {part.name for part in control.parts}
    own = tuple(fault.to(question, language) for fault in faults if fault.part not in names)
    by_part: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        if fault.part in names:
            by_part[fault.part] = (*by_part.get(fault.part, ()), fault.to(question, language))
    return own, by_part


def _all_errors(field: FieldView) -> tuple[str, ...]:
    return field.errors + tuple(error for part in field.parts for error in part.errors)


def _files(question: Question, value: Any, evaluation: Evaluation) -> tuple[FileView, ...]:
    if question.kind is not Kind.FILE:
        return ()
    known = evaluation.context.files
    found = (known[item] for item in file_ids(value) if item in known)
    return tuple(
        FileView(file.id, hygiene.shown(file.name), size(file.size), file.scan_state)
        for file in found
    )
