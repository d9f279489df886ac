"""Answers that are filled in from services which the municipality's administrator has named."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.context import Context
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
    text_of,
)
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE
from samtjanst.capabilities.registers.sources import look_up_source
from samtjanst.capabilities.registers.types import Outcome, SourceAnswer
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock

FACTS = "sources"
MOST_ASKED = 10  # look-ups of one page
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One page as it was answered."""

    definition: Definition
    page_id: str
    answers: Mapping[str, Any] = field(repr=False)

    def pairs(self) -> Iterator[tuple[Question, str]]:
        """Each question about which an answer on the page is looked up, with that answer."""
        for target, key in _targets(self.definition, self.page_id):
            value = self.answers.get(key.id)
            behaviour = BEHAVIOURS[key.kind]
            is_good = not behaviour.empty(value) and not (
                isinstance(value, dict) and "raw" in value
            )
            text = behaviour.plain(key, value).strip() if is_good else ""
            # What is checked goes out as it is typed, so nothing too long or unreadable does.
            is_sound = target.id != key.id or not text_faults(text, key.settings.max_length)
            yield target, text if is_sound else ""


def asks(definition: Definition, page_id: str) -> bool:
    """Whether an answer of the page is looked up."""
    return any(True for _pair in _targets(definition, page_id))


def with_told(*, asked: Asked, facts: Facts, reference: str, deadline: float, by: Actor) -> Facts:
    """The facts with what the services say of the page's answers; the same when nothing is new.

    ``deadline`` is when the applicant has waited enough, on the monotonic clock: she then writes
    herself. Nothing is asked about what a protected person answers.
    """
    known = dict(facts.get(FACTS) or {})
    told = _told(asked, known, _Asking(reference, deadline, by, _is_protected(facts)))
    return {**facts, FACTS: told} if told != known else facts


def filled(
    definition: Definition, page_id: str, answers: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    """The answers with what the services said in the questions that nobody has answered herself.

    What was fetched for another key does not stay, and nothing is chosen for anybody.
    """
    laid = dict(answers)
    for target, _key in _targets(definition, page_id):
        value, told = laid.get(target.id), context.sources.get(target.id)
        use = target.settings.lookup_use
        if use == CHOOSE and is_looked_up(value):
            laid[target.id] = value if told and text_of(value) in said(told) else None
        elif not use and (is_looked_up(value) or BEHAVIOURS[target.kind].empty(value)):
            text = told.text if told and told.status == FOUND else ""
            laid[target.id] = stated(target, text, told) if text else None
    return laid


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
    for target, key in asked.pairs():
        before = known.get(target.id)
        is_same = before and before["asked"] == key and before["status"] != UNAVAILABLE
        if not key:
            told.pop(target.id, None)
        elif not is_same:
            told[target.id] = _fact(target, key, asking.ask(target.settings.lookup, key))
    return told


def _fact(target: Question, key: str, answer: SourceAnswer) -> dict[str, Any]:
    options = _options(target, answer)
    status = UNAVAILABLE
    if answer.outcome is not Outcome.UNAVAILABLE:
        status = FOUND if options else MISSING
    fact = {"asked": key, "status": status, "title": answer.title, "on": clock.today().isoformat()}
    if target.settings.lookup_use == CHOOSE:
        return {**fact, "options": options}
    # What the service says of something that is only checked is nobody's to keep.
    is_filled = bool(options) and target.settings.lookup_use != CHECK
    return {**fact, "text": options[0] if is_filled else ""}


def _options(target: Question, answer: SourceAnswer) -> list[str]:
    told, name = target.settings, target.settings.lookup_value
    if told.lookup_use == CHECK:
        return [text for text in (answer.values.get(name, ""),) if text]
    one = [answer.values.get(name, "")]
    texts = answer.choices.get(name, ()) if told.lookup_use == CHOOSE else one
    return [text for text in texts if text and not text_faults(text, told.max_length)]


def _targets(definition: Definition, page_id: str) -> Iterator[tuple[Question, Question]]:
    filled_in = [one for one in definition.questions() if one.settings.lookup]
    if not filled_in:
        return
    keys = {one.id: one for one in definition.page(page_id).questions}
    for question in filled_in:
        key = question.id if question.settings.lookup_use == CHECK else question.settings.lookup_key
        if key in keys:
            yield question, keys[key]


def _is_protected(facts: Facts) -> bool:
    return bool((facts.get("applicant") or {}).get("protected"))
