"""A small solver: can some formulas be true at the same time?

Variables have finitely many classes; a literal says in which of them a variable is (a bit mask,
bit 0 for "no value"). Formulas are and/or trees of literals. The search is complete: when it ends
without an answer because its budget is used up, it says so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

NONE = 1  # the bit of "no value"


class Formula:
    """Something that is true or false."""

    __slots__ = ("_opposite",)

    def negated(self) -> "Formula":
        """The opposite."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class Variable:
    """Something that has one of ``size`` classes; class 0 is "no value".

    ``needs`` is what must be true when it has a value; ``guards`` what must be true for a class.
    """

    key: object
    size: int
    full: int
    needs: Callable[[], tuple[Formula, ...]] = tuple
    guards: dict[int, Callable[[], Formula]] = field(default_factory=dict)


class Literal(Formula):
    """The variable is in one of the classes of the mask."""

    __slots__ = ("mask", "variable")

    def __init__(self, variable: Variable, mask: int) -> None:
        self.variable, self.mask = variable, mask & variable.full

    def negated(self) -> Formula:
        """In one of the other classes."""
        return Literal(self.variable, self.variable.full & ~self.mask)


class And(Formula):
    """All of them."""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[Formula]) -> None:
        self.parts = tuple(parts)

    def negated(self) -> Formula:
        """One of the opposites."""
        return Or(part.negated() for part in self.parts)


class Or(Formula):
    """At least one of them."""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[Formula]) -> None:
        self.parts = tuple(parts)

    def negated(self) -> Formula:
        """All of the opposites."""
        return And(part.negated() for part in self.parts)


class Exact(Formula):
    """A formula whose opposite is known better than by turning it round."""

    __slots__ = ("against", "holds")

    def __init__(self, holds: Formula, against: Formula) -> None:
        self.holds, self.against = holds, against

    def negated(self) -> Formula:
        """The opposite."""
        return Exact(self.against, self.holds)


class Lazy(Formula):
    """A formula that is made when it is first looked at: visibility refers to visibility."""

    __slots__ = ("_made", "_make", "_opposite_made", "flipped")

    def __init__(self, make: Callable[[], Formula], *, flipped: bool = False) -> None:
        self._make, self.flipped = make, flipped
        self._made: Formula | None = None
        self._opposite_made: Lazy | None = None

    def made(self) -> Formula:
        """The formula itself."""
        if self._made is None:
            found = self._make()
            self._made = found.negated() if self.flipped else found
        return self._made

    def negated(self) -> Formula:
        """Lazily, too."""
        if self._opposite_made is None:
            self._opposite_made = Lazy(self._make, flipped=not self.flipped)
            self._opposite_made._opposite_made = self  # noqa: SLF001 - of its own kind
        return self._opposite_made


TRUE, FALSE = And(()), Or(())
Domains = dict[Variable, int]


class BudgetError(Exception):
    """The search was ended before it had an answer."""


@dataclass(slots=True)
class Budget:
    """How many steps a search may take."""

    steps: int

    def spend(self) -> None:
        """One step.

        Raises:
            BudgetError: there is none left.
        """
        self.steps -= 1
        if self.steps < 0:
            raise BudgetError


@dataclass(slots=True)
class _Branch:
    domains: Domains
    choices: list[Or]
    seen: set[int]

    def copy(self) -> "_Branch":
        return _Branch(dict(self.domains), list(self.choices), set(self.seen))


def solve(formulas: Sequence[Formula], budget: Budget) -> Domains | None:
    """The classes that variables are left with when all formulas hold; None when they cannot.

    Raises:
        BudgetError: not decided.
    """
    branch = _Branch({}, [], set())
    return _search(branch, list(formulas), budget)


def _search(branch: _Branch, agenda: list[Formula], budget: Budget) -> Domains | None:
    stack: list[tuple[_Branch, list[Formula]]] = [(branch, agenda)]
    while stack:
        branch, agenda = stack.pop()
        budget.spend()
        if not _assert(branch, agenda, budget):
            continue
        found = _pick(branch)
        if found is None:
            return branch.domains
        if found:
            stack.extend((branch.copy(), [part]) for part in reversed(found))
    return None


def _assert(branch: _Branch, agenda: list[Formula], budget: Budget) -> bool:
    while agenda:
        formula = agenda.pop()
        if isinstance(formula, Literal):
            if not _restrict(branch, formula, agenda):
                return False
        elif isinstance(formula, And):
            agenda.extend(formula.parts)
        elif isinstance(formula, Lazy):
            if id(formula) not in branch.seen:
                budget.spend()
                branch.seen.add(id(formula))
                agenda.append(formula.made())
        elif isinstance(formula, Exact):
            agenda.append(formula.holds)
        elif isinstance(formula, Or) and not _open(branch, formula, agenda):
            return False
    return True


def _restrict(branch: _Branch, literal: Literal, agenda: list[Formula]) -> bool:
    variable = literal.variable
    before = branch.domains.get(variable, variable.full)
    after = before & literal.mask
    if not after:
        return False
    branch.domains[variable] = after
    if before & NONE and not after & NONE:
        agenda.extend(variable.needs())
    if variable.guards and after != before and not after & (after - 1):
        guard = variable.guards.get(after.bit_length() - 1)
        if guard is not None:
            agenda.append(guard())
    return True


def _open(branch: _Branch, formula: Or, agenda: list[Formula]) -> bool:
    """Drop what is false already; False when nothing is left."""
    left = []
    for part in formula.parts:
        state = _state(branch, part)
        if state is True:
            return True
        if state is None:
            left.append(part)
    if len(left) == 1:
        agenda.append(left[0])
    elif left:
        branch.choices.append(formula if len(left) == len(formula.parts) else Or(left))
    return bool(left)


def _state(branch: _Branch, formula: Formula) -> bool | None:
    """What is known of a formula already, without looking deep."""
    if isinstance(formula, Literal):
        domain = branch.domains.get(formula.variable, formula.variable.full)
        if not domain & formula.mask:
            return False
        return True if not domain & ~formula.mask and formula.variable in branch.domains else None
    if isinstance(formula, And):
        states = [_state(branch, part) for part in formula.parts]
        return False if False in states else None if None in states else True
    if isinstance(formula, Or):
        states = [_state(branch, part) for part in formula.parts]
        return True if True in states else None if None in states else False
    if isinstance(formula, Exact):
        return _state(branch, formula.holds)
    return True if id(formula) in branch.seen else None


def _pick(branch: _Branch) -> list[Formula] | None:
    """The alternatives of the narrowest choice left; None when there is no choice to make."""
    best: list[Formula] | None = None
    picked: Or | None = None
    kept: list[Or] = []
    for choice in branch.choices:
        left: list[Formula] | None = []
        for part in choice.parts:
            state = _state(branch, part)
            if state is True:
                left = None
                break
            if state is None and left is not None:
                left.append(part)
        if left is None:
            continue
        if not left:
            return []
        kept.append(choice)
        if best is None or len(left) < len(best):
            best, picked = left, choice
    # It holds by whichever alternative is asserted: a part that stays open is a choice of its own.
    branch.choices = [choice for choice in kept if choice is not picked]
    return best if best is not None else _guarded(branch)


def _guarded(branch: _Branch) -> list[Formula] | None:
    """Choose a class where the classes that are left have conditions of their own."""
    for variable, domain in branch.domains.items():
        if variable.guards and domain & (domain - 1) and not domain & NONE:
            bits = [1 << place for place in range(variable.size) if domain >> place & 1]
            return [Literal(variable, bit) for bit in bits]
    return None
