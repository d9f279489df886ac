"""What rules say of the questions in the rows of a repeating group.

Each row is looked at by itself: its own answers go before those outside, and an answer that a
rule hides is as if it had never been given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from typing import Any

from samtjanst.capabilities.formkit.conditions import Condition, State
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.rows import RowsKind, are_rows
from samtjanst.capabilities.formkit.messages import Message, Said
from samtjanst.capabilities.formkit.model import Kind, Question, Rule

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowState:
    """One row: the questions that are asked in it, as they are asked, and what conditions see."""

    asked: tuple[Question, ...]
    state: State


@dataclass(slots=True)
class RowRules:
    """The rules on one group's questions; ``before`` says what must be known before each."""

    group: Question
    show: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    require: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    limits: dict[str, tuple[tuple[Condition, frozenset[str]], ...]] = field(default_factory=dict)
    validations: dict[str, tuple[tuple[Condition, Rule], ...]] = field(default_factory=dict)
    before: dict[str, set[str]] = field(default_factory=dict)
    order: tuple[Question, ...] = ()

    def settle(self) -> None:
        """Put the questions in an order in which each looks only backwards.

        Raises:
            CycleError: they look at one another in a circle.
        """
        known = {one.id: one for one in self.group.questions}
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for name in known:
            sorter.add(name, *sorted(self.before.get(name, ())))
        self.order = tuple(known[name] for name in sorter.static_order())

    def row(self, row: Row, outside: State) -> RowState:
        """What a row is, given its answers and those outside the group."""
        own = {one.id for one in self.group.questions}
        seen = {name: value for name, value in outside.seen.items() if name not in own}
        state = State(outside.context, seen)
        shown: dict[str, Question] = {}
        for one in self.order:
            rules = self.show.get(one.id)
            if rules and not any(rule(state) for rule in rules):
                continue
            asked_as = shown[one.id] = self._limited(one, state)
            value = _without_hidden(asked_as, one, row.get(one.id))
            known = BEHAVIOURS[one.kind].seen(asked_as, value, state.context)
            if value is not None and known is not None:
                seen[one.id] = known
        asked = (shown[one.id] for one in self.group.questions if one.id in shown)
        return RowState(tuple(self._demanded(one, state) for one in asked), state)

    def _limited(self, one: Question, state: State) -> Question:
        """The question with the options that can be chosen in the row."""
        allowed = [able for holds, able in self.limits.get(one.id, ()) if holds(state)]
        if not allowed:
            return one
        kept = (item for item in one.options if all(item.id in able for able in allowed))
        return replace(one, options=tuple(kept))

    def _demanded(self, one: Question, state: State) -> Question:
        rules = self.require.get(one.id, ())
        is_due = one.required or any(rule(state) for rule in rules)
        return one if is_due == one.required else replace(one, required=is_due)

    def cleaned(self, value: Any, outside: State) -> Any:
        """The rows without the answers that rules hide; a row without any answer is none."""
        if not are_rows(value):
            return value
        rows = (self._cleaned(row, outside) for row in value)
        return [row for row in rows if row] or None

    def _cleaned(self, row: dict[str, Any], outside: State) -> dict[str, Any]:
        known = {one.id: one for one in self.group.questions}
        asked = {one.id: one for one in self.row(row, outside).asked}
        kept: dict[str, Any] = {}
        for name, value in row.items():
            if name not in known:
                kept[name] = value  # judged as unreadable
            elif name in asked:
                left = _without_hidden(asked[name], known[name], value)
                if left not in (None, []):
                    kept[name] = left
        return kept

    def judged(self, value: Any, outside: State) -> tuple[Message, ...]:
        """Everything that is wrong: in what is asked in each row, and across its answers."""
        known = [self.row(row, outside) for row in value] if are_rows(value) else []
        rows = BEHAVIOURS[Kind.GROUP]
        if not isinstance(rows, RowsKind):
            return ()
        plain = rows.judge_by(self.group, value, outside.context, lambda place: known[place].asked)
        wrong = (
            replace(said, row=rows.label(self.group, value[place], place))
            for place, row in enumerate(known)
            for said in self._wrong(place, row)
        )
        return (*plain, *wrong)

    def _wrong(self, place: int, row: RowState) -> Iterator[Message]:
        for one in row.asked:
            for holds, rule in self.validations.get(one.id, ()):
                if holds(row.state):
                    yield Said(text=rule.message, part=f"{place}.{one.id}", about=one)


def _without_hidden(asked: Question, whole: Question, value: Any) -> Any:
    """The answer without the options that cannot be chosen in the row."""
    if asked.options == whole.options:
        return value
    hidden = {one.id for one in whole.options} - {one.id for one in asked.options}
    if isinstance(value, list):
        return [one for one in value if not (isinstance(one, str) and one in hidden)]
    return None if isinstance(value, str) and value in hidden else value
