"""All answers in words, in the version's own texts: check page, case page, signed text, PDF."""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import maps
from samtjanst.capabilities.formkit.kinds.files import file_ids
from samtjanst.capabilities.formkit.kinds.looked_up import origin_source
from samtjanst.capabilities.formkit.messages import say
from samtjanst.capabilities.formkit.model import Kind, Page, Question
from samtjanst.capabilities.formkit.present.represented import (
    confirmed_sections,
    prepared_sections,
    represented_sections,
    taken_down_sections,
)
from samtjanst.capabilities.formkit.present.types import SummaryRow, SummarySection, Table


def summary(
    definition: Definition, values: Mapping[str, Any], context: Context, language: str = "sv"
) -> tuple[SummarySection, ...]:
    """The values of an evaluation (or of a sealed filing), one section per page.

    Depends on the values alone, not on today or on what registers say now; of the context only
    the files' names, the parameters in texts, for whom the answers are given, what filled them
    in, where they came from and how they were handed in are used.
    """
    sections = (_section(definition, page, values, context, language) for page in definition.pages)
    shown = tuple(section for section in sections if section.rows)
    how = taken_down_sections(context, language)
    before = (*how, *prepared_sections(context, language), *represented_sections(context, language))
    return (*before, *shown, *confirmed_sections(context, language))


def _section(
    definition: Definition,
    page: Page,
    values: Mapping[str, Any],
    context: Context,
    language: str,
) -> SummarySection:
    rows = tuple(
        _row(definition, question, values[question.id], context, language)
        for question in page.questions
        if question.id in values and (question.kind.is_asked or _has_value(definition, question))
    )
    return SummarySection(page.id, page.title.filled(context.parameters, language), rows, language)


def _has_value(definition: Definition, question: Question) -> bool:
    return definition.program.by_id[question.id].behaviour.calculates


def _shown(table: Table | None) -> Table | None:
    if table is None:
        return None
    return Table(table.columns, tuple(tuple(map(hygiene.shown, row)) for row in table.rows))


def _row(
    definition: Definition, question: Question, value: Any, context: Context, language: str
) -> SummaryRow:
    behaviour = definition.program.by_id[question.id].behaviour
    label = question.label.filled(context.parameters, language)
    if behaviour.empty(value):
        return SummaryRow(question.id, label, (say(behaviour.unanswered, language),))
    source = origin_source(context.origins.get(question.id)) or behaviour.source(value)
    return SummaryRow(
        question_id=question.id,
        label=label,
        lines=tuple(map(hygiene.shown, behaviour.lines(question, value, context, language))),
        source=say(source, language) if source else "",
        file_ids=file_ids(value) if question.kind is Kind.FILE else (),
        table=_shown(behaviour.table(question, value, context, language)),
        drawn=maps.drawn(value) if question.kind is Kind.MAP else "",
        shape=question.settings.shape or "point" if question.kind is Kind.MAP else "",
    )
