"""The trash: for a case that should never have been one.

It is out of every list until somebody takes it back, or a party writes in it. What has come in to
a public authority goes only by a decision on disposal (arkivlagen 10 §): the days of the setting
TRASH_DAYS are that decision. A case is told its last day when it is put here, and a new setting
changes no day that has been told.
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases.models import (
    FROM_CITIZEN,
    SENT,
    Case,
    CaseSearch,
    DecisionRequest,
    Disclosure,
    Hearing,
    Letter,
    Opinion,
    PartnerShare,
    Proposal,
    Supplement,
)
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import TrashGround, last_day, next_state

LONGEST_TRASH_REASON = 2_000
# Whoever has been asked, heard or shown something in a case has made it a matter of importance.
_OF_IMPORTANCE = (
    DecisionRequest, Disclosure, Hearing, Opinion, PartnerShare, Proposal, Supplement,
)  # fmt: skip


@transaction.atomic
def put_in_trash(*, reference: str, ground: TrashGround, why: str, by: Actor) -> None:
    """Put away a case that is a test, a double or a mistake, with the reason.

    It keeps its state and its handler. Its parties go on seeing it and all that they handed in,
    and why it was put away.

    Raises:
        NotFoundError: not a case that the actor may put away.
        InvalidInputError: no reason, too long a one, or something has happened in the case.
        ConflictError: it is in the trash already.
        TransitionError: it waits for a signature or a supplement, or is decided.
    """
    row = rows.locked(reference, permission=Permission.CASE_TRASH, by=by)
    if row.trashed_at is not None:
        raise ConflictError
    next_state(row.state, "trash")
    if problems := _problems(row, why):
        raise InvalidInputError(problems)
    row.trashed_at, row.trash_ground = clock.now(), ground.value
    row.trash_until = last_day(clock.today(), settings.TRASH_DAYS)
    fields = ("trashed_at", "trash_ground", "trash_until")
    rows.save(row, "trashed", *fields, text=why.strip(), by=by)
    rows.release(row, by=by)
    CaseSearch.objects.filter(case=row).delete()


@transaction.atomic
def take_out_of_trash(*, reference: str, by: Actor) -> None:
    """Take a case back: it stands where it stood.

    Raises:
        NotFoundError: not a case that the actor may take back.
        ConflictError: it is not in the trash.
    """
    row = rows.locked(reference, permission=Permission.CASE_TRASH, by=by)
    if row.trashed_at is None:
        raise ConflictError
    rows.take_back(row, by=by)


@transaction.atomic
def note_restored(*, reference: str, by: Actor) -> None:
    """Say in the time line and the audit that the case was put back from a copy.

    Raises:
        NotFoundError: no such case.
    """
    row = rows.locked(reference, permission=Permission.CASE_INDEX, by=by)
    rows.save(row, "restored", by=by)
    rows.index(row, by=by)


def _problems(row: Case, why: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not why.strip() or len(why.strip()) > LONGEST_TRASH_REASON:
        told = _("Skriv varför, med högst %(n)s tecken.") % {"n": LONGEST_TRASH_REASON}
        problems["why"] = [told]
    if any(kind.objects.filter(case=row).exists() for kind in _OF_IMPORTANCE):
        told = _("Någon har tillfrågats, hörts eller fått se något i ärendet. Avgör det i stället.")
        problems["ground"] = [told]
    letters = Letter.objects.filter(case=row)
    if letters.filter(FROM_CITIZEN, read_at=None).exists() or letters.exclude(SENT).exists():
        problems["ground"] = [_("Läs eller vänta först in de meddelanden som är på väg.")]
    return problems
