"""Changes of tenancy."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from samtjanst.foundation.tenancy import queries
from samtjanst.foundation.tenancy.models import HostName, Municipality, Unit
from samtjanst.foundation.tenancy.types import scope_of
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


def put_unit(*, name: str) -> Unit:
    """The unit with the name in the open scope's municipality; made if it is missing."""
    row, _ = Unit.objects.get_or_create(name=name)
    return row
