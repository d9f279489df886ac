"""A case that waits for a signature which may not come: asked for again, given time, closed."""

import uuid
from collections.abc import Collection

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
def let_in(*, filing_id: uuid.UUID, party: PartyInput, by: Actor) -> None:
    """Let somebody whose turn it is to sign be a party, for a step of the platform's own."""
    row = Case.objects.select_for_update().get(filing_id=filing_id)
    if CaseParty.objects.filter(case=row, citizen_id=party.citizen_id).exists():
        return
    _add(row, party)
    rows.save(row, "signatory_next", by=by)
    rows.index(row, by=by)


@transaction.atomic
def part_with(
    *, filing_id: uuid.UUID, citizens: Collection[uuid.UUID], text: str, by: Actor
) -> None:
    """Let those whose signatures were not needed be parties no longer.

    ``text`` says how many have signed, for the time line.
    """
    row = Case.objects.select_for_update().get(filing_id=filing_id)
    parts = CaseParty.objects.filter(case=row, citizen_id__in=citizens)
    parts.exclude(role="applicant").delete()
    rows.save(row, "signatures_enough", text=text, by=by)
    rows.index(row, by=by)


@transaction.atomic
def protect_party(*, filing_id: uuid.UUID, citizen_id: uuid.UUID, by: Actor) -> None:
    """Close a case to those who may not read of protected people: a party has become one."""
    row = Case.objects.select_for_update().get(filing_id=filing_id)
    CaseParty.objects.filter(case=row, citizen_id=citizen_id).update(is_protected=True)
    row.is_protected = True
    rows.save(row, "party_protected", "is_protected", by=by)
    rows.index(row, by=by)


def _add(row: Case, party: PartyInput) -> None:
    if party.is_protected and not row.is_protected:
        row.is_protected = True
        row.save(update_fields=["is_protected"])
    CaseParty(
        case=row,
        citizen_id=party.citizen_id,
        role=party.role,
        is_protected=party.is_protected,
    ).save(force_insert=True)


@transaction.atomic
def name_signatory(
    *, reference: str, party: PartyInput | None, without: uuid.UUID | None, text: str, by: Actor
) -> None:
    """Let somebody be a party who is asked to sign; ``without``, a citizen, is one no longer.

    No ``party`` when it is not her turn yet: then she becomes one by :func:`let_in`. ``text``
    says who and why, for the time line.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: it waits for nobody.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    row.state = next_state(row.state, "ask_again").value
    parts = CaseParty.objects.filter(case=row)
    if without:
        parts.exclude(role="applicant").filter(citizen_id=without).delete()
    if party and not parts.filter(citizen_id=party.citizen_id).exists():
        _add(row, party)
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
