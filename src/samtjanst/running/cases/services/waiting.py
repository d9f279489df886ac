"""A case that waits for a signature which may not come: asked for again, given time, closed."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases.models import Case, CaseParty
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import PartyInput, next_state

LONGEST_REASON = 2000


@transaction.atomic
def note_about_parties(*, filing_id: uuid.UUID, what: str, text: str, by: Actor) -> None:
    """Note what has become of a party, for a step of the platform's own."""
    row = Case.objects.select_for_update().get(filing_id=filing_id)
    rows.save(row, what, text=text, by=by)


@transaction.atomic
def ask_again(*, reference: str, by: Actor) -> None:
    """Wait for signatures once more; a case that had ended without them goes on.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it is being handled, or is decided.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    row.state = next_state(row.state, "ask_again").value
    rows.save(row, "asked_again", "state", by=by)


@transaction.atomic
def extend_signing(*, reference: str, until: str, by: Actor) -> None:
    """Note that there is more time to sign, until a day.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it waits for nobody.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    row.state = next_state(row.state, "extend").value
    rows.save(row, "time_extended", "state", text=until, by=by)


@transaction.atomic
def name_signatory(
    *, reference: str, party: PartyInput, without: uuid.UUID | None, text: str, by: Actor
) -> None:
    """Let somebody be a party who is asked to sign; ``without``, a citizen, is one no longer.

    ``text`` says who and why, for the time line.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it waits for nobody.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    row.state = next_state(row.state, "ask_again").value
    parts = CaseParty.objects.filter(case=row)
    if without:
        parts.exclude(role="applicant").filter(citizen_id=without).delete()
    if not parts.filter(citizen_id=party.citizen_id).exists():
        CaseParty(case=row, citizen_id=party.citizen_id, role=party.role).save(force_insert=True)
    rows.save(row, "signatory_named", "state", text=text, by=by)
    rows.index(row, by=by)


@transaction.atomic
def close(*, reference: str, reason: str, by: Actor) -> None:
    """End a case without all signatures, with a reason that the parties read.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no reason, or too long a one.
        TransitionError: it waits for nobody.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    kept = reason.strip()
    if not kept or len(kept) > LONGEST_REASON:
        told = _("Skriv varför ärendet avslutas, med högst %(n)s tecken.") % {"n": LONGEST_REASON}
        raise InvalidInputError({"reason": [told]})
    row.state = next_state(row.state, "close").value
    rows.save(row, "closed", "state", text=kept, by=by)
