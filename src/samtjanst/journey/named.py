"""Naming another who is to sign, instead of a guardian who does not, or cannot be asked."""

import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Answer, Outcome
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.types import APPLICANT, DONE, Party, Subject
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import citizen_by_identity, identity_of, is_staff_number
from samtjanst.foundation.people.services import remember_citizen, set_contact
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import grounds, typed
from samtjanst.journey.look_up import DEAD, PATIENCE
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.identity import Identity, number_of, parse_identity
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, PartyInput, PartyView

GUARDIAN = "guardian"
LONGEST_REASON, LONGEST_NAME = 1000, 120
PURPOSE = "another signatory"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the handler has written: who is to sign, instead of whom, and why."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    email: str = field(repr=False)
    reason: str = field(repr=False)
    instead_of: uuid.UUID | None = None  # a citizen; None where nobody could be asked
    keeps: bool | None = None  # whether the one before reads the case from now on, too


@dataclass(frozen=True, slots=True)
class Named:
    """Who it is; ``is_known`` when the population register has said so.

    Of somebody without a Swedish number no register can be asked: she is named by the identity
    that another country's e-ID gives, and only that e-ID signs.
    """

    identity: Identity = field(repr=False)
    name: str = field(repr=False)
    is_known: bool

    @property
    def is_foreign(self) -> bool:
        """Whether she has no Swedish number."""
        return number_of(self.identity) is None


def replaceable(case: CaseView) -> list[PartyView]:
    """The parties of a case, that the caller has authorised, whose signature does not come."""
    room = signing.room_of(("filing", case.filing_id))
    done = {one.citizen_id for one in room.requests if one.state in DONE} if room else set()
    others = (party for party in case.parties if party.role != APPLICANT)
    return [party for party in others if party.citizen_id not in done and not party.is_protected]


def find(*, reference: str, wish: Wish, by: Actor) -> Named:
    """Who the handler means; the population register is asked. Nothing is changed.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: by field, what is missing or wrong.
    """
    case = _case(reference, by)
    problems = _faults(case, wish)
    identity = _identity(wish.number)
    if identity is None:
        told = _(
            "Skriv personnumret med tolv siffror, till exempel 19850101-2390, eller den utländska "
            "identiteten precis som e-legitimationen skriver den, till exempel NO:5068907693."
        )
        raise InvalidInputError(problems | {"personal_number": [told]})
    answer = _answer(identity, case, by)
    if told := _cannot_sign(identity, answer, by):
        problems["personal_number"] = [told]
    name = answer.person.name if answer.person else typed.clean(wish.name)
    if not name or len(name) > LONGEST_NAME:
        problems["name"] = [_("Skriv personens namn.")]
    if problems:
        raise InvalidInputError(problems)
    return Named(identity, name, is_known=answer.person is not None)


def _answer(identity: Identity, case: CaseView, by: Actor) -> Answer:
    number = number_of(identity)
    if number is None:
        return Answer(Outcome.UNAVAILABLE)  # no register knows her
    return look_up_person(
        number=number,
        purpose=PURPOSE,
        reference=f"case:{case.id}",
        by=by,
        within=PATIENCE,
        ground=grounds.of_person(definition_of(case.version_id)),
    )


def name_instead(*, reference: str, wish: Wish, by: Actor) -> None:
    """Ask the person to sign; the place of the one before has ended. Those concerned are told.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: as :func:`find`, or she has a place among the signatories already.
        TransitionError: the case waits for nobody, or the one before has signed.
    """
    named = find(reference=reference, wish=wish, by=by)
    with transaction.atomic():
        _name(_case(reference, by), named, wish, by)


def _name(case: CaseView, named: Named, wish: Wish, by: Actor) -> None:
    subject = ("filing", case.filing_id)
    row = remember_citizen(
        identity=named.identity, name=named.name, given_name=named.name.split(" ")[0]
    )
    who = identity_of(row.id)
    if wish.email and not who.email:
        set_contact(citizen_id=who.id, email=wish.email, phone=who.phone)
    replaced = signing_services.name_instead(
        subject=subject,
        instead_of=wish.instead_of,
        party=Party(GUARDIAN, named.identity, who.name, who.id),
        by=by,
    )
    is_next = who.id in replaced.asked
    services.name_signatory(
        reference=case.reference,
        party=PartyInput(replaced.role, who.id, is_protected=False) if is_next else None,
        without=None if wish.keeps else wish.instead_of,
        text=_told(case, who.name, wish),
        by=by,
    )
    for citizen_id in replaced.asked:
        _tell(citizen_id, "sign_invitation", subject, by)
    if replaced.was_asked and wish.instead_of:
        _tell(wish.instead_of, "sign_ended", subject, by)
    for party in case.parties:
        if party.role == APPLICANT:
            _tell(party.citizen_id, "case_news", subject, by)


def _case(reference: str, by: Actor) -> CaseView:
    case = cases.get_case(by, reference)
    if not can(by, Permission.CASE_HANDLE, case):
        raise NotFoundError
    return case


def _faults(case: CaseView, wish: Wish) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    known = {party.citizen_id for party in replaceable(case)}
    if known and wish.instead_of not in known:
        problems["instead_of"] = [_("Välj vem som inte skriver under.")]
    if known and wish.keeps is None:
        problems["keeps"] = [_("Välj om personen ska kunna läsa ärendet.")]
    if not known and wish.instead_of is not None:
        raise NotFoundError
    if wish.email and not _is_address(wish.email):
        problems["email"] = [_("Skriv e-postadressen som namn@exempel.se.")]
    reason = typed.clean(wish.reason)
    if told := typed.faults(reason, LONGEST_REASON):
        problems["reason"] = told
    elif not reason:
        problems["reason"] = [_("Skriv varför någon annan ska skriva under.")]
    return problems


def _identity(text: str) -> Identity | None:
    try:
        return parse_identity(text, today=clock.today())
    except ValueError:
        return None


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _cannot_sign(identity: Identity, answer: Answer, by: Actor) -> str:
    """Why the person cannot be asked; "" when she can."""
    if is_staff_number(by.id, identity):
        return _("Du kan inte ange dig själv i ett ärende som du handlägger.")
    number = number_of(identity)
    if number and number.is_minor(clock.today()):
        return _("Personen är inte myndig och kan inte skriva under.")
    if answer.outcome is Outcome.MISSING:
        return _("Personen finns inte i folkbokföringen. Kontrollera numret.")
    if answer.person and answer.person.deregistered == DEAD:
        return _("Personen har avlidit enligt folkbokföringen.")
    known = citizen_by_identity(identity) if number is None else None
    if (answer.person and answer.person.is_protected) or (known and known.is_protected):
        # Blocked, as protected people are everywhere that a message could give them away.
        return _("Personen kan inte bes om underskrift här. Handlägg utan underskriften i stället.")
    return ""


def _told(case: CaseView, name: str, wish: Wish) -> str:
    before = next((p.name for p in case.parties if p.citizen_id == wish.instead_of), "")
    reason = typed.clean(wish.reason)
    return f"{name} i stället för {before}. {reason}" if before else f"{name}. {reason}"


def _tell(citizen_id: uuid.UUID, template: str, subject: Subject, by: Actor) -> None:
    notify(
        citizen_id=citizen_id,
        template=template,
        subject=(subject[0], str(subject[1])),
        path="/mina-arenden/",
        by=by,
    )
