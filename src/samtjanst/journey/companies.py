"""What the register of companies knows, for a form that asks for a company."""

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.registers.companies import look_up_company
from samtjanst.capabilities.registers.types import CompanyAnswer, Ground, Outcome
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.organisation_number import OrganisationNumber
from samtjanst.ports.company_register import CompanyQuery, CompanyStatus, RegisteredCompany

PURPOSE = "prefill of an application"
MOST_NAMED = 5  # companies of one page that are asked about
OWN_FIRM = "Enskild näringsidkare företräder sin egen firma."
_AS_EXPECTED = {CompanyStatus.ACTIVE, CompanyStatus.UNKNOWN}
Facts = list[dict[str, Any]]


def asks_for(definition: Definition) -> bool:
    """Whether any question asks for a company, in a repeating group or outside."""
    asked = [one for question in definition.questions() for one in (question, *question.questions)]
    return any(one.kind is Kind.COMPANY for one in asked)


def own_firms(
    *, citizen_id: uuid.UUID, reference: str, within: float, ground: Ground, by: Actor
) -> Facts | None:
    """The applicant's own firms as a sole trader; None when the register did not answer.

    Who signs for other companies the register's open part does not tell, so those are named by
    the applicant. A protected person is never asked about. ``within`` is in seconds.
    """
    identity = identity_of(citizen_id)
    if identity.is_protected or identity.personal_number is None:
        return []
    if within <= 0:
        return None
    number = identity.personal_number.digits
    query = CompanyQuery(number, PURPOSE, reference, within)
    answer = look_up_company(query=query, by=by, ground=ground)
    if answer.outcome is Outcome.UNAVAILABLE:
        return None
    firms = [one for one in answer.companies if one.is_sole_trader]
    return [_own(number[2:], firms)] if firms else []


def with_named(  # noqa: PLR0913 - what was named, for whom and why
    *,
    facts: Mapping[str, Any],
    named: Iterable[Any],
    reference: str,
    deadline: float,
    ground: Ground,
    by: Actor,
) -> Mapping[str, Any]:
    """The facts with what the register knows of companies that the answers have just named.

    ``deadline`` is when the applicant has waited enough, on the monotonic clock.
    """
    known = list(facts.get("companies") or [])
    for number in _new_numbers(named, known):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        query = CompanyQuery(number, PURPOSE, reference, left)
        known += _named(number, look_up_company(query=query, by=by, ground=ground))
    return {**facts, "companies": known} if known != (facts.get("companies") or []) else facts


def _new_numbers(named: Iterable[Any], known: Facts) -> Iterator[str]:
    seen = {one["organisation_number"] for one in known}
    numbers = [_number(value) for value in named if isinstance(value, Mapping)]
    yield from list(dict.fromkeys(one for one in numbers if one and one not in seen))[:MOST_NAMED]


def _number(value: Mapping[str, Any]) -> str:
    try:
        return OrganisationNumber.parse(str(value.get("organisation_number", ""))).digits
    except ValueError:
        return ""


def _named(number: str, answer: CompanyAnswer) -> Facts:
    if answer.outcome is Outcome.UNAVAILABLE:
        return []
    found = answer.companies[0] if answer.companies else None
    told = {"organisation_number": number, "is_offered": False}
    return [{**told, **described(found)} if found else {**told, "name": "", "status": "missing"}]


def _own(number: str, firms: list[RegisteredCompany]) -> dict[str, Any]:
    name = ", ".join(dict.fromkeys(firm.name for firm in firms))
    told = {"organisation_number": number, "power": OWN_FIRM, "alone": True}
    return {**told, **described(firms[0]), "name": name}


def described(company: RegisteredCompany) -> dict[str, str]:
    """Name, and what has to be known first ("" when it is as one expects)."""
    status = "" if company.status in _AS_EXPECTED else company.status.value
    return {"name": company.name, "status": status}
