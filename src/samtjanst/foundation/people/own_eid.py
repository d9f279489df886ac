"""Which e-ID is a member of staff's own, so that her signature can be told from another's.

Her number is not kept: a keyed hash of it is, of a kind of its own, and the name that the e-ID
told. Who logs in with BankID is known by that already. The callers have been authorised.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from samtjanst.foundation.keys.services import blind_index
from samtjanst.foundation.people.models import OwnEid, StaffAccount
from samtjanst.foundation.people.queries import number_index
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.kernel.personal_number import PersonalNumber

STAFF_SIGNING = "medarbetare"  # the name of the binding


@dataclass(frozen=True, slots=True)
class OwnEidView:
    """The e-ID that somebody has shown, as its owner and those who tend accounts see it."""

    name: str = field(repr=False)
    shown_at: datetime


def index_of(number: PersonalNumber) -> str:
    """By what the person's e-ID is known here, in the open scope's municipality."""
    return blind_index("own-eid", number.digits)


def of(staff_id: uuid.UUID) -> OwnEidView | None:
    """The one that she has shown; None before."""
    row = OwnEid.objects.filter(staff_id=staff_id).first()
    return OwnEidView(row.name, row.shown_at) if row else None


def is_known(staff_id: uuid.UUID) -> bool:
    """Whether it is known which e-ID is hers: she has shown it, or logs in by her number."""
    by_number = StaffAccount.objects.filter(id=staff_id, is_active=True).exclude(number_index="")
    return by_number.exists() or OwnEid.objects.filter(staff_id=staff_id).exists()


def is_of(number: PersonalNumber, staff_id: uuid.UUID) -> bool:
    """Whether the number is that of the member of staff."""
    row = StaffAccount.objects.filter(id=staff_id, is_active=True).first()
    if row is None:
        return False
    if row.number_index:
        return bool(row.number_index == number_index(number))
    return OwnEid.objects.filter(staff_id=staff_id, person_index=index_of(number)).exists()


@transaction.atomic
def keep(*, staff_id: uuid.UUID, number: PersonalNumber, name: str) -> None:
    """Keep which one is hers, in the place of what she has shown before.

    Raises:
        ConflictError: it is another account's, or her account is known by another number.
    """
    # Two accounts that show the same at once wait for nothing: the database lets one of them.
    same = StaffAccount.objects.filter(number_index=number_index(number)).exclude(id=staff_id)
    held = StaffAccount.objects.select_for_update().filter(id=staff_id, is_active=True).first()
    is_another = held is not None and held.number_index not in {"", number_index(number)}
    if held is None or is_another or same.exists():
        raise ConflictError
    OwnEid.objects.filter(staff_id=staff_id).delete()
    row = OwnEid(staff_id=staff_id, person_index=index_of(number), name=name[:200])
    row.shown_at = clock.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ConflictError from None


def remove(*, staff_id: uuid.UUID) -> bool:
    """Forget it; whether there was one."""
    return bool(OwnEid.objects.filter(staff_id=staff_id).delete()[0])
