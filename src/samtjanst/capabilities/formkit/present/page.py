"""One page as it is shown now."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Cell, Choice, Control, Part, Row
from samtjanst.capabilities.formkit.kinds.files import file_ids, size
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.present.types import (
    FieldView,
    FileView,
    OptionView,
    PageView,
    RowView,
)
from samtjanst.capabilities.formkit.quick import frozen

_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@frozen
class _Page:
    evaluation: Evaluation
    language: str
    refreshes: bool  # whether the question, or the one whose row it stands in, changes others


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
    pages, filled = evaluation.visible_pages, evaluation.context.parameters
    return PageView(
        id=found.id,
        title=found.title.filled(filled, language),
        intro=found.intro.filled(filled, language),
        fields=fields,
        number=pages.index(found.id) + 1 if found.id in pages else 0,
        total=len(pages),
        problems=tuple(problem for field in fields for problem in _all_errors(field)),
        shown=(
            *(question.id for question in shown if question.kind.is_asked),
            *(name for field in fields for name in _shown_cells(definition, field)),
        ),
        stops=tuple(
            (stop.message.filled(filled, language), stop.instead.filled(filled, language))
            for stop in evaluation.stops
            if stop.page_id == found.id
        ),
        language=language,
        takes_files=any(question.kind is Kind.FILE for question in found.questions),
    )


def _shown_cells(definition: Definition, field: FieldView) -> Iterator[str]:
    """What is asked in each row, of a group in which rules say so."""
    if definition.program.by_id[field.id].rows is not None:
        yield from (cell.id for row in field.rows for cell in row.fields)


def _field(
    question: Question,
    evaluation: Evaluation,
    answers: Mapping[str, Any],
    language: str,
    *,
    show_errors: bool,
) -> FieldView:
    # An answer as it was typed, right or wrong; what nobody has touched as the rules prefill it.
    known = answers if question.kind.is_asked and question.id in answers else evaluation.values
    value = known.get(question.id)
    faults = evaluation.messages(question.id) if show_errors else ()
    required = evaluation.required(question.id)
    refreshes = question.id in evaluation.definition.program.refreshing
    return _view(question, value, faults, required, _Page(evaluation, language, refreshes))


def _view(
    question: Question,
    value: Any,
    faults: tuple[Message, ...],
    required: bool,  # noqa: FBT001 - only called here
    page: _Page,
) -> FieldView:
    evaluation, language = page.evaluation, page.language
    behaviour = BEHAVIOURS[question.kind]
    control = behaviour.control(question, value, evaluation.context, language)
    errors, by_part = _split(question, faults, control, language) if faults else ((), _NONE)
    return FieldView(
        id=question.id,
        kind=question.kind.value,
        name=question.id,
        label=question.label.filled(evaluation.context.parameters, language),
        help=_help(question, control, evaluation, language),
        required=required,
        value=hygiene.shown(control.value) if isinstance(control.value, str) else control.value,
        options=_options(question, control, evaluation) if control.choices else (),
        errors=errors,
        attrs=control.attrs,
        parts=tuple(
            _part(
                question,
                part,
                by_part.get(part.name, ()),
                refreshes=page.refreshes,
            )
            for part in control.parts
        )
        if control.parts
        else (),
        level=question.settings.level if question.kind is Kind.INFORMATION else "",
        refreshes=page.refreshes,
        note=control.note,
        files=_files(question, value, evaluation),
        widget=control.widget or behaviour.widget,
        type=control.type,
        width=control.width,
        unit=control.unit,
        statement=control.statement,
        body=control.body,
        rows=_rows(question, control, faults, page) if control.rows else (),
        can_add=control.can_add,
        row_name=control.row_name,
        suggests=control.suggests,
    )


def _rows(
    question: Question, control: Control, faults: tuple[Message, ...], page: _Page
) -> tuple[RowView, ...]:
    by_cell: dict[str, list[Message]] = {}
    for fault in faults:
        key, _, rest = fault.part.partition(".")
        name, _, part = rest.partition(".")
        by_cell.setdefault(f"{key}.{name}", []).append(
            replace(fault, part=part, about=None, row="")
        )
    return tuple(
        RowView(
            key=row.key,
            label=hygiene.shown(row.label),
            fields=tuple(
                _view(cell.question, cell.value, tuple(found), cell.question.required, page)
                for cell in _asked(question, row, page)
                for found in [by_cell.get(f"{row.key}.{_name(cell)}", ())]
            ),
            can_be_removed=row.can_be_removed,
        )
        for row in control.rows
    )


def _asked(question: Question, row: Row, page: _Page) -> Iterator[Cell]:
    """The cells that rules let be asked in a row, as they are asked."""
    answers = {_name(cell): cell.value for cell in row.cells if cell.is_touched}
    if question.options:
        answers["row"] = row.key
    known = page.evaluation.draft_row(question.id, answers)
    asked = {one.id: one for one in known.asked} if known else {}
    for cell in row.cells:
        if known is None:
            yield cell
        elif _name(cell) in asked:
            value = known.given.get(_name(cell), cell.value)
            yield replace(
                cell, question=replace(asked[_name(cell)], id=cell.question.id), value=value
            )


def _name(cell: Cell) -> str:
    return cell.question.id.rpartition(".")[2]


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


def _part(question: Question, part: Part, errors: tuple[str, ...], *, refreshes: bool) -> FieldView:
    widget = "radios" if part.choices else "long_text" if part.rows else "input"
    return FieldView(
        id=f"{question.id}.{part.name}",
        kind=Kind.TEXT.value,
        name=f"{question.id}.{part.name}",
        label=part.label,
        help=part.help,
        required=part.required,
        value=hygiene.shown(part.value),
        options=tuple(_option(choice, part.selected) for choice in part.choices),
        refreshes=refreshes,
        errors=errors,
        attrs=part.attrs,
        widget=widget,
        type=part.type,
        width=part.width,
        lines=part.rows,
        suggests=part.suggests,
    )


def _split(
    question: Question, faults: tuple[Message, ...], control: Control, language: str
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    names = {part.name for part in control.parts}
    own: list[str] = []
    by_part: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        if fault.about is not None and control.rows:
            continue  # stands at its cell
        text = fault.to(question, language)
        if fault.part in names:
            by_part[fault.part] = (*by_part.get(fault.part, ()), text)
        else:
            own.append(text)
    return tuple(own), by_part


def _all_errors(field: FieldView) -> Iterator[tuple[str, str]]:
    """The errors of a field with the id of the control that each is about."""
    yield from ((field.id, error) for error in field.errors)
    for place, part in enumerate(field.parts):
        # The first part's control has the id of the field itself.
        yield from ((part.id if place else field.id, error) for error in part.errors)
    for row in field.rows:
        for cell in row.fields:
            yield from ((at, f"{row.label}: {error}") for at, error in _all_errors(cell))


def _files(question: Question, value: Any, evaluation: Evaluation) -> tuple[FileView, ...]:
    if question.kind is not Kind.FILE:
        return ()
    known = evaluation.context.files
    found = (known[item] for item in file_ids(value) if item in known)
    return tuple(
        FileView(file.id, hygiene.shown(file.name), size(file.size), file.scan_state)
        for file in found
    )
