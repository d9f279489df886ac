"""The platform's own registers, asked as any look-up that a question names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.register_sources import SOURCES
from samtjanst.capabilities.registers.companies import look_up_company
from samtjanst.capabilities.registers.places import look_up_addresses, look_up_property
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Ground, Outcome, SourceAnswer
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import companies, grounds
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.company_register import CompanyQuery, RegisteredCompany
from samtjanst.ports.property_register import AddressQuery, FoundAddress, PropertyQuery
from samtjanst.ports.register import Address

MOST = 20  # addresses to choose among
Entry = dict[str, str]


@dataclass(frozen=True, slots=True)
class Matter:
    """For whom and why it is asked; ``is_fresh``: whatever the register said lately."""

    definition: Definition
    reference: str
    by: Actor
    purpose: str = companies.PURPOSE
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class _Question:
    value: str
    within: float
    ground: Ground
    matter: Matter


def ask(*, name: str, value: str, within: float, matter: Matter) -> SourceAnswer:
    """What the register says of the value; ``within`` is in seconds.

    A register that does not answer is an outcome, not an error; so is one that this version of
    the platform does not have. Somebody protected is told of to nobody.
    """
    source, asks = SOURCES.get(name), _ASKS.get(name)
    if source is None or asks is None or not value:
        return SourceAnswer(Outcome.UNAVAILABLE)
    ground = grounds.ground(matter.definition, source.register)
    outcome, entries = asks(_Question(value, within, ground, matter))
    names = list(dict.fromkeys(key for one in entries for key in one))
    choices = {key: tuple(filter(None, (one.get(key) for one in entries))) for key in names}
    return SourceAnswer(
        outcome, source.title, entries[0] if entries else {}, choices, tuple(entries)
    )


def _person(question: _Question) -> tuple[Outcome, list[Entry]]:
    matter = question.matter
    answer = look_up_person(
        number=PersonalNumber(question.value),
        purpose=matter.purpose,
        reference=matter.reference,
        by=matter.by,
        fresh=matter.is_fresh,
        within=question.within,
        ground=question.ground,
    )
    person = answer.person
    if person is None:
        return answer.outcome, []
    if person.is_protected or person.deregistered:
        return Outcome.UNAVAILABLE, []
    names = {"name": person.name, "given_name": person.given_name, "surname": person.surname}
    return Outcome.FOUND, [{**names, **_lines(person.address)}]


def _company(question: _Question) -> tuple[Outcome, list[Entry]]:
    matter = question.matter
    query = CompanyQuery(question.value, matter.purpose, matter.reference, question.within)
    answer = look_up_company(
        query=query, by=matter.by, fresh=matter.is_fresh, ground=question.ground
    )
    return answer.outcome, [_firm(one) for one in answer.companies]


def _property(question: _Question) -> tuple[Outcome, list[Entry]]:
    matter = question.matter
    query = PropertyQuery(question.value, matter.purpose, matter.reference, question.within)
    answer = look_up_property(query=query, by=matter.by, ground=question.ground)
    return answer.outcome, [{"designation": answer.found.designation}] if answer.found else []


def _address(question: _Question) -> tuple[Outcome, list[Entry]]:
    matter = question.matter
    query = AddressQuery(question.value, matter.purpose, matter.reference, question.within)
    answer = look_up_addresses(query=query, by=matter.by, ground=question.ground)
    return answer.outcome, [_found(one) for one in answer.addresses[:MOST]]


def _firm(one: RegisteredCompany) -> Entry:
    # A sole trader is known by the person's number, whose last ten digits are the firm's.
    return {"name": one.name, "number": one.number[-10:], "form": one.form, **_lines(one.address)}


def _found(one: FoundAddress) -> Entry:
    whole = f"{one.street}, {one.postal_code[:3]} {one.postal_code[3:]} {one.city}"
    return {
        "whole": whole,
        "street": one.street,
        "postal_code": one.postal_code,
        "city": one.city,
    }


def _lines(address: Address | None) -> Entry:
    if address is None:
        return {}
    return {
        "care_of": address.care_of,
        "street": address.street,
        "postal_code": address.postal_code,
        "city": address.city,
    }


_ASKS: Mapping[str, Callable[[_Question], tuple[Outcome, list[Entry]]]] = MappingProxyType(
    {
        "register.person": _person,
        "register.company": _company,
        "register.property": _property,
        "register.address": _address,
    }
)
