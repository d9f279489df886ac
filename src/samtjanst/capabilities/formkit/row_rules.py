"""What rules say of the questions in the rows of a repeating group.

Each row is looked at by itself: its own answers go before those outside, and an answer that a
rule hides is as if it had never been given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from typing import Any

from samtjanst.capabilities.formkit.conditions import Condition, Operand, State
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.rows import RowsKind, are_rows
from samtjanst.capabilities.formkit.messages import Message, Said
from samtjanst.capabilities.formkit.model import Question, Rule

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowState:
    """One row: the questions that are asked in it, as they are asked, and what conditions see.

    ``given`` are the values that are worked out, and those that rules fill in where nobody has
    answered; ``first`` what rules would fill in, answered or not.
    """

    asked: tuple[Question, ...]
    state: State
    given: Mapping[str, Any] = field(default_factory=dict)
    first: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RowRules:
    """The rules on one group's questions; ``before`` says what must be known before each.

    Prefills and computations stand in the order of their rules' ids; the first that holds is used.
    ``calculations`` are the values of calculated questions where no rule says another.
    """

    group: Question
    show: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    require: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    limits: dict[str, tuple[tuple[Condition, frozenset[str]], ...]] = field(default_factory=dict)
    options: dict[str, dict[str, list[Condition]]] = field(default_factory=dict)
    prefills: dict[str, tuple[tuple[Condition, Operand], ...]] = field(default_factory=dict)
    computes: dict[str, tuple[tuple[Condition, Operand], ...]] = field(default_factory=dict)
    calculations: dict[str, Operand] = field(default_factory=dict)
    validations: dict[str, tuple[tuple[Condition, Rule], ...]] = field(default_factory=dict)
    before: dict[str, set[str]] = field(default_factory=dict)
    order: tuple[Question, ...] = ()

    @property
    def can_be_begun(self) -> bool:
        """Whether something is left in a row that the applicant answers herself."""
        return any(one.kind.is_asked and one.id not in self.prefills
                   for one in self.group.questions)  # fmt: skip

    def marked(self, one: Question) -> Question:
        """The question, which knows that a rule fills it in."""
        is_filled = one.id in self.prefills
        return replace(one, settings=replace(one.settings, prefilled=True)) if is_filled else one

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

    def row(self, row: Row, outside: State, *, is_draft: bool = False) -> RowState:
        """What a row is, given its answers and those outside the group.

        ``is_draft``: what is absent has not been touched, and rules fill it in.
        """
        own = {one.id for one in self.group.questions}
        seen = {name: value for name, value in outside.seen.items() if name not in own}
        values: dict[str, Any] = {}
        if self.prefills:  # only those look at answers as they are stored
            values = {name: held for name, held in outside.values.items() if name not in own}
        state = State(outside.context, seen, values)
        shown: dict[str, Question] = {}
        given: dict[str, Any] = {}
        first: dict[str, Any] = {}
        for one in self.order:
            rules = self.show.get(one.id)
            if rules and not any(rule(state) for rule in rules):
                continue
            asked_as = shown[one.id] = self._limited(one, state)
            if one.id in self.prefills:
                first[one.id] = self._first(one, asked_as, state)
            value = _without_hidden(asked_as, one, row.get(one.id))
            if one.id in self.calculations:
                value = given[one.id] = self._calculated(one, state)
            elif is_draft and one.id not in row and first.get(one.id) is not None:
                value = given[one.id] = first[one.id]
            _note(state, one, asked_as, value)
        asked = (shown[one.id] for one in self.group.questions if one.id in shown)
        return RowState(tuple(self._demanded(one, state) for one in asked), state, given, first)

    def _first(self, one: Question, asked_as: Question, state: State) -> Any:
        found = next((value(state) for holds, value in self.prefills[one.id] if holds(state)), None)
        behaviour = BEHAVIOURS[one.kind]
        if found is None or behaviour.empty(found):
            return None
        return _without_hidden(asked_as, one, behaviour.canonical(one, found)) or None

    def _calculated(self, one: Question, state: State) -> Any:
        usual = self.calculations[one.id]
        work = next(
            (value for holds, value in self.computes.get(one.id, ()) if holds(state)), usual
        )
        number = work(state)
        return None if number is None else BEHAVIOURS[one.kind].calculated(number)

    def _limited(self, one: Question, state: State) -> Question:
        """The question with the options that can be chosen in the row."""
        allowed = [able for holds, able in self.limits.get(one.id, ()) if holds(state)]
        shows = self.options.get(one.id, {})
        closed = {name for name, rules in shows.items() if not any(rule(state) for rule in rules)}
        if not allowed and not closed:
            return one
        kept = (item for item in one.options if all(item.id in able for able in allowed))
        return replace(one, options=tuple(item for item in kept if item.id not in closed))

    def _demanded(self, one: Question, state: State) -> Question:
        rules = self.require.get(one.id, ())
        is_due = one.required or any(rule(state) for rule in rules)
        return one if is_due == one.required else replace(one, required=is_due)

    def cleaned(self, value: Any, outside: State) -> Any:
        """The rows without the answers that rules hide, with what they give.

        A row without any answer is none; neither is one in which the applicant has only left what
        rules fill in as it was.
        """
        if not are_rows(value):
            return value
        rows = (self._cleaned(row, outside) for row in value)
        return [row for row in rows if row] or None

    def _cleaned(self, row: dict[str, Any], outside: State) -> dict[str, Any]:
        known = {one.id: one for one in self.group.questions}
        found = self.row(row, outside, is_draft=True)
        asked = {one.id: one for one in found.asked}
        kept: dict[str, Any] = {}
        for name, value in row.items():
            if name not in known:
                kept[name] = value  # judged as unreadable
            elif name in asked and known[name].kind.is_asked:
                left = _without_hidden(asked[name], known[name], value)
                if left not in (None, []):
                    kept[name] = left
        if not any(self._is_own(name, value, found) for name, value in kept.items()):
            return {}
        return kept | {name: value for name, value in found.given.items() if value is not None}

    def _is_own(self, name: str, value: Any, found: RowState) -> bool:
        """Whether an answer is the applicant's own: not the name of a fixed row, nor filled in."""
        if self.group.options and name == "row":
            return False
        return name not in found.first or bool(value != found.first[name])

    def judged(self, value: Any, outside: State) -> tuple[Message, ...]:
        """Everything that is wrong: in what is asked in each row, and across its answers."""
        known = [self.row(row, outside) for row in value] if are_rows(value) else []
        rows = BEHAVIOURS[self.group.kind]
        if not isinstance(rows, RowsKind):
            return ()
        plain = rows.judge_by(self.group, value, outside.context, lambda place: known[place].asked)
        wrong = (
            replace(said, row=rows.label(self.group, value[place], place))
            for place, row in enumerate(known)
            for said in self._wrong(self._key(value[place], place), row)
        )
        return (*plain, *wrong)

    def _key(self, row: Row, place: int) -> str:
        """What the row's cells post under: a fixed row's name, else its place."""
        return str(row.get("row")) if self.group.options else str(place)

    def _wrong(self, place: str, row: RowState) -> Iterator[Message]:
        for one in row.asked:
            for holds, rule in self.validations.get(one.id, ()):
                if holds(row.state):
                    yield Said(text=rule.message, part=f"{place}.{one.id}", about=one)


def _note(state: State, one: Question, asked_as: Question, value: Any) -> None:
    """Let what comes after see the answer."""
    if value is None:
        return
    state.values[one.id] = value
    known = BEHAVIOURS[one.kind].seen(asked_as, value, state.context)
    if known is not None:
        state.seen[one.id] = known


def _without_hidden(asked: Question, whole: Question, value: Any) -> Any:
    """The answer without the options that cannot be chosen in the row."""
    if asked.options == whole.options:
        return value
    hidden = {one.id for one in whole.options} - {one.id for one in asked.options}
    if isinstance(value, list):
        return [one for one in value if not (isinstance(one, str) and one in hidden)]
    return None if isinstance(value, str) and value in hidden else value
