"""What registers know of the applicant and her children, gathered for a form."""

import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from samtjanst.capabilities.formkit.context import (
    AddressFacts,
    AddressMatches,
    ApplicantFacts,
    ChildFacts,
    CompanyFacts,
    Context,
    FileFacts,
    GuardianFacts,
    NamedFacts,
    NeighbourFacts,
    PropertyFacts,
    RepresentedFacts,
    SourceFacts,
)
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Answer, Ground, Outcome
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.queries import citizen_by_identity, identity_of, open_identity
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.kernel import clock
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.register import Guardian, RegisteredPerson

PURPOSE = "prefill of an application"
STILL_ALIVE = "before a reminder to sign"
# Reasons for which somebody is no longer registered, as the register writes them.
DEAD, EMIGRATED, OLD_NUMBER = "AV", "UV", "GN"
PATIENCE = 3.0  # seconds that the applicant waits for the register, all look-ups together


def gather(
    *, citizen_id: uuid.UUID, reference: str, ground: Ground, by: Actor, fresh: bool = False
) -> dict[str, Any]:
    """Facts about the applicant and her children, as JSON for the filing.

    ``children`` is None when the register did not answer, or could not be asked since she has no
    Swedish number: the applicant then states it herself.
    """
    identity = identity_of(citizen_id)
    search = _Search(reference, ground, by, fresh=fresh)
    number = identity.personal_number
    # No register can be asked about somebody without a number: she states it herself.
    own = search.person(number) if number else None
    if own and own.person and own.person.is_protected:
        _protect(own.person)
    return {
        "applicant": _applicant(identity, own.person if own else None),
        "children": search.children_of(own) if own else None,
        "gathered_at": clock.now().isoformat(),
    }


def context(
    facts: Mapping[str, Any],
    parameters: Mapping[str, Any],
    files: Sequence[FileInfo],
    assurance_level: int = 0,
) -> Context:
    """What the form engine may look at."""
    applicant, children = facts.get("applicant"), facts.get("children")
    return Context(
        today=clock.today(),
        parameters=parameters,
        applicant=_applicant_facts(applicant) if applicant else None,
        children=None if children is None else tuple(_child_facts(child) for child in children),
        files={
            file.id: FileFacts(
                id=file.id,
                name=file.name,
                content_type=file.content_type,
                size=file.size,
                scan_state=file.scan_state.value,
            )
            for file in files
        },
        assurance_level=assurance_level,
        companies=companies_in(facts),
        properties=tuple(PropertyFacts(**one) for one in facts.get("properties") or ()),
        addresses=tuple(_matches(one) for one in facts.get("addresses") or ()),
        people=tuple(NamedFacts(**one) for one in facts.get("people") or ()),
        neighbours=_neighbours(facts.get("neighbours")),
        represents=RepresentedFacts(**told) if (told := facts.get("represents")) else None,
        sources={name: _source(one) for name, one in (facts.get("sources") or {}).items()},
    )


def companies_in(facts: Mapping[str, Any]) -> tuple[CompanyFacts, ...] | None:
    """What the register of companies has said so far; None when it has not answered."""
    companies = facts.get("companies")
    return None if companies is None else tuple(CompanyFacts(**one) for one in companies)


def _neighbours(found: Sequence[Mapping[str, Any]] | None) -> tuple[NeighbourFacts, ...] | None:
    return None if found is None else tuple(NeighbourFacts(**one) for one in found)


def _source(one: Mapping[str, Any]) -> SourceFacts:
    rows = tuple(_source(each) for each in one.get("rows") or ())
    return SourceFacts(**{**one, "options": tuple(one.get("options") or ()), "rows": rows})


def _matches(one: Mapping[str, Any]) -> AddressMatches:
    return AddressMatches(one["asked"], tuple(AddressFacts(**each) for each in one["found"]))


def now_of(number: PersonalNumber, *, reference: str, ground: Ground, by: Actor) -> Answer:
    """What the register says now of somebody who is to be reminded."""
    return look_up_person(
        number=number,
        purpose=STILL_ALIVE,
        reference=reference,
        by=by,
        fresh=True,
        within=PATIENCE,
        ground=ground,
    )


class _Search:
    """Look-ups for one filing."""

    def __init__(self, reference: str, ground: Ground, by: Actor, *, fresh: bool) -> None:
        self.reference, self.ground, self.by, self.fresh = reference, ground, by, fresh
        self.deadline, self.is_down = time.monotonic() + PATIENCE, False

    def person(self, number: PersonalNumber) -> Answer:
        """What the register says; once it has not answered in time it is not asked again."""
        left = self.deadline - time.monotonic()
        if self.is_down or left <= 0:
            self.is_down = True
            return Answer(Outcome.UNAVAILABLE)
        answer = look_up_person(
            number=number,
            purpose=PURPOSE,
            reference=self.reference,
            by=self.by,
            fresh=self.fresh,
            within=left,
            ground=self.ground,
        )
        self.is_down = answer.outcome is Outcome.UNAVAILABLE
        return answer

    def children_of(self, own: Answer) -> list[dict[str, Any]] | None:
        if own.outcome is Outcome.UNAVAILABLE:
            return None
        if own.person is None:
            return []
        found = [self.person(number).person for number in own.person.custody_of]
        children = [self._child(child) for child in found if child and _may_act(own.person, child)]
        # Half an answer could hide a child, or that a guardian is protected.
        return None if self.is_down else [one for one in children if self._may_see(one)]

    def _may_see(self, child: dict[str, Any]) -> bool:
        """Staff who fills in for somebody sees a protected child with the permission only."""
        is_open = not (self.by.is_staff and child["protected"])
        return is_open or can(self.by, Permission.PROTECTED_READ)

    def _child(self, child: RegisteredPerson) -> dict[str, Any]:
        return {
            "personal_number": child.personal_number.digits,
            "name": child.name,
            "protected": child.is_protected,
            "guardians": [self._guardian(guardian) for guardian in child.guardians],
        }

    def _guardian(self, guardian: Guardian) -> dict[str, Any]:
        number = guardian.personal_number
        answer = self.person(number) if number else Answer(Outcome.UNAVAILABLE)
        known = answer.person
        is_protected = known is not None and known.is_protected
        if known and is_protected:
            _protect(known)
        return {
            "personal_number": number.digits if number else "",
            # A protected guardian's name is not told to the other one.
            "name": "" if is_protected else (known.name if known else guardian.name),
            "protected": is_protected,
            "status": status_of(answer),
        }


def status_of(answer: Answer) -> str:
    """Why somebody cannot be asked to sign, by the register; "" when she can."""
    if answer.outcome is Outcome.MISSING:
        return "unknown"
    code = answer.person.deregistered if answer.person else ""
    if code == DEAD:
        return "dead"
    if code == EMIGRATED:
        here = answer.person and citizen_by_identity(answer.person.personal_number)
        # Somebody who has given an address here is reached there, wherever she lives.
        return "" if here and open_identity(here).email else "emigrated"
    return "unknown" if code and code != OLD_NUMBER else ""


def _may_act(adult: RegisteredPerson, child: RegisteredPerson) -> bool:
    # Custody is confirmed on the child's own record, and ends at eighteen (FB 6:2).
    numbers = {guardian.personal_number for guardian in child.guardians}
    return (
        adult.personal_number in numbers
        and child.personal_number.is_minor(clock.today())
        and not child.deregistered
    )


def _protect(person: RegisteredPerson) -> None:
    remember_citizen(
        identity=person.personal_number,
        name=person.name,
        given_name=person.given_name,
        is_protected=True,
    )


def _applicant(identity: CitizenIdentity, person: RegisteredPerson | None) -> dict[str, Any]:
    is_protected = identity.is_protected or (person is not None and person.is_protected)
    address = person.address if person and not is_protected else None
    number = identity.personal_number
    return {
        "personal_number": number.digits if number else "",
        **_abroad(identity.foreign),
        "name": identity.name,
        "email": identity.email,
        "phone": identity.phone,
        "protected": is_protected,
        "address": address
        and {
            "care_of": address.care_of,
            "street": address.street,
            "postal_code": address.postal_code,
            "city": address.city,
        },
    }


def _abroad(foreign: ForeignIdentity | None) -> dict[str, str]:
    """What another country's e-ID tells besides the name; nothing of somebody with a number."""
    if foreign is None:
        return {}
    born = {"born": foreign.born.isoformat()} if foreign.born else {}
    return {"foreign": foreign.prid, **born}


def _applicant_facts(value: Mapping[str, Any]) -> ApplicantFacts:
    address = value["address"]
    return ApplicantFacts(**{**value, "address": AddressFacts(**address) if address else None})


def _child_facts(value: Mapping[str, Any]) -> ChildFacts:
    guardians = tuple(GuardianFacts(**guardian) for guardian in value["guardians"])
    return ChildFacts(**{**value, "guardians": guardians})
