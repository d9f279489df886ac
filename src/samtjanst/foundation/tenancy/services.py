"""Changes of tenancy."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from samtjanst.foundation.tenancy import queries
from samtjanst.foundation.tenancy.models import HostName, Municipality, Unit
from samtjanst.foundation.tenancy.types import scope_of
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.organisation_number import OrganisationNumber


@dataclass(frozen=True, slots=True)
class NewMunicipality:
    """What is needed to set a municipality up, or to bring it up to date."""

    slug: str
    name: str
    code: str
    organisation_number: OrganisationNumber
    colour: str
    emblem: str
    contact_email: str
    contact_phone: str
    hosts: Sequence[str]


@contextmanager
def open_scope(municipality: Municipality | uuid.UUID) -> Iterator[None]:
    """Let the block see and write one municipality's rows, and no other's."""
    key = municipality.id if isinstance(municipality, Municipality) else municipality
    with scope_of(key):
        yield


@transaction.atomic
def put_municipality(*, new: NewMunicipality) -> Municipality:
    """Create the municipality with the slug, or bring it up to date; same input, same result."""
    row, _ = Municipality.objects.update_or_create(
        slug=new.slug,
        defaults={
            "name": new.name,
            "code": new.code,
            "organisation_number": new.organisation_number.digits,
            "colour": new.colour,
            "emblem": new.emblem,
            "contact_email": new.contact_email,
            "contact_phone": new.contact_phone,
        },
    )
    for host in new.hosts:
        HostName.objects.update_or_create(name=host, defaults={"municipality": row})
    queries.forget()
    return row


def put_unit(*, name: str, staff_level: int | None = None) -> Unit:
    """The unit with the name in the open scope's municipality; made if it is missing.

    ``staff_level`` is what its members must have logged in with; None leaves it as it is.
    """
    row, _ = Unit.objects.get_or_create(name=name)
    if staff_level is not None and row.staff_level != staff_level:
        row.staff_level = staff_level
        row.save(update_fields=["staff_level"])
    return row


def held_unit(*, unit_id: uuid.UUID) -> Unit:
    """The unit, for the rest of the transaction held against others that ask for it so.

    Raises:
        NotFoundError: there is none in this municipality.
    """
    row = Unit.objects.select_for_update(no_key=True).filter(id=unit_id).first()
    if row is None:
        raise NotFoundError
    return row
