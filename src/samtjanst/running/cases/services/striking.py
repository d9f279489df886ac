"""What was put in the wrong case is struck through there: hidden, kept as it is, and on record.

Nothing is erased: a note and what has come in are official documents (TF 2 kap.), and an entry
in an official document may be put right so long as what stood there can still be read.
"""

import uuid

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases.models import Case, CaseEvent, Letter, Struck
from samtjanst.running.cases.queries import struck
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import Unstrikable

LONGEST_STRIKE = 2_000
HINDRANCES: dict[Unstrikable, Promise] = {
    Unstrikable.STRUCK: gettext_lazy("Det är redan struket."),
    Unstrikable.SENT: gettext_lazy(
        "Det har skickats till parten och går inte att stryka. Skriv ett nytt meddelande som "
        "rättar det."
    ),
    Unstrikable.LEAVING: gettext_lazy("Det har inte skickats än. Ångra det i stället."),
    Unstrikable.OF_PARTY: gettext_lazy("Det kommer från parten själv och hör till ärendet."),
    Unstrikable.PROCEDURE: gettext_lazy(
        "Det är ett överklagande eller ett yttrande i ärendet och går inte att stryka."
    ),
    Unstrikable.DECIDED: gettext_lazy(
        "Det fanns i ärendet när beslutet fattades och hör till underlaget. Det går inte att "
        "stryka. Är beslutet fel omprövas det."
    ),
    Unstrikable.GIVEN_OUT: gettext_lazy(
        "Det fanns i ärendet när handlingar lämnades ut och går inte att stryka. Skriv en ny "
        "anteckning som rättar det."
    ),
}


@transaction.atomic
def strike_note(*, reference: str, event_id: uuid.UUID, reason: str, by: Actor) -> None:
    """Strike a note through, with why.

    Raises:
        NotFoundError: not a case that the actor may handle, or no such note.
        InvalidInputError: no reason, too long a one, or what stands in the way; by field.
        ConflictError: a decision is about to leave the house.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    event = CaseEvent.objects.filter(id=event_id, case=row, what=struck.NOTED).first()
    if event is None:
        raise NotFoundError
    _strike(row, struck.note_hindrance(event), reason, Struck(case=row, event=event), by)


@transaction.atomic
def strike_letter(*, reference: str, letter_id: uuid.UUID, reason: str, by: Actor) -> None:
    """Strike through what staff registered as having come in another way; with its files.

    Raises:
        NotFoundError, InvalidInputError, ConflictError: as :func:`strike_note`.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    letter = Letter.objects.filter(id=letter_id, case=row).first()
    if letter is None:
        raise NotFoundError
    _strike(row, struck.letter_hindrance(letter), reason, Struck(case=row, letter=letter), by)


def _strike(row: Case, hindrance: Unstrikable | None, reason: str, made: Struck, by: Actor) -> None:
    kept = reason.strip()
    if not by.is_staff or by.id is None:
        raise NotFoundError
    if hindrance is not None:
        raise InvalidInputError({"": [str(HINDRANCES[hindrance])]})
    if not kept or len(kept) > LONGEST_STRIKE:
        told = _("Skriv varför det stryks, med högst %(n)s tecken.") % {"n": LONGEST_STRIKE}
        raise InvalidInputError({"reason": [told]})
    made.staff_id, made.at = by.id, clock.now()
    made.reason = encrypt(f"struck:{made.id}", kept.encode())
    made.save(force_insert=True)
    what = "note_struck" if made.event_id else "letter_struck"
    rows.save(row, what, text=kept, by=by)
    rows.index(row, by=by)
