"""Messages in the case: written, never changed, read by the other side."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases.models import FROM_CITIZEN, Case, CaseParty, Letter, LetterTemplate
from samtjanst.running.cases.services import rows

LONGEST_LETTER = 10_000
LONGEST_TEMPLATE = 5_000
LONGEST_NAME = 80


@transaction.atomic
def write_to_party(*, reference: str, citizen_id: uuid.UUID, text: str, by: Actor) -> uuid.UUID:
    """Write to a party of the case; returns the message's key.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: nothing written, too much, or no party that is written to here.
    """
    row = rows.locked(reference, permission=Permission.CASE_WRITE, by=by)
    party = CaseParty.objects.filter(case=row, citizen_id=citizen_id).first()
    # Another party than the applicant who is protected is reached by the official, safely.
    if party is None or (party.is_protected and party.role != "applicant"):
        raise InvalidInputError({"to": [_("Välj vem du skriver till.")]})
    staff_id = by.id if by.is_staff else None
    return kept_letter(row, citizen_id, text, "letter_sent", by=by, staff_id=staff_id)


@transaction.atomic
def write_to_handler(*, reference: str, text: str, by: Actor) -> uuid.UUID:
    """A party writes to the municipality, also when the case is decided; the message's key.

    Raises:
        NotFoundError: she is no party.
        InvalidInputError: nothing written, or too much.
    """
    require(by, Permission.CASE_FOLLOW)
    row, citizen_id = rows.of_party(reference, by=by)
    return kept_letter(row, citizen_id, text, "letter_received", by=by, staff_id=None)


@transaction.atomic
def register_letter(*, reference: str, citizen_id: uuid.UUID, text: str, by: Actor) -> uuid.UUID:
    """Keep what came in from a party in another way, on paper or by e-mail, as her message.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: nothing written, too much, or no party.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if not CaseParty.objects.filter(case=row, citizen_id=citizen_id).exists():
        raise InvalidInputError({"to": [_("Välj från vem det kom.")]})
    return kept_letter(row, citizen_id, text, "letter_registered", by=by, staff_id=None)


@transaction.atomic
def mark_read(*, case_id: uuid.UUID, by: Actor) -> int:
    """Note that what the other side wrote has been shown now; the caller has authorised the case.

    Returns how many messages were new.
    """
    found = Letter.objects.filter(case_id=case_id, read_at=None)
    if by.is_citizen and by.id is not None:
        found = found.filter(~FROM_CITIZEN, citizen_id=by.id)
    else:
        found = found.filter(FROM_CITIZEN)
    count = found.update(read_at=clock.now())
    if count:
        record("case.letters_read", by=by, subject=("case", case_id), details={"count": count})
    return count


@transaction.atomic
def put_letter_template(*, unit_id: uuid.UUID, name: str, text: str, by: Actor) -> None:
    """Keep a text to start messages from; one with the same name in the unit is replaced.

    Raises:
        NotFoundError: not a unit whose cases the actor handles.
        InvalidInputError: a name or a text is missing, or is too long.
    """
    require(by, Permission.CASE_HANDLE)
    if unit_id not in units_with(by, Permission.CASE_HANDLE):
        raise NotFoundError
    problems = {}
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        problems["name"] = [_("Skriv ett namn med högst %(n)s tecken.") % {"n": LONGEST_NAME}]
    if not text.strip() or len(text.strip()) > LONGEST_TEMPLATE:
        told = _("Skriv en text med högst %(n)s tecken.") % {"n": LONGEST_TEMPLATE}
        problems["text"] = [told]
    if problems:
        raise InvalidInputError(problems)
    LetterTemplate.objects.filter(unit_id=unit_id, name=name.strip()).delete()
    row = LetterTemplate(unit_id=unit_id, name=name.strip(), text=text.strip())
    row.save(force_insert=True)
    record("letter_template.put", by=by, subject=("letter_template", row.id))


@transaction.atomic
def remove_letter_template(*, template_id: uuid.UUID, by: Actor) -> None:
    """Take a text away.

    Raises:
        NotFoundError: no such text in a unit whose cases the actor handles.
    """
    require(by, Permission.CASE_HANDLE)
    units = units_with(by, Permission.CASE_HANDLE)
    row = LetterTemplate.objects.filter(id=template_id, unit_id__in=units).first()
    if row is None:
        raise NotFoundError
    row.delete()
    record("letter_template.removed", by=by, subject=("letter_template", template_id))


def kept_letter(  # noqa: PLR0913 - all of them have a plain name
    row: Case, citizen_id: uuid.UUID, text: str, what: str, *, by: Actor, staff_id: uuid.UUID | None
) -> uuid.UUID:
    """Keep a message with the case. A part of the caller's transaction."""
    kept = text.strip()
    if not kept or len(kept) > LONGEST_LETTER:
        told = _("Skriv ett meddelande på högst %(n)s tecken.") % {"n": LONGEST_LETTER}
        raise InvalidInputError({"text": [told]})
    letter = Letter(case=row, citizen_id=citizen_id, at=clock.now())
    letter.staff_id = staff_id
    letter.system = by.name if by.is_client else ""
    letter.text = encrypt(f"letter:{letter.id}", kept.encode())
    letter.save(force_insert=True)
    rows.save(row, what, by=by)
    return letter.id
