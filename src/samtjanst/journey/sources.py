"""Answers out of registers, and of services which the municipality's administrator has named."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.context import Context, SourceFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.looked_up import (
    ALL_ROWS,
    FOUND,
    MISSING,
    UNAVAILABLE,
    is_looked_up,
    said,
    stated,
)
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.register_sources import is_register
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE
from samtjanst.capabilities.registers.sources import look_up_source
from samtjanst.capabilities.registers.types import Outcome, SourceAnswer
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import platform_registers
from samtjanst.journey.asked_about import ALONE, Pair, key_of, pairs, row_keys, rows_of
from samtjanst.journey.found_values import is_known, texts_of
from samtjanst.kernel import clock

FACTS = "sources"
ROWS = "rows"
MOST_ASKED = 10  # look-ups of one page
Facts = Mapping[str, Any]
Said = Mapping[str, SourceFacts]


@dataclass(frozen=True, slots=True)
class Asked:
    """One page as it was answered; or as it is shown, before anybody has answered it."""

    definition: Definition
    page_id: str
    answers: Mapping[str, Any] = field(repr=False)
    context: Context = field(repr=False)
    is_shown: bool = False

    def wanted(self) -> Iterator[tuple[Pair, tuple[str, ...]]]:
        """Each question that something is looked up for now, with the texts that are asked about.

        When the page is shown, what does not hang on an answer of it; when it has been answered,
        the rest of it, too.
        """
        for pair in pairs(self.definition, self.page_id):
            if not self.is_shown or pair.is_there_before:
                yield pair, tuple(dict.fromkeys(self._keys(pair)))

    def _keys(self, pair: Pair) -> Iterator[str]:
        if pair.group is None or pair.is_there_before:
            yield key_of(pair, self.answers, self.context)
        else:
            yield from row_keys(pair, self.answers, self.context)


def asks(definition: Definition, page_id: str) -> bool:
    """Whether an answer of the page is looked up, or something for it is."""
    return any(True for _pair in pairs(definition, page_id))


def asks_when_shown(definition: Definition, page_id: str) -> bool:
    """Whether something is looked up for the page without anybody having answered it."""
    return any(pair.is_there_before for pair in pairs(definition, page_id))


def with_told(*, asked: Asked, facts: Facts, reference: str, deadline: float, by: Actor) -> Facts:
    """The facts with what is said of the page's answers; the same when nothing is new.

    ``deadline`` is when the applicant has waited enough, on the monotonic clock: she then writes
    herself. Nothing is asked about what a protected person answers.
    """
    known = dict(facts.get(FACTS) or {})
    told = _told(asked, known, _Asking(asked, reference, deadline, by, _is_protected(facts)))
    return {**facts, FACTS: told} if told != known else facts


def filled(asked: Asked, before: Said) -> dict[str, Any]:
    """The answers with what was said in the questions that nobody has answered herself.

    What was fetched for another key does not stay, and nothing is chosen for anybody. ``before``
    is what had been said when the page was shown.
    """
    laid = dict(asked.answers)
    for pair, _keys in asked.wanted():
        if pair.group is not None:
            _fill_rows(asked, pair, laid, before)
            continue
        if _is_hers(asked, pair, before):
            continue
        target, value = pair.target, laid.get(pair.name)
        told = asked.context.sources.get(pair.name)
        new = _laid(target, value, told, before.get(pair.name), asked.context)
        if new is not value:
            laid[pair.name] = new
    return laid


def _is_hers(asked: Asked, pair: Pair, before: Said) -> bool:
    """Whether she has seen the question with what was found: what she left empty stays so."""
    if not pair.is_there_before or pair.target.settings.lookup_use == CHOOSE:
        return False
    return pair.name in (asked.answers if asked.is_shown else before)


def placed(definition: Definition, answers: Mapping[str, Any], context: Context) -> Said:
    """What was said, with the list of each row by the whole name of its place in the answers."""
    found = {name: one for name, one in context.sources.items() if name.count(".") < 2}
    for group in definition.questions():
        for pair in rows_of(definition, group):
            held = context.sources.get(pair.name)
            if held is None or pair.target.settings.lookup_use != CHOOSE:
                continue
            keys: Iterable[tuple[int | str, str]] = enumerate(row_keys(pair, answers, context))
            if pair.is_there_before:  # rows that are added have it, too
                keys = [(ALL_ROWS, key_of(pair, answers, context))]
            for place, key in keys:
                fact = next((one for one in held.rows if one.asked == key), None)
                if fact is not None:
                    found[f"{group.id}.{place}.{pair.target.id}"] = fact
    return found


def lists_anew(definition: Definition, page_id: str, before: Said, now: Said) -> tuple[str, ...]:
    """The groups of the page where a row has a list to choose in that it did not have."""
    groups = [one.id for one in definition.page(page_id).questions if one.questions]
    fresh = {
        name.partition(".")[0]
        for name, fact in now.items()
        if name.count(".") == 2 and fact.options and _asked_of(before, name) != fact.asked
        if f".{ALL_ROWS}." not in name
    }
    return tuple(one for one in groups if one in fresh)


def _asked_of(said_before: Said, name: str) -> str | None:
    fact = said_before.get(name)
    return fact.asked if fact else None


def _fill_rows(asked: Asked, pair: Pair, laid: dict[str, Any], before: Said) -> None:
    group, target = pair.group, pair.target
    if group is None or not isinstance(laid.get(group.id), list):
        return
    held, earlier = asked.context.sources.get(pair.name), before.get(pair.name)
    keys = row_keys(pair, laid, asked.context)
    rows = []
    for row, text in zip(laid[group.id], keys, strict=True):
        fact = next((one for one in (held.rows if held else ()) if one.asked == text), None)
        is_row = isinstance(row, Mapping)
        value = _laid(target, row.get(target.id), fact, earlier, asked.context) if is_row else None
        rows.append(_with_cell(row, target.id, value) if is_row else row)
    laid[group.id] = rows


def _with_cell(row: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
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

    asked: Asked
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
        answer = self._ask(name, "" if value == ALONE else value, left)
        self.answers[name, value] = answer
        return answer

    def _ask(self, name: str, value: str, within: float) -> SourceAnswer:
        if not is_register(name):
            return look_up_source(
                name=name, value=value, reference=self.reference, within=within, by=self.by
            )
        matter = platform_registers.Matter(self.asked.definition, self.reference, self.by)
        return platform_registers.ask(name=name, value=value, within=within, matter=matter)


def _told(asked: Asked, known: dict[str, Any], asking: _Asking) -> dict[str, Any]:
    told = dict(known)
    for pair, keys in asked.wanted():
        earlier = known.get(pair.name) or {}
        facts = earlier.get(ROWS) or ([earlier] if earlier else [])
        held = {fact["asked"]: fact for fact in facts if fact["status"] != UNAVAILABLE}
        new = [held.get(key) or _fact(asked, pair.target, key, asking) for key in keys if key]
        if not new:
            told.pop(pair.name, None)
        else:
            is_in_rows = pair.group is not None
            told[pair.name] = {"asked": "", "status": ROWS, ROWS: new} if is_in_rows else new[0]
    return told


def _fact(asked: Asked, target: Question, key: str, asking: _Asking) -> dict[str, Any]:
    answer = asking.ask(target.settings.lookup, key)
    is_check = target.settings.lookup_use == CHECK
    options = [] if is_check else texts_of(target, answer, asked.context)
    status = UNAVAILABLE
    if answer.outcome is not Outcome.UNAVAILABLE:
        status = FOUND if options or (is_check and is_known(target, answer)) else MISSING
    fact = {"asked": key, "status": status, "title": answer.title, "on": clock.today().isoformat()}
    if target.settings.lookup_use == CHOOSE:
        return {**fact, "options": options}
    # What the service says of something that is only checked is nobody's to keep.
    return {**fact, "text": options[0] if options else ""}


def _is_protected(facts: Facts) -> bool:
    return bool((facts.get("applicant") or {}).get("protected"))
