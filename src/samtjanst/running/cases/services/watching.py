"""Putting a case aside until a day: it waits for nobody, and is to be taken up again then."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, TransitionError
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import OVER, CaseState

LONGEST_ERRAND = 200
FURTHEST = timedelta(days=2 * 366)


@transaction.atomic
def put_aside(*, reference: str, until: date | None, errand: str, by: Actor) -> None:
    """Put the case aside until a day, with what is to be done then ("" for nothing said).

    The time within which it is to be decided goes on: only what the law or the e-service says
    stops it. A new day takes the place of the one before.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it is over.
        InvalidInputError: ``until``: not a day ahead, or more than two years; ``errand``: too long.
        ConflictError: it is put aside like this already.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    _refuse_over(row)
    text = " ".join(errand.split())
    if faults := _faults(until, text):
        raise InvalidInputError(faults)
    if (row.watch_until, _errand(row)) == (until, text):
        raise ConflictError
    row.watch_until = until
    row.watch_for = encrypt(f"case:{row.id}:watch", text.encode()) if text else b""
    rows.save(row, "put_aside", "watch_until", "watch_for", text=text, by=by)


@transaction.atomic
def take_up(*, reference: str, by: Actor) -> None:
    """Have the case put aside no longer.

    Raises:
        NotFoundError: not a case that the actor may handle.
        ConflictError: it is not put aside.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if row.watch_until is None:
        raise ConflictError
    row.watch_until, row.watch_for = None, b""
    rows.save(row, "taken_up", "watch_until", "watch_for", by=by)


def _refuse_over(row: Case) -> None:
    if CaseState(row.state) in OVER:
        raise TransitionError("case", row.state, "put_aside")


def _errand(row: Case) -> str:
    sealed = bytes(row.watch_for)
    return decrypt(f"case:{row.id}:watch", sealed).decode() if sealed else ""


def _faults(until: date | None, text: str) -> dict[str, list[str]]:
    today, faults = clock.today(), {}
    if until is None:
        faults["until"] = [_("Välj vilken dag.")]
    elif until <= today:
        faults["until"] = [_("Välj en dag från och med i morgon.")]
    elif until > today + FURTHEST:
        faults["until"] = [_("Välj en dag inom två år.")]
    if len(text) > LONGEST_ERRAND:
        faults["errand"] = [_("Skriv högst %(n)s tecken.") % {"n": LONGEST_ERRAND}]
    return faults
