"""Whom a handler asks to supplement a case: the applicant, another party, a unit, a person.

Who is no party gets a link of her own, bound to her log-in, and sees what she is asked and nothing
else of the case. The case does not wait for her (FL 23, 26 §§): see cases.services.supplements.
"""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from samtjanst.capabilities.messages import to_staff
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import email_of_staff, identity_of
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.journey import asked_person, typed
from samtjanst.journey.grounds import OF_A_SUPPLEMENT
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import APPLICANT_HERSELF, Asked, AskedOf, CaseView, PartyView

NOTE_JOB = "cases.inquiry_note"
PURPOSE = "supplement"
APPLICANT_ROLE = "applicant"
LONGEST_WHY = 500


class Whom(StrEnum):
    """Of what kind the one who is asked is."""

    APPLICANT = "applicant"
    PARTY = "party"
    UNIT = "unit"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom the handler has chosen; what belongs to another kind than ``whom`` is not looked at."""

    whom: Whom = Whom.APPLICANT
    party_ids: tuple[uuid.UUID, ...] = ()  # one or several, the applicant among them or not
    unit_id: uuid.UUID | None = None
    colleague_id: uuid.UUID | None = None
    person: asked_person.Named = field(default_factory=asked_person.Named, repr=False)
    is_hidden: bool = False  # from the parties


APPLICANT = Wish()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that can be asked, and those of it who can; ``is_own`` is the case's."""

    id: uuid.UUID
    name: str
    is_own: bool
    members: tuple[tuple[uuid.UUID, str], ...] = field(default=(), repr=False)


def parties(case: CaseView) -> list[PartyView]:
    """The other parties who can be asked: none where somebody's identity is protected."""
    if case.is_protected:
        return []
    applicants = set(_applicants(case))
    others = {one.citizen_id: one for one in case.parties if one.citizen_id not in applicants}
    return list(others.values())


def unasked(case: CaseView) -> list[PartyView]:
    """The parties, the applicant first, who are asked for nothing now and can be."""
    asked = {one.citizen_id for one in cases.asked_parties(case.id)}
    applicants = [] if None in asked else _applicants(case)
    hers = [one for one in case.parties if one.citizen_id in applicants]
    return [*hers, *(one for one in parties(case) if one.citizen_id not in asked)]


def _applicants(case: CaseView) -> list[uuid.UUID]:
    return [one.citizen_id for one in case.parties if one.role == APPLICANT_ROLE]


def units_to_ask(case: CaseView, by: Actor) -> list[Unit]:
    """The units of the municipality, each with those who can be asked; none who is a party."""
    members = cases.colleagues_to_ask(case.id)
    found = []
    for one in units():
        known = tuple(row for row in members.get(one.id, ()) if row[0] != by.id)
        if known:
            found.append(Unit(one.id, one.name, one.id == case.unit_id, known))
    return found


def faults(case: CaseView, wish: Wish, asked: Asked, *, by: Actor) -> dict[str, list[str]]:
    """What is wrong with whom is asked, by field.

    Raises:
        NotAllowedError: the actor may not ask anybody, or others, in the case.
    """
    if wish.whom is Whom.APPLICANT:
        require(by, Permission.CASE_HANDLE, case)
        return {}
    require(by, Permission.OPINION_ASK, case)
    problems = _of_kind(case, wish, by) | _why_hidden(wish, asked)
    if asked.is_order and wish.whom is not Whom.PARTY:
        problems["is_order"] = [_("Bara en part kan föreläggas (20 § förvaltningslagen).")]
    return problems


def remember(case: CaseView, wish: Wish) -> tuple[AskedOf, ...]:
    """Of whom it is, when nothing is wrong: one, or several parties, each for herself.

    A part of the caller's transaction.
    """
    if wish.whom is Whom.PARTY:
        return tuple(_party(case, one) for one in dict.fromkeys(wish.party_ids))
    return (_remembered(case, wish),)


def _remembered(case: CaseView, wish: Wish) -> AskedOf:
    if wish.whom is Whom.PERSON:
        key = asked_person.remember(wish.person)
        return AskedOf(citizen_id=key, is_of_party=False, name=identity_of(key).name)
    if wish.whom is Whom.UNIT and wish.unit_id:
        known = {one.id: one.name for one in units()}
        return AskedOf(
            unit_id=wish.unit_id,
            colleague_id=wish.colleague_id,
            is_of_party=False,
            name=_called(case, wish, known[wish.unit_id]),
        )
    return APPLICANT_HERSELF


def tell(case: CaseView, supplement_id: uuid.UUID, of: AskedOf, what: str, by: Actor) -> None:
    """Tell whoever is asked that something has happened, and nothing of what."""
    if of.unit_id:
        if what in {"asked", "reminder"}:
            _tell_staff(case, supplement_id, of, what)
        return
    if of.is_of_party:
        for citizen_id in _parties_asked(case, of):
            notify(
                citizen_id=citizen_id,
                template=f"supplement_{what}",
                subject=("filing", str(case.filing_id)),
                path="/mina-arenden/",
                by=by,
            )
    elif of.citizen_id:
        notify(
            citizen_id=of.citizen_id,
            template=f"inquiry_{what}",
            subject=("inquiry", str(supplement_id)),
            path=f"/komplettering/{supplement_id}/",
            by=by,
        )


def send_note(payload: dict[str, str]) -> None:
    """Job: tell a member of staff. Raises Temporary, Rejected or NotConfigured, as the channel."""
    email = email_of_staff(uuid.UUID(payload["staff"]))
    if not email:
        return
    to_staff.mail(
        key=f"inquiry:{payload['supplement']}:{payload['what']}:{payload['staff']}",
        to=email,
        subject=_("Du är ombedd att komplettera ett ärende"),
        text=_("Logga in för att läsa och svara. Frågan ligger under Min dag eller Yttranden."),
    )


def _party(case: CaseView, citizen_id: uuid.UUID) -> AskedOf:
    if citizen_id in _applicants(case):
        return APPLICANT_HERSELF
    return AskedOf(citizen_id=citizen_id, name=identity_of(citizen_id).name)


def _of_kind(case: CaseView, wish: Wish, by: Actor) -> dict[str, list[str]]:
    if case.is_protected:
        told = _("Någon i ärendet har skyddad identitet. Fråga bara den sökande här.")
        return {"whom": [told]}
    if wish.whom is Whom.PARTY:
        return _of_parties(case, wish)
    if wish.whom is Whom.PERSON:
        return asked_person.faults(case, wish.person, _why(), by=by)
    return _of_unit(case, wish, by)


def _of_parties(case: CaseView, wish: Wish) -> dict[str, list[str]]:
    known = {one.citizen_id for one in case.parties}
    if not wish.party_ids or not set(wish.party_ids) <= known:
        return {"party": [_("Välj vem du frågar.")]}
    asked = {one.citizen_id for one in cases.asked_parties(case.id)}
    if asked & {_party(case, one).citizen_id for one in wish.party_ids}:
        told = _("Någon av dem har redan fått en fråga. Ge mer tid, eller ta tillbaka den först.")
        return {"party": [told]}
    return {}


def _of_unit(case: CaseView, wish: Wish, by: Actor) -> dict[str, list[str]]:
    found = next((one for one in units_to_ask(case, by) if one.id == wish.unit_id), None)
    if found is None or (wish.colleague_id is None and found.is_own):
        return {"unit": [_("Välj en enhet eller en kollega.")]}
    if wish.colleague_id and wish.colleague_id not in {key for key, _name in found.members}:
        return {"unit": [_("Välj en enhet eller en kollega.")]}
    return {}


def _why_hidden(wish: Wish, asked: Asked) -> dict[str, list[str]]:
    if not wish.is_hidden:
        return {}
    if wish.whom is Whom.PARTY:
        return {"hidden": [_("Det som en part ombeds om går inte att dölja för parterna.")]}
    if not asked.hidden:
        return {"hidden": [_("Skriv varför parterna inte ska se det.")]}
    told = typed.faults(asked.hidden, LONGEST_WHY)
    return {"hidden": told} if told else {}


def _why() -> asked_person.Why:
    return asked_person.Why(
        purpose=PURPOSE,
        ground=OF_A_SUPPLEMENT,
        if_party=_("Personen är part i ärendet. Välj parten i stället."),
        if_protected=_("Personen kan inte frågas här."),
        if_oneself=_("Du kan inte fråga dig själv."),
    )


def _called(case: CaseView, wish: Wish, unit: str) -> str:
    if wish.colleague_id is None or wish.unit_id is None:
        return unit
    members = dict(cases.colleagues_to_ask(case.id).get(wish.unit_id, ()))
    return f"{members[wish.colleague_id]}, {unit}"


def _parties_asked(case: CaseView, of: AskedOf) -> list[uuid.UUID]:
    if of.citizen_id:
        return [of.citizen_id]
    return _applicants(case)


def _tell_staff(case: CaseView, supplement_id: uuid.UUID, of: AskedOf, what: str) -> None:
    for staff_id in cases.staff_to_answer(case.id, of):
        payload = {"staff": str(staff_id), "supplement": str(supplement_id), "what": what}
        enqueue(NOTE_JOB, key=f"{supplement_id}:{what}:{staff_id}", payload=payload)
