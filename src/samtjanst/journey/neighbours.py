"""Who owns what lies beside the property that is applied for, as registers say at hand-in.

Asked by the server alone, and told to nobody but the municipality: whoever applies learns neither
who owns what nor why somebody has not been asked. Nothing of it is kept with the draft.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import TypeVar

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import neighbours as beside
from samtjanst.capabilities.formkit.context import NeighbourFacts
from samtjanst.capabilities.registers import places
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import (
    Answer,
    NeighbourAnswer,
    Outcome,
    OwnerAnswer,
    PropertyAnswer,
)
from samtjanst.foundation.people.queries import citizen_by_identity
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import grounds, look_up
from samtjanst.journey.answer import Work, evaluated
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.property_register import (
    FoundProperty,
    NeighbourQuery,
    Owner,
    OwnerQuery,
    PropertyQuery,
)
from samtjanst.running.filing.types import OpenFiling

FACTS, BY_HAND = "neighbours", "neighbours_by_hand"
PURPOSE = "neighbours who are to sign"
PATIENCE = 10.0  # seconds that the applicant waits, all look-ups together
MOST_PROPERTIES, MOST_OWNERS = 20, 30  # more than that an official asks


_Any = TypeVar("_Any", Answer, PropertyAnswer, NeighbourAnswer, OwnerAnswer)


class _DownError(Exception):
    """A register did not answer: half an answer could hide that somebody is protected."""


def gathered(filing: OpenFiling, *, by: Actor) -> OpenFiling:
    """The filing with what registers say of the neighbours; the same where none are to sign."""
    if not definition_of(filing.version_id).signing.signatories.neighbours_of:
        return filing
    work = evaluated(filing, by)
    if not (work.evaluation.complete and work.definition.signing.is_signed):
        return filing  # told what is missing first
    designation = beside.designation(work.definition, work.evaluation)
    if not designation:
        return filing
    found = [asdict(one) for one in _found(work, designation, by)]
    return replace(filing, facts={**filing.facts, FACTS: found})


def _found(work: Work, designation: str, by: Actor) -> tuple[NeighbourFacts, ...]:
    asking = _Asking(work, by)
    try:
        return tuple(dict.fromkeys(_each_once(asking.owners_beside(designation))))
    except _DownError:
        return (beside.UNANSWERED,)


def _each_once(found: Iterable[NeighbourFacts]) -> list[NeighbourFacts]:
    """With a person who owns several of them as one; more than are asked, as none."""
    people: dict[str, NeighbourFacts] = {}
    others: list[NeighbourFacts] = []
    for one in found:
        known = people.get(one.personal_number)
        if not one.personal_number:
            others.append(one)
        elif known is None:
            people[one.personal_number] = one
        else:
            people[one.personal_number] = replace(known, estate=f"{known.estate}, {one.estate}")
    is_many = len(people) + len(others) > MOST_OWNERS
    return [NeighbourFacts(status="many")] if is_many else [*people.values(), *others]


class _Asking:
    """Look-ups for one filing."""

    def __init__(self, work: Work, by: Actor) -> None:
        self.definition, self.by = work.definition, by
        self.reference = f"filing:{work.filing.id}"
        self.deadline = time.monotonic() + PATIENCE
        represents, applicant = work.context.represents, work.context.applicant
        # Nobody is asked for her own consent, whether she owns it herself or through a firm.
        self.own = {applicant.personal_number if applicant else ""} - {""}
        self.own |= {represents.number} if represents else set()

    @property
    def left(self) -> float:
        """Seconds.

        Raises:
            _DownError: none are left.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise _DownError
        return left

    def owners_beside(self, designation: str) -> Iterator[NeighbourFacts]:
        """Every owner of each property that lies beside, as often as she owns a part."""
        query = PropertyQuery(designation, PURPOSE, self.reference, self.left)
        ground = grounds.of_property(self.definition)
        answer = _answered(places.look_up_property(query=query, by=self.by, ground=ground))
        if answer.found is None:
            yield NeighbourFacts(designation, status="missing")
            return
        found = self._beside(answer.found)
        if not found:
            yield NeighbourFacts(designation, status="alone")
        elif len(found) > MOST_PROPERTIES:
            yield NeighbourFacts(status="many")
        else:
            for one in found:
                yield from self._owners(one)

    def _beside(self, of: FoundProperty) -> tuple[FoundProperty, ...]:
        distance = self.definition.signing.signatories.neighbours_within or 0
        query = NeighbourQuery(of.id, distance, PURPOSE, self.reference, self.left)
        ground = grounds.of_property(self.definition)
        return _answered(places.look_up_neighbours(query=query, by=self.by, ground=ground)).found

    def _owners(self, of: FoundProperty) -> Iterator[NeighbourFacts]:
        query = OwnerQuery(of.id, PURPOSE, self.reference, self.left)
        ground = grounds.of_owner(self.definition)
        answer = _answered(places.look_up_owners(query=query, by=self.by, ground=ground))
        if not answer.owners:
            yield NeighbourFacts(of.designation, status="nobody")
        for owner in answer.owners:
            if (owner.person and owner.person.digits in self.own) or owner.organisation in self.own:
                continue
            yield self._owner(of.designation, owner)

    def _owner(self, designation: str, owner: Owner) -> NeighbourFacts:
        if owner.is_protected:
            return NeighbourFacts(status="protected")
        if owner.organisation:
            return NeighbourFacts(designation, name=owner.name, status="organisation")
        if owner.person is None:
            return NeighbourFacts(designation, status="no_number")
        return self._person(designation, owner.person)

    def _person(self, designation: str, number: PersonalNumber) -> NeighbourFacts:
        answer = _answered(
            look_up_person(
                number=number,
                purpose=PURPOSE,
                reference=self.reference,
                by=self.by,
                fresh=True,
                within=self.left,
                ground=grounds.of_person(self.definition),
            )
        )
        known = citizen_by_identity(number)
        if (known and known.is_protected) or (answer.person and answer.person.is_protected):
            return NeighbourFacts(status="protected")
        status = look_up.status_of(answer) or ("minor" if number.is_minor(clock.today()) else "")
        if status or answer.person is None:
            return NeighbourFacts(designation, status=status or "unknown")
        return NeighbourFacts(designation, number.digits, answer.person.name)


def _answered(answer: _Any) -> _Any:
    """The answer.

    Raises:
        _DownError: there is none.
    """
    if answer.outcome is Outcome.UNAVAILABLE:
        raise _DownError
    return answer
