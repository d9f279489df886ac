"""Asking for part of a filing again: some of its questions, and texts or files besides.

Everything else stands as it was sealed, so that rules, visibility and checks mean the same as in
the whole form. A question that only the new answers bring forth is asked too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from samtjanst.capabilities.formkit import hygiene, inputs, present
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition, load
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.present.types import PageView, SummaryRow

PAGE = "supplement_extras"
EXTRA = "supplement_extra_"
_ACCEPT = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
_MAX_SIZE = 10_000_000
_MAX_FILES = 10
_LONGEST = 5_000
# Who the parties are is not changed by a supplement: such a change is a new application.
_NOT_AGAIN = frozenset({Kind.CHILD, Kind.SIGNATORIES})
# What the applicant alone can say, or whose choices come out of registers about her.
_HERS_ONLY = frozenset(
    {*_NOT_AGAIN, Kind.COMPANY, Kind.CONSENT, Kind.DECLARATION, Kind.EMPLOYEE, Kind.PERSON}
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for, of whom, and what is known from before.

    ``before`` are the answers that stand: as sealed, with earlier supplements laid over them.
    """

    definition: Definition = field(repr=False)
    questions: tuple[str, ...]
    before: Mapping[str, Any] = field(repr=False)

    def evaluated(self, draft: Mapping[str, Any], context: Context) -> Evaluation:
        """The whole form as it would be with the draft's answers."""
        return evaluate(self.definition, {**self.before, **draft}, context)

    def wanted(self, now: Evaluation) -> tuple[str, ...]:
        """The questions to answer: what is asked for, and what the new answers bring forth."""
        then = evaluate(self.definition, self.before, now.context)
        return tuple(
            question.id
            for question in self._in_order()
            if now.visible(question.id)
            and question.kind.is_asked
            and (question.id in self.questions or not then.visible(question.id))
        )

    def faults(self, now: Evaluation, language: str = "sv") -> dict[str, list[str]]:
        """What is missing or wrong among the questions to answer, by question."""
        wrong, wanted = now.errors(language=language), self.wanted(now)
        return {name: wrong[name] for name in wanted if name in wrong}

    def read(self, data: Mapping[str, Sequence[str]], now: Evaluation) -> dict[str, Any]:
        """The posted answers to the questions that may be answered here, and no others."""
        wanted = set(self.wanted(now))
        found: dict[str, Any] = {}
        for page in self.definition.pages:
            read = inputs.read_page(self.definition, page.id, data, now.context)
            found |= {name: value for name, value in read.items() if name in wanted}
        return found

    def page(
        self, now: Evaluation, draft: Mapping[str, Any], *, show_errors: bool, language: str
    ) -> PageView:
        """The questions to answer, as one page; those of the handler's own come last."""
        wanted = set(self.wanted(now))
        answers = {**self.before, **draft}
        parts = [
            present.page(
                self.definition, page.id, now, answers, show_errors=show_errors, language=language
            )
            for page in (*self.definition.pages[1:], self.definition.pages[0])
        ]
        fields = tuple(f for part in parts for f in part.fields if f.id in wanted)
        names = {f.id for f in fields}
        return replace(
            parts[0],
            fields=fields,
            problems=tuple(
                problem
                for part in parts
                for problem in part.problems
                if problem[0].split(".")[0] in names
            ),
            shown=tuple(name for part in parts for name in part.shown if name in wanted),
        )

    def in_words(
        self, values: Mapping[str, Any], context: Context, language: str = "sv"
    ) -> dict[str, SummaryRow]:
        """Answers in words, by question, in the order of the page."""
        sections = present.summary(self.definition, values, context, language)
        rows = {row.question_id: row for section in sections for row in section.rows}
        return {q.id: rows[q.id] for q in self._in_order() if q.id in rows}

    def _in_order(self) -> list[Question]:
        first, *rest = self.definition.pages
        return [question for page in (*rest, first) for question in page.questions]


def asking(
    definition: Definition,
    *,
    questions: Iterable[str],
    extras: Iterable[tuple[str, str]],
    before: Mapping[str, Any],
) -> Asking:
    """Ask for ``questions`` of the definition, and ``extras`` as (kind, what is asked for).

    ``kind`` is "file" or "text".
    """
    more = tuple(extras)
    whole = _with_extras(definition, more)
    own = tuple(f"{EXTRA}{number}" for number in range(1, len(more) + 1))
    return Asking(whole, (*questions, *own), before)


def can_be_asked(
    definition: Definition, answers: Mapping[str, Any]
) -> list[tuple[str, list[Question]]]:
    """The questions that were put to the applicant, by the title of their page."""
    pages = []
    for page in definition.pages:
        found = [
            question
            for question in page.questions
            if question.kind.is_asked and question.kind not in _NOT_AGAIN and question.id in answers
        ]
        if found:
            pages.append((page.title.to("sv"), found))
    return pages


def can_be_asked_of_others(
    definition: Definition, answers: Mapping[str, Any], context: Context
) -> list[tuple[str, list[Question]]]:
    """As :func:`can_be_asked`, of somebody else than the applicant.

    Not what is hers alone to say, what is chosen out of a register, nor what stands in the form
    for reasons that the sealed ``context`` does not know: whoever answers sees no more than that.
    """
    now = evaluate(definition, answers, context)
    pages = []
    for title, questions in can_be_asked(definition, answers):
        found = [one for one in questions if now.visible(one.id) and not _is_hers_only(one)]
        if found:
            pages.append((title, found))
    return pages


def _is_hers_only(question: Question) -> bool:
    if question.kind in _HERS_ONLY or question.settings.lookup:
        return True
    return any(_is_hers_only(part) for part in question.questions)


@lru_cache(maxsize=64)
def _with_extras(definition: Definition, extras: tuple[tuple[str, str], ...]) -> Definition:
    # The page stands first, since a rule can lead past the later ones; it is shown last.
    asked = [_question(number, *extra) for number, extra in enumerate(extras, start=1)]
    if not asked:
        asked = [{"id": f"{EXTRA}0", "kind": "information", "label": _words("–")}]
    page = {"id": PAGE, "title": _words("Komplettering"), "questions": asked}
    document = {**definition.document, "pages": [page, *definition.document["pages"]]}
    return load(document)


def _question(number: int, kind: str, text: str) -> dict[str, Any]:
    settings: dict[str, Any] = (
        {"accept": list(_ACCEPT), "max_size": _MAX_SIZE, "max_files": _MAX_FILES}
        if kind == "file"
        else {"max_length": _LONGEST}
    )
    return {
        "id": f"{EXTRA}{number}",
        "kind": "file" if kind == "file" else "long_text",
        "label": _words(text),
        "required": True,
        "settings": settings,
    }


def _words(text: str) -> dict[str, str]:
    # Braces would be slots for the municipality's values.
    return {"sv": hygiene.stored(text).replace("{", "(").replace("}", ")")}
