"""Answers to every question of a definition, and the worlds in which they are tried.

Only used as examples: a sample that a question's own kind does not accept is left out.
"""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from samtjanst.capabilities.formkit.analysis.atoms import Atoms
from samtjanst.capabilities.formkit.analysis.makers import (
    COMPANY,
    MAKERS,
    born,
    nothing,
    number_of,
    stored,
)
from samtjanst.capabilities.formkit.conditions import operands as ops
from samtjanst.capabilities.formkit.context import (
    AddressFacts,
    ApplicantFacts,
    ChildFacts,
    Context,
    EmployeeFacts,
    FileFacts,
    RepresentedFacts,
)
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import Kind, Parameter, Question

MOST_WORLDS = 48
_ADULT = 40
_ABROAD = "NO:exempel"


_REPRESENTS = RepresentedFacts(
    "company", "own_statement", "2026-01-01T12:00:00+01:00", "Exempel AB"
)


class Samples:
    """Answers and worlds for one definition."""

    def __init__(
        self, atoms: Atoms, parameters: tuple[Parameter, ...], *, for_company: bool = False
    ) -> None:
        self.for_company = for_company
        self.atoms, self._declared = atoms, parameters
        self._kept: dict[tuple[int, int], list[Any]] = {}
        self.worlds = self._worlds()

    def of(self, question: Question, world: Context) -> list[Any]:
        """Answers that the question accepts in the world, of as many classes as can be."""
        key = (id(question), id(world))  # an id can stand in rows too, for another question
        if key not in self._kept:
            behaviour = BEHAVIOURS[question.kind]
            made = MAKERS.get(question.kind, nothing)(self, question, world)
            self._kept[key] = [
                value
                for value in made
                if not behaviour.empty(value) and not behaviour.judge(question, value, world)
            ]
        return self._kept[key]

    def lines(self, question_id: str) -> Iterable[Any]:
        """A few values of each class of everything that is counted from the answer."""
        for value, line in self.atoms.lines.items():
            if isinstance(value, ops.Answer) and value.question == question_id:
                for place in range(1, line.size):
                    yield from line.pick(place)

    def ages(self, question_id: str) -> list[int]:
        """Ages that conditions tell apart, for a person ("" for the applicant)."""
        found = [_ADULT, 8]
        for value, line in self.atoms.lines.items():
            if isinstance(value, ops.Age) and value.question == question_id:
                found += [age for place in range(1, line.size) for age in line.pick(place)]
        return sorted({age for age in found if isinstance(age, int) and 0 <= age <= 110})

    # Worlds ----------------------------------------------------------------------------------

    def _worlds(self) -> list[Context]:
        axes: list[list[Any]] = [
            self._parameter_sets(),
            [True, False],
            [False, True] if self._asks("applicant.protected") else [False],
            [True, False] if self._asks("applicant.has_number") else [True],
            self._values("applicant.city", "Mjölby"),
            self._values("applicant.postal_code", "59530"),
            self._levels(),
            self._adults(),
        ]
        made = itertools.product(*axes)
        return [self._world(*axis) for axis in itertools.islice(made, MOST_WORLDS)]

    def _world(  # noqa: PLR0913, PLR0917 - one for each axis
        self,
        parameters: Mapping[str, Any],
        answered: bool,  # noqa: FBT001
        protected: bool,  # noqa: FBT001
        numbered: bool,  # noqa: FBT001
        city: str,
        code: str,
        level: int,
        age: int,
    ) -> Context:
        today = self.atoms.today
        home = AddressFacts(street="Storgatan 1", postal_code=code, city=city)
        applicant = ApplicantFacts(
            number_of(born(today, age)) if numbered else "",
            "Anna Exempel",
            address=None if protected or not numbered else home,
            protected=protected,
            foreign="" if numbered else _ABROAD,
        )
        return Context(
            today=today,
            parameters=parameters,
            applicant=applicant,
            children=self._children() if answered and numbered else None,
            files=self._files(),
            assurance_level=level,
            # Who acts for a company is asked more than who does not.
            represents=_REPRESENTS if self.for_company else None,
            companies=(COMPANY,) if answered else None,
            employees=self._employees() if answered else None,
        )

    def _children(self) -> tuple[ChildFacts, ...]:
        kinds = [q for q in self.atoms.questions.values() if q.kind is Kind.CHILD]
        ages = sorted({age for q in kinds for age in self.ages(q.id)}) if kinds else [8]
        children = [
            ChildFacts(number_of(born(self.atoms.today, age)), f"Barn {age}") for age in ages
        ]
        hidden = number_of(born(self.atoms.today, 8), 239)
        return (*children, ChildFacts(hidden, "Barn skyddat", protected=True))

    def _employees(self) -> tuple[EmployeeFacts, ...]:
        kinds = [q.id for q in self.atoms.questions.values() if q.kind is Kind.EMPLOYEE]
        names = [str(value) for name in kinds for value in self.atoms.constants(name)]
        return tuple(EmployeeFacts(name, f"Medarbetare {name}") for name in (*names, "annan"))

    def _files(self) -> dict[str, FileFacts]:
        found = {}
        for question in self.atoms.questions.values():
            for place in range(question.settings.max_files if question.settings.accept else 0):
                name = f"{question.id}-{place}"
                kind = question.settings.accept[0]
                found[name] = FileFacts(name, "fil.pdf", kind, 1)
        return found

    def _asks(self, subject: str) -> bool:
        return any(getattr(key, "subject", key) == subject for key in self.atoms.mentioned)

    def _values(self, subject: str, usual: str) -> list[str]:
        return [usual, *map(str, self.atoms.constants(subject))][:4]

    def _levels(self) -> list[int]:
        return [3, 2, 4, 0] if self._asks("assurance_level") else [3]

    def _adults(self) -> list[int]:
        return [_ADULT, *self.ages("")][:4] if self._uses_age() else [_ADULT]

    def _uses_age(self) -> bool:
        return any(isinstance(key, ops.Age) and not key.question for key in self.atoms.lines)

    def _parameter_sets(self) -> list[Mapping[str, Any]]:
        if self.atoms.parameters is not None:
            return [self.atoms.parameters]
        return [{p.id: self._parameter(p, place) for p in self._declared} for place in range(4)]

    def _parameter(self, parameter: Parameter, place: int) -> Any:
        if parameter.type == "number":
            return self._number(ops.Setting(parameter.id), place)
        if parameter.type == "text":
            told = [*map(str, self.atoms.constants(f"parameter.{parameter.id}")), "Text"]
            return told[place % len(told)]
        if parameter.type == "numbers":
            options = self.atoms.questions[parameter.per].options
            number = self._number(ops.Setting(parameter.id, parameter.per), place)
            return {option.id: number for option in options}
        items = [
            q.id for q in self.atoms.questions.values() if q.settings.parameter == parameter.id
        ]
        named = [value for item in items for value in self.atoms.constants(item)]
        return [{"id": str(name), "name": f"Val {name}"} for name in (*named, "annat")]

    def _number(self, value: ops.Value, place: int) -> Any:
        line = self.atoms.lines.get(value)
        if line is None:
            return (3, 0, 10, 1000)[place]
        found = [number for at in range(1, line.size) for number in line.pick(at)] or [3]
        return stored(found[place % len(found)])
