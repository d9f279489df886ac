"""Changes of people."""

import json
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people import queries
from samtjanst.foundation.people.models import Citizen, Membership, StaffAccount
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Unit
from samtjanst.foundation.tenancy.prepared import PreparedUpdate
from samtjanst.kernel import clock, ids
from samtjanst.kernel.personal_number import PersonalNumber


def remember_citizen(
    *, number: PersonalNumber, name: str, given_name: str, is_protected: bool | None = None
) -> Citizen:
    """The citizen with the number; made on first sight.

    ``is_protected`` None means "not known now"; a protection is never cleared here, since
    one empty answer from a register proves nothing.
    """
    row = queries.citizen_by_number(number)
    if row is None:
        row = _create_once(number, name, given_name, is_protected=bool(is_protected))
    elif name and not queries.open_identity(row).name:
        row.identity = _identity(row.id, number, name, given_name)
        row.name_index = queries.name_index(name)
        row.save(update_fields=["identity", "name_index"])
    if is_protected and not row.is_protected:
        row.is_protected = True
        row.save(update_fields=["is_protected"])
    return row


def set_contact(*, citizen_id: uuid.UUID, email: str, phone: str) -> None:
    """Keep where the citizen wants notices."""
    content = json.dumps({"email": email, "phone": phone}).encode()
    sealed = encrypt(f"citizen:{citizen_id}:contact", content)
    _keep_contact.run(citizen_id=citizen_id, contact=sealed)


@PreparedUpdate
def _keep_contact(citizen_id: uuid.UUID, contact: bytes) -> Any:
    return Citizen.objects.filter(id=citizen_id), {"contact": contact}


def set_language(*, citizen_id: uuid.UUID, language: str) -> None:
    """Keep the language ("sv", "en") that the citizen has chosen, for what is sent to her."""
    Citizen.objects.filter(id=citizen_id).update(language=language)


@transaction.atomic
def put_staff(
    *, number: PersonalNumber, name: str, email: str, roles: dict[Role, Unit]
) -> StaffAccount:
    """Create or bring up to date a member of staff with exactly these roles."""
    row, _ = StaffAccount.objects.update_or_create(
        number_index=queries.number_index(number),
        defaults={"name": name, "email": email, "is_active": True},
    )
    Membership.objects.filter(staff=row).delete()
    Membership.objects.bulk_create(
        Membership(staff=row, unit=unit, role=role.value) for role, unit in roles.items()
    )
    return row


def _create_once(
    number: PersonalNumber, name: str, given_name: str, *, is_protected: bool
) -> Citizen:
    key = ids.new_id()
    row = Citizen(
        id=key,
        number_index=queries.number_index(number),
        name_index=queries.name_index(name),
        identity=_identity(key, number, name, given_name),
        is_protected=is_protected,
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two logins in the same instant: the first one's row is the one
        return Citizen.objects.get(number_index=row.number_index)
    return row


def _identity(key: uuid.UUID, number: PersonalNumber, name: str, given_name: str) -> bytes:
    content = {"personal_number": number.digits, "name": name, "given_name": given_name}
    return encrypt(f"citizen:{key}:identity", json.dumps(content).encode())
