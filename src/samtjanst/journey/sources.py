"""Answers that are filled in from services which the municipality's administrator has named."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.context import Context, SourceFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import text_faults
from samtjanst.capabilities.formkit.kinds.looked_up import (
    FOUND,
    MISSING,
    UNAVAILABLE,
    is_looked_up,
    said,
    stated,
)
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE
from samtjanst.capabilities.registers.sources import look_up_source
from samtjanst.capabilities.registers.types import Outcome, SourceAnswer
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock

FACTS = "sources"
ROWS = "rows"
MOST_ASKED = 10  # look-ups of one page
LONGEST_KEY = 200  # characters of what has no limit of its own
Facts = Mapping[str, Any]
Said = Mapping[str, SourceFacts]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question about which something is looked up, and the texts: in rows one for each row.

    ``name`` is what the facts are kept under: of a question in rows "group.question".
    """

    name: str
    target: Question
    keys: tuple[str, ...] = field(repr=False)
    is_in_rows: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One page as it was answered."""

    definition: Definition
    page_id: str
    answers: Mapping[str, Any] = field(repr=False)
    context: Context = field(repr=False)

    def wanted(self) -> Iterator[_Wanted]:
        """Each question about which an answer on the page is looked up, with that answer."""
        for target, key in _targets(self.definition, self.page_id):
            yield _Wanted(target.id, target, (self.key(target, key, self.answers.get(key.id)),))
        for group, target, key in _in_rows(self.definition, self.page_id):
            texts = (self.key(target, key, row.get(key.id)) for row in _rows(self.answers, group))
            name, unique = f"{group.id}.{target.id}", tuple(dict.fromkeys(texts))
            yield _Wanted(name, target, unique, is_in_rows=True)

    def key(self, target: Question, key: Question, value: Any) -> str:
        """What is asked about an answer; "" for none."""
        behaviour = BEHAVIOURS[key.kind]
        is_good = not behaviour.empty(value) and not (isinstance(value, dict) and "raw" in value)
        text = behaviour.plain(key, value).strip() if is_good else ""
        if target.id != key.id:
            return text
        # What is checked goes out as it is typed, so nothing too long or unreadable does.
        is_sound = behaviour.seen(key, value, self.context) is not None and not text_faults(
            text, key.settings.max_length or LONGEST_KEY
        )
        return text if is_sound else ""


def asks(definition: Definition, page_id: str) -> bool:
    """Whether an answer of the page is looked up."""
    return any(True for _pair in _targets(definition, page_id)) or any(
        True for _pair in _in_rows(definition, page_id)
    )


def with_told(*, asked: Asked, facts: Facts, reference: str, deadline: float, by: Actor) -> Facts:
    """The facts with what the services say of the page's answers; the same when nothing is new.

    ``deadline`` is when the applicant has waited enough, on the monotonic clock: she then writes
    herself. Nothing is asked about what a protected person answers.
    """
    known = dict(facts.get(FACTS) or {})
    told = _told(asked, known, _Asking(reference, deadline, by, _is_protected(facts)))
    return {**facts, FACTS: told} if told != known else facts


def filled(asked: Asked, before: Said) -> dict[str, Any]:
    """The answers with what the services said in the questions that nobody has answered herself.

    What was fetched for another key does not stay, and nothing is chosen for anybody. ``before``
    is what they had said when the page was shown.
    """
    laid, told = dict(asked.answers), asked.context.sources
    for target, _key in _targets(asked.definition, asked.page_id):
        fact, earlier = told.get(target.id), before.get(target.id)
        value = laid.get(target.id)
        new = _laid(target, value, fact, earlier, asked.context)
        if new is not value:
            laid[target.id] = new
    for group, target, key in _in_rows(asked.definition, asked.page_id):
        if isinstance(laid.get(group.id), list):
            one = _Cell(group, target, key, before.get(f"{group.id}.{target.id}"))
            laid[group.id] = [_filled_row(asked, one, row) for row in laid[group.id]]
    return laid


@dataclass(frozen=True, slots=True)
class _Cell:
    """A question in rows, what it is looked up by, and what was said of it earlier."""

    group: Question
    target: Question
    key: Question
    before: SourceFacts | None


def _filled_row(asked: Asked, one: _Cell, row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    name, text = one.target.id, asked.key(one.target, one.key, row.get(one.key.id))
    held = asked.context.sources.get(f"{one.group.id}.{name}")
    fact = next((each for each in (held.rows if held else ()) if each.asked == text), None)
    value = _laid(one.target, row.get(name), fact, one.before, asked.context)
    kept = {each: cell for each, cell in row.items() if each != name}
    return kept if value is None else {**row, name: value}


def _laid(
    target: Question,
    value: Any,
    told: SourceFacts | None,
    before: SourceFacts | None,
    context: Context,
) -> Any:
    behaviour, use = BEHAVIOURS[target.kind], target.settings.lookup_use
    was_said = _was_said(target, value, before)
    if use == CHOOSE:
        is_offered = told is not None and behaviour.plain(target, value) in said(told)
        return None if was_said and not is_offered else value
    if use == CHECK or not (was_said or behaviour.empty(value)):
        return value
    if told is None or told.status != FOUND or not told.text:
        return None
    if target.kind is Kind.TEXT:
        return stated(target, told.text, told)
    return behaviour.fetched(target, told.text, context)


def _was_said(target: Question, value: Any, before: SourceFacts | None) -> bool:
    """Whether an answer is what a service said, and nobody has changed it."""
    if target.kind is Kind.TEXT:
        return is_looked_up(value)
    facts = (before, *before.rows) if before else ()
    text = BEHAVIOURS[target.kind].plain(target, value)
    return bool(text) and any(text in said(one) for one in facts)


@dataclass(slots=True)
class _Asking:
    """Look-ups for one page; a service that has not answered is not asked again."""

    reference: str
    deadline: float
    by: Actor
    is_protected: bool
    answers: dict[tuple[str, str], SourceAnswer] = field(default_factory=dict)

    def ask(self, name: str, value: str) -> SourceAnswer:
        left = self.deadline - time.monotonic()
        if (name, value) in self.answers:
            return self.answers[name, value]
        if self.is_protected or left <= 0 or len(self.answers) >= MOST_ASKED:
            return SourceAnswer(Outcome.UNAVAILABLE)
        answer = look_up_source(
            name=name, value=value, reference=self.reference, within=left, by=self.by
        )
        self.answers[name, value] = answer
        return answer


def _told(asked: Asked, known: dict[str, Any], asking: _Asking) -> dict[str, Any]:
    told = dict(known)
    for one in asked.wanted():
        earlier = known.get(one.name) or {}
        facts = earlier.get(ROWS) or ([earlier] if earlier else [])
        held = {fact["asked"]: fact for fact in facts if fact["status"] != UNAVAILABLE}
        new = [held.get(key) or _fact(asked, one.target, key, asking) for key in one.keys if key]
        if not new:
            told.pop(one.name, None)
        else:
            told[one.name] = {"asked": "", "status": ROWS, ROWS: new} if one.is_in_rows else new[0]
    return told


def _fact(asked: Asked, target: Question, key: str, asking: _Asking) -> dict[str, Any]:
    answer = asking.ask(target.settings.lookup, key)
    options = _options(asked, target, answer)
    status = UNAVAILABLE
    if answer.outcome is not Outcome.UNAVAILABLE:
        status = FOUND if options else MISSING
    fact = {"asked": key, "status": status, "title": answer.title, "on": clock.today().isoformat()}
    if target.settings.lookup_use == CHOOSE:
        return {**fact, "options": options}
    # What the service says of something that is only checked is nobody's to keep.
    is_filled = bool(options) and target.settings.lookup_use != CHECK
    return {**fact, "text": options[0] if is_filled else ""}


def _options(asked: Asked, target: Question, answer: SourceAnswer) -> list[str]:
    told, name = target.settings, target.settings.lookup_value
    if told.lookup_use == CHECK:
        return [text for text in (answer.values.get(name, ""),) if text]
    one = [answer.values.get(name, "")]
    texts = answer.choices.get(name, ()) if told.lookup_use == CHOOSE else one
    known = (as_answer(target, text, asked.context) for text in texts if text)
    return list(dict.fromkeys(text for text in known if text))


def as_answer(target: Question, text: str, context: Context) -> str:
    """The text that an answer with it has; "" when the question cannot take it."""
    behaviour = BEHAVIOURS[target.kind]
    value = behaviour.fetched(target, text, context)
    return "" if value is None else behaviour.plain(target, value)


def _targets(definition: Definition, page_id: str) -> Iterator[tuple[Question, Question]]:
    filled_in = [one for one in definition.questions() if one.settings.lookup]
    if not filled_in:
        return
    keys = {one.id: one for one in definition.page(page_id).questions}
    for question in filled_in:
        key = question.id if question.settings.lookup_use == CHECK else question.settings.lookup_key
        if key in keys:
            yield question, keys[key]


def _in_rows(definition: Definition, page_id: str) -> Iterator[tuple[Question, Question, Question]]:
    """Each group of the page with a question that is looked up, and what is asked about."""
    for group in definition.page(page_id).questions:
        cells = {one.id: one for one in group.questions}
        for one in group.questions:
            if one.settings.lookup:
                is_checked = one.settings.lookup_use == CHECK
                yield group, one, one if is_checked else cells[one.settings.lookup_key]


def _rows(answers: Mapping[str, Any], group: Question) -> list[Mapping[str, Any]]:
    held = answers.get(group.id)
    rows = held if isinstance(held, list) else []
    return [row for row in rows if isinstance(row, Mapping)]


def _is_protected(facts: Facts) -> bool:
    return bool((facts.get("applicant") or {}).get("protected"))
