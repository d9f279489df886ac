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
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.identity import Identity
from samtjanst.kernel.personal_number import PersonalNumber


def remember_citizen(
    *, identity: Identity, name: str, given_name: str, is_protected: bool | None = None
) -> Citizen:
    """The citizen who is known by the identity; made on first sight.

    ``is_protected`` None means "not known now"; a protection is never cleared here, since
    one empty answer from a register proves nothing.
    """
    row = queries.citizen_by_identity(identity)
    if row is None:
        row = _create_once(identity, name, given_name, is_protected=bool(is_protected))
    elif name and not queries.open_identity(row).name:
        row.identity = _sealed(row.id, identity, name, given_name)
        row.name_index = queries.name_index(name)
        row.save(update_fields=["identity", "name_index"])
    if is_protected and not row.is_protected:
        row.is_protected = True
        row.save(update_fields=["is_protected"])
    return row


def vouched_citizen(*, identity: Identity, name: str, given_name: str) -> Citizen:
    """The citizen whom an e-ID vouches for now, with the name that it tells.

    Of somebody with a Swedish number the name that is known stands: the population register has
    it. Of somebody without, the other country's e-ID is the only one who knows.
    """
    row = remember_citizen(identity=identity, name=name, given_name=given_name)
    if isinstance(identity, ForeignIdentity) and _has_changed(row, identity, name):
        row.identity = _sealed(row.id, identity, name, given_name)
        row.name_index = queries.name_index(name)
        row.save(update_fields=["identity", "name_index"])
    return row


def _has_changed(row: Citizen, identity: ForeignIdentity, name: str) -> bool:
    known = queries.open_identity(row)
    return bool(name) and (known.name, _told(known.identity)) != (name, _told(identity))


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


def _create_once(identity: Identity, name: str, given_name: str, *, is_protected: bool) -> Citizen:
    key = ids.new_id()
    row = Citizen(
        id=key,
        number_index=queries.number_index(identity),
        name_index=queries.name_index(name),
        identity=_sealed(key, identity, name, given_name),
        is_protected=is_protected,
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two logins in the same instant: the first one's row is the one
        return Citizen.objects.get(number_index=row.number_index)
    return row


def _sealed(key: uuid.UUID, identity: Identity, name: str, given_name: str) -> bytes:
    content = {**_told(identity), "name": name, "given_name": given_name}
    return encrypt(f"citizen:{key}:identity", json.dumps(content).encode())


def _told(identity: Identity) -> dict[str, Any]:
    if isinstance(identity, PersonalNumber):
        return {"personal_number": identity.digits}
    born = identity.born.isoformat() if identity.born else ""
    return {"prid": identity.prid, "persistence": identity.persistence, "born": born}
