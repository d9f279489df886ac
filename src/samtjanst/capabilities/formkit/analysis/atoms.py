"""Single tests as literals: which classes of which variable make them true."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from samtjanst.capabilities.formkit.analysis import lines
from samtjanst.capabilities.formkit.analysis.lines import Line
from samtjanst.capabilities.formkit.analysis.solver import (
    FALSE,
    NONE,
    TRUE,
    And,
    Exact,
    Formula,
    Literal,
    Or,
    Variable,
)
from samtjanst.capabilities.formkit.conditions import Node, Sort, State, as_number, sort_of
from samtjanst.capabilities.formkit.conditions import operands as ops
from samtjanst.capabilities.formkit.conditions.facts import LEVELS, NUMBERS
from samtjanst.capabilities.formkit.conditions.tree import Asked, Compare, Known, Rows, walk
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.model import Kind, Question

if TYPE_CHECKING:
    from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction

OTHER = object()  # an answer that no condition mentions
REGISTER, PROTECTED, OWN = "register", "protected", "own"
_MATCHES = frozenset({"text_contains", "starts_with", "ends_with"})
_GIVES: Mapping[Sort, str] = {Sort.NUMBER: "number", Sort.DATE: "date", Sort.TIME: "time"}
_LEVEL = ops.Fact("assurance_level", NUMBERS["assurance_level"].read)
_PAIR = {"less": 0b0010, "at_most": 0b0110, "more": 0b1000, "at_least": 0b1100, "same": 0b0100}


class Atoms:
    """The variables of one definition, made when they are first met."""

    def __init__(
        self, around: "Abstraction", today: date, parameters: Mapping[str, Any] | None
    ) -> None:
        self.around, self.today, self.parameters = around, today, parameters
        definition = around.definition
        self.questions = {question.id: question for question in definition.questions()}
        self.variables: dict[object, Variable] = {}
        self.lines: dict[ops.Value, Line] = {}
        self.values: dict[str, list[Any]] = {}  # by question: the value of each class
        self._cuts: dict[ops.Value, set[Any]] = {}
        self._constants: dict[str, dict[Any, None]] = {}
        program = definition.program
        conditions = (*program.nodes.values(), *program.step_nodes.values())
        self.mentioned: list[Node] = [part for node in conditions for part in walk(node)]
        self._matched: dict[str, list[str]] = {}
        for node in conditions:
            for part in self._on_page(node, frozenset()):
                self._collect(part)
        for value in self._cuts:
            self._on_line(value)

    # What is compared with what --------------------------------------------------------------

    def _on_page(self, node: Node, hidden: frozenset[str]) -> Iterator[Node]:
        """Everything in a condition but tests of a row's answer with the id of another sort here.

        Constants of such an id are none of the question's that stands on the page.
        """
        if isinstance(node, Rows) and (group := self.questions.get(node.group)):
            hidden |= {one.id for one in group.questions if self._is_other(one)}
        is_single = isinstance(node, Asked | Compare)
        if not (is_single and hidden.intersection(node.questions())):
            yield node
        for part in node.parts():
            yield from self._on_page(part, hidden)

    def _is_other(self, inner: Question) -> bool:
        outside = self.questions.get(inner.id)
        return outside is not None and sort_of(outside.kind) is not sort_of(inner.kind)

    def _collect(self, node: Node) -> None:
        if isinstance(node, Compare):
            for _, value, cut in self._cuts_in(node):
                self._cuts.setdefault(value, set()).add(cut)
        elif isinstance(node, Asked) and node.op in {"equals", "any_of"}:
            self._collect_asked(node)
        elif isinstance(node, Asked) and node.op in _MATCHES:
            self._matched.setdefault(node.question, []).append(str(node.value))
        elif isinstance(node, Known):
            if node.subject == "assurance_level":
                self._cuts.setdefault(_LEVEL, set()).update(LEVELS)
            elif node.op != "flag":
                self._keep(node.subject, _each(node.value))

    def _collect_asked(self, node: Asked) -> None:
        line = self._line_of(node.question)
        if line is not None:
            self._cuts.setdefault(line, set()).update(_each(node.value))
        else:
            self._keep(node.question, _each(node.value))

    def _keep(self, subject: str, values: Iterable[Any]) -> None:
        self._constants.setdefault(subject, {}).update(dict.fromkeys(values))

    def _line_of(self, question_id: str) -> ops.Value | None:
        question = self.questions.get(question_id)
        gives = _GIVES.get(sort_of(question.kind)) if question else None
        return ops.Answer(question_id, gives) if gives else None

    def _cuts_in(self, node: Compare) -> list[tuple[str, ops.Value, Any]]:
        """The comparison with constants: operator, value and constant; or [] when it has none."""
        left, right = self._fixed(node.left), self._fixed(node.right)
        if right is not None and left is None:
            return [(node.op, node.left, right)]
        if left is not None and right is None:
            return [(lines.TURNED[node.op], node.right, left)]
        table = self._by_option(node)
        return [(op, value, cut) for op, value, cut, _ in table]

    def _by_option(self, node: Compare) -> list[tuple[str, ops.Value, Any, str]]:
        """A comparison with a table of the municipality's, unfolded over the options."""
        op, value, table = node.op, node.left, node.right
        if isinstance(value, ops.Setting) and value.per:
            op, value, table = lines.TURNED[op], table, value
        if not isinstance(table, ops.Setting) or not table.per or self.parameters is None:
            return []
        numbers = self.parameters.get(table.parameter)
        if not isinstance(numbers, Mapping) or self._fixed(value) is not None:
            return []
        found = []
        for option in self.questions[table.per].options:
            number = as_number(numbers.get(option.id))
            if number is not None:
                found.append((op, value, number, option.id))
        return found

    def constants(self, subject: str) -> list[Any]:
        """What a question, or a fact of the context, is compared with."""
        return sorted(self._constants.get(subject, ()), key=str)

    def told(self, subject: str) -> list[Any]:
        """The constants of a fact, in the order of its classes."""
        return list(self._constants.get(subject, ()))

    def matched(self, question_id: str) -> list[str]:
        """The parts of text that conditions look for in an answer."""
        return self._matched.get(question_id, [])

    # Literals --------------------------------------------------------------------------------

    def atom(self, node: Node) -> Formula:
        """A single test."""
        if isinstance(node, Asked):
            return self._asked(node)
        if isinstance(node, Known):
            return self._known(node)
        if isinstance(node, Compare):
            return self._compare(node)
        if isinstance(node, Rows):
            key = ("rows", node.op, node.group, repr(node.of))
            free = self._variable(key, 2, needs=lambda: (self.answered(node.group),))
            return Literal(free, 0b10)
        return FALSE

    def answered(self, question_id: str) -> Formula:
        """The question has a good answer."""
        return Literal(self.question(question_id), ~NONE)

    def question(self, question_id: str) -> Variable:
        """The variable of a question's answer."""
        line = self._line_of(question_id)
        if line is not None:
            return self._on_line(line)
        question = self.questions[question_id]
        values = self.values.setdefault(question_id, self._values(question))
        known = self.variables.get(question_id)
        if known is not None:
            return known
        found = self._variable(question_id, len(values), needs=lambda: self._needs(question))
        self._guard(found, question, values)
        return found

    def in_class(self, variable: Variable, place: int) -> Formula:
        """The variable has one class."""
        return Literal(variable, 1 << place)

    def chosen(self, question_id: str, option_id: str) -> Formula:
        """The option is the answer, or one of the answers."""
        question = self.questions[question_id]
        if sort_of(question.kind) is not Sort.OPTIONS:
            variable = self.question(question_id)
            return Literal(variable, 1 << self.values[question_id].index(option_id))
        found = self._variable(
            (question_id, option_id), 2, needs=lambda: (self.answered(question_id),)
        )
        if self._has_guards(question):
            found.guards[1] = lambda: self.around.offered(question_id, option_id)
        return Literal(found, 0b10)

    def _needs(self, question: Question) -> tuple[Formula, ...]:
        shown = self.around.visible(question.id)
        if sort_of(question.kind) is not Sort.OPTIONS:
            return (shown,)
        return shown, Or([self.chosen(question.id, option.id) for option in question.options])

    def _has_guards(self, question: Question) -> bool:
        rules = self.around.rules
        ruled = any((question.id, option.id) in rules.options for option in question.options)
        return ruled or question.id in rules.limit

    def _guard(self, variable: Variable, question: Question, values: list[Any]) -> None:
        if sort_of(question.kind) is Sort.OPTION and self._has_guards(question):
            for place, option in enumerate(values[1:], 1):
                variable.guards[place] = _offered(self.around, question.id, option)
        if question.kind is Kind.CHILD:
            silent = self._flag("register_answered").negated()
            variable.guards = {place: lambda: TRUE for place in range(1, len(values))}
            variable.guards[values.index(OWN)] = lambda: silent

    def _values(self, question: Question) -> list[Any]:
        """The value of each class, from "no value"."""
        sort = sort_of(question.kind)
        if sort is Sort.PERSON:
            return [None, *_people(question)]
        if sort is Sort.YES_NO:
            # Nobody can refuse a consent: then it is not answered.
            return [None, True, False] if question.kind is Kind.YES_NO else [None, True]
        if sort is Sort.OPTION:
            return [None, *(option.id for option in question.options)]
        if sort in {Sort.TEXT, Sort.ITEM}:
            return [None, *self._constants.get(question.id, ()), OTHER]
        return [None, OTHER]

    def _asked(self, node: Asked) -> Formula:
        if node.op == "answered":
            return self.answered(node.question)
        line = self._line_of(node.question)
        if line is not None:
            return Or([self._at(line, "same", value) for value in _each(node.value)])
        sort = sort_of(self.questions[node.question].kind)
        if sort is Sort.OPTIONS:
            parts = [self.chosen(node.question, value) for value in sorted(_each(node.value))]
            return And(parts) if node.op == "contains_all" else Or(parts)
        variable = self.question(node.question)
        values = self.values[node.question]
        if sort is Sort.PERSON:
            wanted = OWN if node.op == "own_statement" else PROTECTED
            return Literal(variable, sum(1 << i for i, v in enumerate(values) if v == wanted))
        told = sum(1 << i for i, v in enumerate(values) if v is not OTHER and node.test(v))
        if node.op not in _MATCHES:
            return Literal(variable, told)
        free = self._variable((node.question, node.op, node.value), 2)
        other = Literal(variable, 1 << values.index(OTHER))
        return Or([Literal(variable, told), And([other, Literal(free, 0b10)])])

    def _known(self, node: Known) -> Formula:
        if node.subject == "assurance_level":
            return self._at(_LEVEL, "at_least", node.value)
        if node.op == "flag":
            return self._flag(node.subject)
        if node.subject.startswith("parameter.") and self.parameters is not None:
            holds = self.parameters.get(node.subject.removeprefix("parameter.")) == node.value
            return TRUE if holds else FALSE
        values = [None, *self._constants[node.subject], OTHER]
        variable = self._variable(node.subject, len(values))
        told = _each(node.value)
        return Literal(variable, sum(1 << i for i, v in enumerate(values) if v in told))

    def _flag(self, name: str) -> Formula:
        return Literal(self._variable(name, 2), 0b10)

    def _compare(self, node: Compare) -> Formula:
        table = self._by_option(node)
        if table:
            per = node.right if isinstance(node.right, ops.Setting) else node.left
            question = getattr(per, "per", "")
            return Or(
                [
                    And([self.chosen(question, option), self._at(value, op, cut)])
                    for op, value, cut, option in table
                ]
            )
        cuts = self._cuts_in(node)
        if cuts:
            return Or([self._at(value, op, cut) for op, value, cut in cuts])
        return self._pair(node)

    def _at(self, value: ops.Value, op: str, cut: Any) -> Formula:
        variable = self._on_line(value)
        return Literal(variable, self.lines[value].mask(op, cut))

    def _on_line(self, value: ops.Value) -> Variable:
        known = self.variables.get(value)
        if known is not None:
            return known
        owner = next(iter(value.questions()), "")
        low, high, steps = lines.ends(value, self.questions.get(owner), self.today)
        line = Line(tuple(sorted(self._cuts.get(value, ()))), low, high, steps)
        self.lines[value] = line
        found = self._variable(value, line.size, needs=lambda: self._owners(value))
        found.full &= line.full()
        if isinstance(value, ops.Count | ops.Length):
            self._zero(found, value, line)
        elif isinstance(value, ops.Setting) and not value.per:
            found.full &= ~NONE
        return found

    def _zero(self, found: Variable, value: ops.Value, line: Line) -> None:
        """More than nothing needs an answer."""
        found.full &= ~NONE
        question = next(iter(value.questions()))
        for place in range(1, line.size):
            low, _, closed = line.bounds(place)
            if low is not None and (low > 0 or (low == 0 and not closed)):
                found.guards[place] = lambda: self.answered(question)
            else:
                found.guards[place] = lambda: TRUE

    def _owners(self, value: ops.Value) -> tuple[Formula, ...]:
        if isinstance(value, ops.Answer):
            return (self.around.visible(value.question),)
        if isinstance(value, ops.Fact) and value.name == "children":
            return (self._flag("register_answered"),)
        return tuple(self.answered(question) for question in lines.strict(value))

    def _pair(self, node: Compare) -> Formula:
        if self._fixed(node.left) is not None and self._fixed(node.right) is not None:
            holds = node.compiled()(State(Context(self.today, self.parameters or {})))
            return TRUE if holds else FALSE
        op, left, right = node.op, node.left, node.right
        if repr(left) > repr(right):
            op, left, right = lines.TURNED[op], right, left
        both = {*lines.strict(left), *lines.strict(right)}
        variable = self._variable(
            ("pair", left, right),
            4,
            needs=lambda: tuple(self.answered(name) for name in sorted(both)),
        )
        if left == right:
            variable.full &= 0b0101
        ordered = Literal(variable, _PAIR[op])
        if not all(isinstance(side, ops.Answer) and self._is_asked(side) for side in (left, right)):
            return ordered
        # False is: the other way round, or something is not answered.
        answered = [self.answered(name) for name in sorted(both)]
        turned = Literal(variable, 0b1110 & ~_PAIR[op])
        return Exact(ordered, Or([turned, *(part.negated() for part in answered)]))

    def _is_asked(self, answer: ops.Answer) -> bool:
        return self.questions[answer.question].kind.is_asked

    def _fixed(self, value: ops.Value) -> Any:
        return lines.constant(value, self.today, self.parameters)

    def _variable(
        self, key: object, size: int, needs: Callable[[], tuple[Formula, ...]] = tuple
    ) -> Variable:
        known = self.variables.get(key)
        if known is None:
            known = self.variables[key] = Variable(key, size, (1 << size) - 1, needs)
        return known


def _people(question: Question) -> list[str]:
    """Where what is known of a person comes from."""
    if question.kind is Kind.CHILD:
        return [REGISTER, PROTECTED, OWN]
    if question.kind is Kind.PERSONAL_NUMBER:
        return [REGISTER]
    return [OWN, REGISTER, PROTECTED] if question.settings.can_be_self else [OWN]


def _each(value: Any) -> frozenset[Any]:
    return value if isinstance(value, frozenset) else frozenset({value})


def _offered(around: "Abstraction", question_id: str, option_id: str) -> Callable[[], Formula]:
    return lambda: around.offered(question_id, option_id)
