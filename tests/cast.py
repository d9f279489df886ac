"""The same people and places in every test; numbers are official test numbers."""

from samtjanst.foundation.keys.services import ensure_key
from samtjanst.foundation.people.models import BrowserSession, Citizen, StaffAccount
from samtjanst.foundation.people.queries import grants_of
from samtjanst.foundation.people.services import put_staff, remember_citizen, set_contact
from samtjanst.foundation.people.sessions import OpenedSession, begin_session, sign_in_citizen
from samtjanst.foundation.people.types import Actor, ActorKind, Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality, Unit
from samtjanst.foundation.tenancy.services import (
    NewMunicipality,
    open_scope,
    put_municipality,
    put_unit,
)
from samtjanst.kernel.organisation_number import OrganisationNumber
from samtjanst.kernel.personal_number import PersonalNumber

APPLICANT = PersonalNumber("198501012382")
OTHER_GUARDIAN = PersonalNumber("198501012390")
OUTSIDER = PersonalNumber("196608253081")
REPRESENTATIVE = PersonalNumber("198602262381")
HANDLER = PersonalNumber("196709132887")
NAMES = {
    APPLICANT: ("Anna", "Anna Provsson"),
    OTHER_GUARDIAN: ("Bo", "Bo Provsson"),
    OUTSIDER: ("Teofil", "Teofil Testsson"),
    REPRESENTATIVE: ("Beri", "Beri Ombudsson"),
}
UNIT = "Utbildningsförvaltningen"


def municipality(slug: str = "mjolby", storage: str = "") -> Municipality:
    """A municipality at ``<slug>.localhost`` with key, unit, scanner and (a folder) storage."""
    row = put_municipality(
        new=NewMunicipality(
            slug=slug,
            name=f"{slug.title()} kommun",
            code="0586",
            organisation_number=OrganisationNumber("2120000829"),
            colour="#0b5d4e",
            emblem=f"{slug}.svg",
            contact_email="kontakt@exempel.invalid",
            contact_phone="010-000 00 00",
            hosts=(f"{slug}.localhost",),
        )
    )
    with open_scope(row):
        ensure_key()
        unit()
        bind(port=Port.SCAN, adapter="demo", settings={})
        if storage:
            bind(port=Port.STORAGE, adapter="folder", settings={"path": storage})
    return row


def unit(name: str = UNIT) -> Unit:
    """A unit of the municipality whose scope is open."""
    return put_unit(name=name)


def citizen(number: PersonalNumber = APPLICANT) -> Citizen:
    """The citizen in the municipality whose scope is open, with an e-mail address."""
    given_name, name = NAMES[number]
    row = remember_citizen(identity=number, name=name, given_name=given_name)
    set_contact(citizen_id=row.id, email=f"{given_name.lower()}@exempel.invalid", phone="")
    return row


def citizen_actor(number: PersonalNumber = APPLICANT) -> Actor:
    """The citizen as somebody logged in with BankID."""
    row = citizen(number)
    return Actor(
        kind=ActorKind.CITIZEN,
        municipality_id=row.municipality_id,
        id=row.id,
        assurance_level=3,
        name=NAMES[number][1],
    )


def staff(
    role: Role = Role.HANDLER, unit_name: str = UNIT, name: str = "Hanna Handläggare"
) -> StaffAccount:
    """A member of staff of the municipality whose scope is open."""
    return put_staff(
        number=HANDLER, name=name, email="hanna@exempel.invalid", roles={role: unit(unit_name)}
    )


def staff_actor(role: Role = Role.HANDLER, unit_name: str = UNIT) -> Actor:
    """The member of staff, logged in."""
    row = staff(role, unit_name)
    return Actor(
        kind=ActorKind.STAFF,
        municipality_id=row.municipality_id,
        id=row.id,
        assurance_level=3,
        grants=grants_of(row.id),
        name=row.name,
    )


def session() -> BrowserSession:
    """An anonymous browser."""
    return begin_session().session


def logged_in(number: PersonalNumber = APPLICANT) -> OpenedSession:
    """A browser in which the citizen has logged in."""
    return sign_in_citizen(
        old=session(), citizen=citizen(number), assurance_level=3, method="bankid"
    )


def put_other_handler(where: Unit | None = None) -> Actor:
    """A colleague of the handler's in the same unit, or in another one, logged in."""
    row = put_staff(
        number=OUTSIDER,
        name="Hugo Handläggare",
        email="hugo@exempel.invalid",
        roles={Role.HANDLER: where or unit()},
    )
    return Actor(
        kind=ActorKind.STAFF,
        municipality_id=row.municipality_id,
        id=row.id,
        assurance_level=3,
        grants=grants_of(row.id),
        name=row.name,
    )
