"""Which registers an e-service asks about people and things, why, and by what right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from samtjanst.capabilities.formkit.texts import Text, Told

if TYPE_CHECKING:
    from samtjanst.capabilities.formkit.definition import Definition
    from samtjanst.capabilities.formkit.model import Question

LONGEST = 300  # characters of a purpose or a legal basis
_FLAGS = ("from_register", "ask_owner")
PREFIX = "register."  # of the platform's own registers, where a question names what it looks up in
_ADDRESSES = f"{PREFIX}address"  # the same register, and the same purpose, as properties


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


@dataclass(frozen=True, slots=True)
class _Asking:
    """What says which registers are asked.

    ``flags`` are settings that are on in a question, ``named`` what questions are looked up in;
    ``beside`` whether the owners of neighbouring properties sign.
    """

    kinds: frozenset[str]
    flags: frozenset[str]
    named: frozenset[str]
    company: bool
    power: bool
    beside: bool

    def asks(self, register: Register) -> bool:
        known = {
            Register.PERSON: True,  # who applies
            Register.COMPANY: self.company or "company" in self.kinds,
            Register.MANDATE: self.power,
            Register.PROPERTY: self.beside
            or "from_register" in self.flags
            or _ADDRESSES in self.named,
            Register.OWNER: self.beside or "ask_owner" in self.flags,
        }
        return known[register] or f"{PREFIX}{register}" in self.named


def asked(definition: "Definition") -> tuple[Register, ...]:
    """The registers that the e-service asks; the population register always (who applies)."""
    questions, represents = list(_every(definition.questions())), definition.signing.represents
    asking = _Asking(
        frozenset(one.kind.value for one in questions),
        frozenset(n for one in questions for n in _FLAGS if getattr(one.settings, n)),
        frozenset(one.settings.lookup for one in questions),
        company=represents.company.value != "never",
        power=bool(represents.power),
        beside=bool(definition.signing.signatories.neighbours_of),
    )
    return tuple(filter(asking.asks, Register))


def undeclared(definition: "Definition") -> Iterator[Register]:
    """The registers that are asked without a declared purpose and legal basis."""
    declared = {one.register for one in definition.about.registers}
    yield from (one for one in asked(definition) if one not in declared)


def asked_in(document: Mapping[str, Any]) -> tuple[Register, ...]:
    """As :func:`asked`, of a document that may lack what a definition must have."""
    questions = list(_each(document))
    signing = _part(document, "signing")
    represents = _part(signing, "represents")
    held = [_part(one, "settings") for one in questions]
    asking = _Asking(
        frozenset(str(one.get("kind")) for one in questions),
        frozenset(name for one in held for name in _FLAGS if one.get(name) is True),
        frozenset(str(one.get("lookup")) for one in held),
        company=represents.get("company", "never") != "never",
        power=bool(represents.get("power")),
        beside=bool(_part(signing, "signatories").get("neighbours_of")),
    )
    return tuple(filter(asking.asks, Register))


def undeclared_in(document: Mapping[str, Any]) -> tuple[Register, ...]:
    """As :func:`undeclared`, of such a document; half a declaration is none."""
    held = _listed(_part(document, "about"), "registers")
    declared = {str(one.get("register")) for one in held if _is_whole(one)}
    return tuple(one for one in asked_in(document) if one.value not in declared)


def _is_whole(use: Mapping[str, Any]) -> bool:
    texts = [_part(use, key).get("sv") for key in ("purpose", "legal_basis")]
    return all(isinstance(text, str) and text.strip() for text in texts)


def _each(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for page in _listed(document, "pages"):
        for one in _listed(page, "questions"):
            yield from (one, *_listed(one, "questions"))


def _part(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = holder.get(key)
    return found if isinstance(found, Mapping) else {}


def _listed(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = holder.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _every(questions: Iterable["Question"]) -> Iterator["Question"]:
    for one in questions:
        yield from (one, *one.questions)
