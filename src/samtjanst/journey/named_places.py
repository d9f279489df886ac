"""What registers know of the companies, properties and addresses that are named on a page."""

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.inputs import answers_to
from samtjanst.capabilities.formkit.kinds.addresses import search_words
from samtjanst.capabilities.formkit.kinds.base import inner
from samtjanst.capabilities.formkit.kinds.people import OWN
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.registers import places
from samtjanst.capabilities.registers.types import Outcome, OwnerAnswer
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import companies, grounds
from samtjanst.journey.look_up import PATIENCE
from samtjanst.ports.property_register import (
    AddressQuery,
    FoundAddress,
    FoundProperty,
    OwnerQuery,
    PropertyQuery,
)

FACTS = ("properties", "addresses")
MOST_NAMED = 5  # of each kind on one page
Facts = Mapping[str, Any]


def asks(definition: Definition, page_id: str) -> bool:
    """Whether any question of the page has a register behind it."""
    asked = [
        one for found in definition.page(page_id).questions for one in (found, *found.questions)
    ]
    return any(one.kind is Kind.COMPANY or one.settings.from_register for one in asked)


def with_named(  # noqa: PLR0913 - what was answered, where, and for whom
    *,
    definition: Definition,
    page_id: str,
    answers: Mapping[str, Any],
    facts: Facts,
    reference: str,
    by: Actor,
) -> Facts:
    """The facts with what registers know of what was named; the same object when nothing is new.

    The applicant waits three seconds at most, all registers together; what has not been answered
    by then stays as she has stated it.
    """
    asking = _Asking(definition, reference, time.monotonic() + PATIENCE, by)
    named = [value for _, value in answers_to(definition, page_id, answers, Kind.COMPANY)]
    if named:
        facts = companies.with_named(
            facts=facts,
            named=named,
            reference=reference,
            deadline=asking.deadline,
            ground=grounds.of_company(definition),
            by=by,
        )
    estates = _checked(answers_to(definition, page_id, answers, Kind.PROPERTY))
    homes = _checked(answers_to(definition, page_id, answers, Kind.ADDRESS))
    facts = _more(facts, "properties", asking.properties(estates, facts))
    return _more(facts, "addresses", asking.addresses(homes, facts))


class _Asking:
    """Look-ups for one page; a register that has not answered is not asked again."""

    def __init__(self, definition: Definition, reference: str, deadline: float, by: Actor) -> None:
        self.reference, self.deadline, self.by, self.is_down = reference, deadline, by, False
        self.ground, self.owners = grounds.of_property(definition), grounds.of_owner(definition)

    @property
    def left(self) -> float:
        """Seconds; 0 when no more can be asked."""
        return 0.0 if self.is_down else max(0.0, self.deadline - time.monotonic())

    def properties(self, named: list[tuple[Question, Any]], facts: Facts) -> Iterator[Facts]:
        known = {name for one in facts.get("properties") or () for name in _names(one)}
        number = (facts.get("applicant") or {}).get("personal_number", "")
        wanted = {_designation(value): question for question, value in named}
        for designation, question in _first({n: q for n, q in wanted.items() if n not in known}):
            if self.left and (found := self._property(designation, question, number)):
                yield found

    def addresses(self, named: list[tuple[Question, Any]], facts: Facts) -> Iterator[Facts]:
        known = {one["asked"] for one in facts.get("addresses") or ()}
        open_ones = [one for one in named if inner(one[1], "source") == OWN]
        wanted = {search_words(value): question for question, value in open_ones}
        for asked, _question in _first({w: q for w, q in wanted.items() if w not in known}):
            if not self.left:
                return
            query = AddressQuery(asked, companies.PURPOSE, self.reference, self.left)
            answer = places.look_up_addresses(query=query, by=self.by, ground=self.ground)
            self.is_down = answer.outcome is Outcome.UNAVAILABLE
            if not self.is_down:
                yield {"asked": asked, "found": [_address(one) for one in answer.addresses]}

    def _property(self, designation: str, question: Question, number: str) -> Facts | None:
        query = PropertyQuery(designation, companies.PURPOSE, self.reference, self.left)
        answer = places.look_up_property(query=query, by=self.by, ground=self.ground)
        self.is_down = answer.outcome is Outcome.UNAVAILABLE
        if self.is_down:
            return None
        if answer.found is None:
            return {"asked": designation, "designation": designation, "status": "missing"}
        owner = self._owner(answer.found, number) if question.settings.ask_owner else {}
        return {"asked": designation, **described(designation, answer.found), **owner}

    def _owner(self, found: FoundProperty, number: str) -> dict[str, str]:
        # Without a number nobody can tell whether she is among the owners.
        if not self.left or not number:
            return {}
        query = OwnerQuery(found.id, companies.PURPOSE, self.reference, self.left)
        answer = places.look_up_owners(query=query, by=self.by, ground=self.owners)
        self.is_down = answer.outcome is Outcome.UNAVAILABLE
        return owned(answer, number)


def owned(answer: OwnerAnswer, number: str) -> dict[str, str]:
    """Whether the person with the number owns it, and her share; nothing when it is not known."""
    # A protected owner could be the applicant: nothing is concluded.
    if answer.outcome is Outcome.UNAVAILABLE or any(one.is_protected for one in answer.owners):
        return {}
    share = places.owns(answer.owners, number)
    if share is None:
        return {"owner": "another"}
    return {"owner": "applicant", "share": f"{share[0]}/{share[1]}"}


def described(asked: str, found: FoundProperty) -> dict[str, str]:
    """What the register says of a designation, besides its owners."""
    same = found.designation.casefold() == asked.casefold()
    status = "" if same else "renamed"
    return {"designation": found.designation, "id": found.id, "status": status}


def _checked(named: Iterable[tuple[Question, Any]]) -> list[tuple[Question, Any]]:
    return [(question, value) for question, value in named if question.settings.from_register]


def _designation(value: Any) -> str:
    return inner(value, "designation")


def _names(one: Facts) -> tuple[str, str]:
    return one["asked"], one.get("designation", "")


def _first(wanted: Mapping[str, Question]) -> list[tuple[str, Question]]:
    return [(name, question) for name, question in wanted.items() if name][:MOST_NAMED]


def _address(one: FoundAddress) -> dict[str, str]:
    return {"street": one.street, "postal_code": one.postal_code, "city": one.city}


def _more(facts: Facts, name: str, found: Iterable[Facts]) -> Facts:
    new = list(found)
    return {**facts, name: [*(facts.get(name) or ()), *new]} if new else facts
