"""Whom a sealed filing is about, and whose it is."""

from collections.abc import Iterator, Mapping

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.journey import empowered, represent
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.types import PartyInput
from samtjanst.running.filing.types import SealedSnapshot


def is_of_age(definition: Definition, snapshot: SealedSnapshot) -> bool:
    """Whether the child that guardians sign for is one no longer (FB 9:1)."""
    of = definition.signing.signatories.guardians_of
    child = snapshot.content["answers"].get(of) if of else None
    digits = child.get("personal_number", "") if isinstance(child, Mapping) else ""
    try:
        number = PersonalNumber.parse(str(digits), today=clock.today())
    except ValueError:
        return False
    return not number.is_minor(clock.today())


def principal(snapshot: SealedSnapshot) -> Iterator[PartyInput]:
    """The person who has given the applicant a power of attorney is a party: the case is hers.

    Not when the applicant only says so: what she writes is not shown to whom she names.
    """
    found = represent.of_content(snapshot.content)
    if found and found.kind == empowered.PERSON and found.source == empowered.MANDATE:
        number = PersonalNumber(found.number)
        row = remember_citizen(
            identity=number, name=found.name, given_name=found.name.split(" ")[0]
        )
        yield PartyInput("principal", row.id, row.is_protected)


def concerns(definition: Definition, snapshot: SealedSnapshot) -> str:
    """Whom the filing is about: a child ("" when it is protected), or for whom it is; else ""."""
    for question in definition.questions():
        value = snapshot.content["answers"].get(question.id)
        if question.kind is Kind.CHILD and isinstance(value, Mapping):
            return "" if value.get("protected") else str(value.get("name", ""))
    represented = represent.of_content(snapshot.content)
    return represented.name if represented else ""
