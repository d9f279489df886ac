"""A person outside a case whom a handler asks, by the number and name that she has written."""

import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Answer, Ground, Outcome
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import citizen_by_identity, identity_of, is_staff_number
from samtjanst.foundation.people.services import remember_citizen, set_contact
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import typed
from samtjanst.journey.look_up import DEAD, PATIENCE
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.types import CaseView


@dataclass(frozen=True, slots=True)
class Named:
    """Who is meant; ``email`` is where she is told that something waits, "" where not known."""

    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Why:
    """What she is asked for: why the register is asked about her, and what is told of faults."""

    purpose: str
    ground: Ground
    if_party: str
    if_protected: str
    if_oneself: str


def faults(case: CaseView, named: Named, why: Why, *, by: Actor) -> dict[str, list[str]]:
    """What is wrong with the person, by field; the register is asked, three seconds at most.

    Raises:
        NotAllowedError: the actor may not ask others in the case.
    """
    require(by, Permission.OPINION_ASK, case)
    problems: dict[str, list[str]] = {}
    if not typed.clean(named.name):
        problems["name"] = [_("Skriv personens namn.")]
    if named.email and not _is_address(named.email):
        problems["email"] = [_("Skriv e-postadressen som namn@exempel.se.")]
    number = _number(named.number)
    if number is None:
        told = _("Skriv personnumret med tolv siffror, till exempel 19850101-2390.")
        return problems | {"personal_number": [told]}
    found = look_up_person(
        number=number,
        purpose=why.purpose,
        reference=f"case:{case.id}",
        by=by,
        within=PATIENCE,
        ground=why.ground,
    )
    if told := _cannot_be_asked(case, number, found, named, why, by):
        problems["personal_number"] = [told]
    return problems


def remember(named: Named) -> uuid.UUID:
    """The person's key. Her number and name have been held against the register."""
    number, name = _number(named.number), typed.clean(named.name)
    if number is None:
        raise NotFoundError
    row = remember_citizen(identity=number, name=name, given_name=name.split(" ")[0])
    who = identity_of(row.id)
    if named.email and not who.email:
        set_contact(citizen_id=who.id, email=named.email, phone=who.phone)
    return row.id


def _cannot_be_asked(  # noqa: PLR0913, PLR0917 - what is known of her, and of the asking
    case: CaseView, number: PersonalNumber, found: Answer, named: Named, why: Why, by: Actor
) -> str:
    """Why the person cannot be asked; "" when she can."""
    known = citizen_by_identity(number)
    if is_staff_number(by.id, number):
        return why.if_oneself
    if known is not None and known.id in {party.citizen_id for party in case.parties}:
        return why.if_party
    if number.is_minor(clock.today()):
        return _("Personen är inte myndig.")
    if (known and known.is_protected) or (found.person and found.person.is_protected):
        # Blocked, as protected people are everywhere that a message could give them away.
        return why.if_protected
    return _not_as_registered(found, named)


def _not_as_registered(found: Answer, named: Named) -> str:
    if found.outcome is Outcome.MISSING:
        return _("Personen finns inte i folkbokföringen. Kontrollera numret.")
    if found.person and found.person.deregistered == DEAD:
        return _("Personen har avlidit enligt folkbokföringen.")
    if found.person and not _is_called(found.person.name, named.name):
        # The name is not told: a number must not be a way to ask who somebody is.
        return _("Numret och namnet hör inte ihop enligt folkbokföringen.")
    return ""


def _is_called(name: str, typed_name: str) -> bool:
    words = typed.clean(typed_name).casefold().split()
    return len(words) > 1 and set(words) <= set(name.casefold().split())


def _number(text: str) -> PersonalNumber | None:
    try:
        return PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        return None


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
