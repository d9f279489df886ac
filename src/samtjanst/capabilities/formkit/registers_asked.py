"""Which registers an e-service asks about people and things, why, and by what right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from samtjanst.capabilities.formkit.texts import Text, Told

if TYPE_CHECKING:
    from samtjanst.capabilities.formkit.definition import Definition
    from samtjanst.capabilities.formkit.model import Question

LONGEST = 300  # characters of a purpose or a legal basis


class Register(StrEnum):
    """The registers that the platform asks by itself; a municipality's own look-ups have theirs."""

    PERSON = "person"  # folkbokföringen: the applicant, her children and their guardians
    COMPANY = "company"
    MANDATE = "mandate"  # powers of attorney
    PROPERTY = "property"  # addresses and properties
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class RegisterUse:
    """Why a register is asked, and by what right (GDPR art. 5.1 b, 6 and 13–15).

    Whoever is asked about reads both. ``told_to_others``: also somebody whose matter it is not;
    else the words could tell her what another person has applied for.
    """

    id: str
    register: Register
    purpose: Text
    legal_basis: Text
    told_to_others: bool = False


NAMES = {
    Register.PERSON: Told("folkbokföringen", "the population register"),
    Register.COMPANY: Told("företagsregistret", "the register of companies"),
    Register.MANDATE: Told("Mina ombud", "the register of powers of attorney"),
    Register.PROPERTY: Told(
        "registret över adresser och fastigheter", "the register of addresses and properties"
    ),
    Register.OWNER: Told("registret över fastigheters ägare", "the register of property owners"),
}


def asked(definition: "Definition") -> tuple[Register, ...]:
    """The registers that the e-service asks; the population register always (who applies)."""
    questions = list(_every(definition.questions()))
    represents, kinds = definition.signing.represents, {one.kind.value for one in questions}
    company = represents.company.value != "never" or "company" in kinds
    found = {
        Register.PERSON: True,
        Register.COMPANY: company,
        Register.MANDATE: bool(represents.power),
        Register.PROPERTY: any(one.settings.from_register for one in questions),
        Register.OWNER: any(one.settings.ask_owner for one in questions),
    }
    return tuple(register for register, is_asked in found.items() if is_asked)


def undeclared(definition: "Definition") -> Iterator[Register]:
    """The registers that are asked without a declared purpose and legal basis."""
    declared = {one.register for one in definition.about.registers}
    yield from (one for one in asked(definition) if one not in declared)


def _every(questions: Iterable["Question"]) -> Iterator["Question"]:
    for one in questions:
        yield from (one, *one.questions)
