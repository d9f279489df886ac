"""What a handler keeps for herself: lists with filters, and how she is told in the morning."""

import json
import re
import uuid
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.models import DayChoice, SavedView
from samtjanst.running.cases.types import View

LONGEST_VIEW_NAME = 60
LONGEST_QUERY = 1000
MOST_VIEWS = 50
NOTHING: Mapping[str, str] = MappingProxyType({})
_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?\d{6}\s?[-+]?\s?\d{4}(?!\d)")


@transaction.atomic
def save_view(  # noqa: PLR0913 - all of them have a plain name
    *,
    name: str,
    view: View,
    query: str,
    unit_id: uuid.UUID | None,
    by: Actor,
    typed: Mapping[str, str] = NOTHING,
) -> None:
    """Keep a list with its filters; one of the same name is replaced. With a unit: shared.

    ``typed`` is what was looked for in words, by what takes it in an address. It is kept for the
    one who saves only: a list that is shared is kept without.

    Raises:
        InvalidInputError: no name, too long a one, or too many lists; under "typed", when a
            whole personal number would be kept.
        NotFoundError: not one of the actor's units.
    """
    require(by, Permission.CASE_LIST)
    kept = name.strip()
    if not kept or len(kept) > LONGEST_VIEW_NAME:
        told = _("Skriv ett namn med högst %(n)s tecken.") % {"n": LONGEST_VIEW_NAME}
        raise InvalidInputError({"namn": [told]})
    if unit_id is not None and unit_id not in units_with(by, Permission.CASE_LIST):
        raise NotFoundError
    if by.id is None:
        raise NotFoundError
    if any(map(_has_number, typed.values())):
        raise InvalidInputError({"typed": [_("Ett personnummer sparas inte i ett urval.")]})
    mine = SavedView.objects.filter(staff_id=by.id)
    mine.filter(name=kept).delete()
    if len(query) > LONGEST_QUERY or mine.count() >= MOST_VIEWS:
        raise InvalidInputError({"namn": [_("Du har redan många sparade urval.")]})
    row = SavedView(staff_id=by.id, unit_id=unit_id, name=kept, view=view.value, query=query)
    if typed and unit_id is None:
        row.typed = encrypt(f"saved_view:{row.id}", json.dumps(dict(typed)).encode())
    row.save(force_insert=True)
    record("saved_view.put", by=by, subject=("saved_view", row.id))


@transaction.atomic
def remove_view(*, view_id: uuid.UUID, by: Actor) -> None:
    """Keep a list no longer.

    Raises:
        NotFoundError: not the actor's own.
    """
    require(by, Permission.CASE_LIST)
    if by.id is None or not SavedView.objects.filter(id=view_id, staff_id=by.id).delete()[0]:
        raise NotFoundError
    record("saved_view.removed", by=by, subject=("saved_view", view_id))


@transaction.atomic
def choose_day(*, by_email: bool, by: Actor) -> None:
    """Choose whether a note, without content, comes by e-mail in the morning."""
    require(by, Permission.CASE_LIST)
    if by.id is None:
        raise NotFoundError
    row = DayChoice.objects.select_for_update().filter(staff_id=by.id).first()
    if row is None:
        DayChoice(staff_id=by.id, by_email=by_email).save(force_insert=True)
    else:
        row.by_email = by_email
        row.save(update_fields=["by_email"])
    record("day.chosen", by=by, subject=("staff", by.id), details={"by_email": by_email})


def _has_number(text: str) -> bool:
    """Whether a whole personal or coordination number stands in a text."""
    return any(map(_is_number, _NUMBER.findall(text)))


def _is_number(text: str) -> bool:
    try:
        PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        return False
    return True
