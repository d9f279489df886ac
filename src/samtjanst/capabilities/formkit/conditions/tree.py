"""Conditions as a tree of frozen nodes: what the evaluator, the analysis and the words share.

Three rules make them safe to reason about. A comparison with something that is not answered
is false. Nothing is converted: types are checked when the definition is loaded. Nothing
raises, whatever the answers are.

Note that ``not`` is plain negation: ``not equals`` is true while the question is unanswered.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions.operands import Value
from samtjanst.capabilities.formkit.conditions.state import Condition, State
from samtjanst.capabilities.formkit.context import Context

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "less": operator.lt,
        "at_most": operator.le,
        "more": operator.gt,
        "at_least": operator.ge,
        "same": operator.eq,
    }
)


class Node:
    """One condition."""

    __slots__ = ()

    def compiled(self) -> Condition:
        """The condition as a function of what is known."""
        raise NotImplementedError

    def parts(self) -> "tuple[Node, ...]":
        """The conditions inside."""
        return ()

    def questions(self) -> Iterator[str]:
        """The ids of the questions that the condition looks at."""
        for part in self.parts():
            yield from part.questions()


@dataclass(frozen=True, slots=True)
class Not(Node):
    """True when ``of`` is not."""

    of: Node

    def compiled(self) -> Condition:
        """Plain negation."""
        inner = self.of.compiled()
        return lambda state: not inner(state)

    def parts(self) -> tuple[Node, ...]:
        """The one inside."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class All(Node):
    """True when every one of ``of`` is."""

    of: tuple[Node, ...]

    def compiled(self) -> Condition:
        """A plain loop: faster than all() over a generator."""
        inner = tuple(part.compiled() for part in self.of)

        def holds(state: State) -> bool:
            for part in inner:  # noqa: SIM110 - see above
                if not part(state):
                    return False
            return True

        return holds

    def parts(self) -> tuple[Node, ...]:
        """All inside."""
        return self.of


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    """True when at least one of ``of`` is."""

    of: tuple[Node, ...]

    def compiled(self) -> Condition:
        """A plain loop: faster than any() over a generator."""
        inner = tuple(part.compiled() for part in self.of)

        def holds(state: State) -> bool:
            for part in inner:  # noqa: SIM110 - see above
                if part(state):
                    return True
            return False

        return holds

    def parts(self) -> tuple[Node, ...]:
        """All inside."""
        return self.of


@dataclass(frozen=True, slots=True)
class Asked(Node):
    """A test of one question's answer alone.

    ``test`` takes the answer as conditions see it, None included; ``op`` and ``value`` say in
    the document's words what it tests, and are what two tests are compared by.
    """

    question: str
    op: str
    value: Any
    test: Callable[[Any], bool] = field(compare=False, repr=False)

    def compiled(self) -> Condition:
        """Look and test."""
        question, test = self.question, self.test
        return lambda state: test(state.seen.get(question))

    def questions(self) -> Iterator[str]:
        """The one question."""
        yield self.question


@dataclass(frozen=True, slots=True)
class Known(Node):
    """A test of something in the context: register, assurance level, parameter."""

    subject: str
    op: str
    value: Any
    test: Callable[[Context], bool] = field(compare=False, repr=False)

    def compiled(self) -> Condition:
        """Look and test."""
        test = self.test
        return lambda state: test(state.context)


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two values in an order; false when either is missing."""

    op: str
    left: Value
    right: Value

    def compiled(self) -> Condition:
        """Both sides are worked out, then compared."""
        compare = COMPARISONS[self.op]
        left, right = self.left.compiled(), self.right.compiled()

        def holds(state: State) -> bool:
            first, second = left(state), right(state)
            return first is not None and second is not None and compare(first, second)

        return holds

    def questions(self) -> Iterator[str]:
        """Of both sides."""
        yield from self.left.questions()
        yield from self.right.questions()


@dataclass(frozen=True, slots=True)
class Rows(Node):
    """Whether any, or every, row of a repeating group fulfils a condition.

    Inside, ids of the group's own questions mean the row's answers, other ids the answers
    outside. ``every`` is false for a group without rows: there is nothing to answer for it.
    """

    op: str  # "any_row" or "every_row"
    group: str
    of: Node

    def compiled(self) -> Condition:
        """The condition is tried on each row laid over the other answers."""
        inner, group = self.of.compiled(), self.group
        every = self.op == "every_row"

        def holds(state: State) -> bool:
            rows = state.seen.get(group) or ()
            found = [inner(State(state.context, {**state.seen, **row})) for row in rows]
            return bool(found) and (all(found) if every else any(found))

        return holds

    def questions(self) -> Iterator[str]:
        """The group; the questions inside belong to it."""
        yield self.group
        yield from self.of.questions()

    def parts(self) -> tuple[Node, ...]:
        """The one inside."""
        return (self.of,)


def walk(node: Node) -> Iterator[Node]:
    """The condition and everything inside it."""
    yield node
    for part in node.parts():
        yield from walk(part)
