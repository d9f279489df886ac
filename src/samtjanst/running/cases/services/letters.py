"""Messages in the case: written, never changed, read by the other side."""

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases.models import (
    FROM_CITIZEN,
    SENT,
    Case,
    CaseParty,
    Letter,
    LetterTemplate,
)
from samtjanst.running.cases.services import rows
from samtjanst.running.filing.types import Channel

LEAVE_JOB = "cases.letter_leaves"
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
    if not _is_written_to(row, citizen_id):
        raise InvalidInputError({"to": [_("Välj vem du skriver till.")]})
    staff_id = by.id if by.is_staff else None
    return kept_letter(row, citizen_id, text, "letter_sent", by=by, staff_id=staff_id)


@transaction.atomic
def write_later(
    *, reference: str, citizen_id: uuid.UUID, text: str, wait: timedelta, by: Actor
) -> uuid.UUID:
    """As :func:`write_to_party`, but it stays in the house for a while, to be taken back.

    Nothing of it is in the time line, the diary or the case's document before it has left. A
    job lets it leave; while no worker runs it waits.
    """
    row = rows.locked(reference, permission=Permission.CASE_WRITE, by=by)
    if not _is_written_to(row, citizen_id):
        raise InvalidInputError({"to": [_("Välj vem du skriver till.")]})
    letter = _letter(row, citizen_id, text, by=by, staff_id=by.id if by.is_staff else None)
    letter.leaves_at = letter.at + wait
    letter.save(force_insert=True)
    record("case.letter_written", by=by, subject=("case", row.id), details=rows.whose(row, by))
    enqueue(
        LEAVE_JOB,
        key=str(letter.id),
        payload={"letter": str(letter.id)},
        subject=("case", str(row.id)),
        run_at=letter.leaves_at,
    )
    return letter.id


@transaction.atomic
def take_back_letter(*, reference: str, letter_id: uuid.UUID, by: Actor) -> str:
    """Take back what has been written and has not left the house; returns the text.

    Raises:
        NotFoundError: not a case that the actor may handle, or no such message.
        ConflictError: it has left.
    """
    row = rows.locked(reference, permission=Permission.CASE_WRITE, by=by)
    letter = Letter.objects.select_for_update().filter(id=letter_id, case=row).first()
    if letter is None:
        raise NotFoundError
    if letter.leaves_at is None:
        raise ConflictError
    text = decrypt(f"letter:{letter.id}", bytes(letter.text)).decode()
    letter.delete()
    record("case.letter_taken_back", by=by, subject=("case", row.id))
    return text


@transaction.atomic
def let_leave(*, letter_id: uuid.UUID, by: Actor) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Let a message leave the house now; whom it is to and the case's filing.

    None when it was taken back or has left already, or when the person can be written to no
    more: then it stays, and the handlers see that it does.
    """
    require(by, Permission.CASE_INDEX)
    held = Letter.objects.filter(id=letter_id).exclude(SENT).first()
    if held is None:
        return None
    row = Case.objects.select_for_update().get(id=held.case_id)
    waiting = Letter.objects.select_related("staff").select_for_update(of=("self",))
    letter = waiting.filter(id=letter_id).exclude(SENT).first()
    if letter is None or not _is_written_to(row, letter.citizen_id):
        return None
    letter.at, letter.leaves_at = clock.now(), None
    letter.save(update_fields=["at", "leaves_at"])
    name = letter.staff.name if letter.staff else ""
    writer = Actor(ActorKind.STAFF, scope_id(), letter.staff_id, name=name)
    # Without a new revision: whoever is deciding in the meantime wrote it, or has seen it.
    rows.note(row, "letter_sent", by=writer)
    rows.index(row, by=by, why=str(letter.id))
    record("case.letter_sent", by=by, subject=("case", row.id), details={"state": row.state})
    return letter.citizen_id, row.filing_id


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
def register_stray_letter(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    citizen_id: uuid.UUID,
    text: str,
    channel: Channel,
    came_on: date,
    sender: str,
    by: Actor,
) -> uuid.UUID:
    """Keep what came the wrong way as a message in the case, on the day that it came.

    It is the party's own, or with a ``sender`` somebody else's in the party's matter.

    Raises:
        NotFoundError, InvalidInputError: as :func:`register_letter`.
        ConflictError: a decision is about to leave the house.
    """
    letter_id = register_letter(reference=reference, citizen_id=citizen_id, text=text, by=by)
    letter = Letter.objects.get(id=letter_id)
    letter.channel, letter.at = channel.value, min(letter.at, clock.starts(came_on))
    if came_on >= clock.today():
        letter.at = clock.now()
    if sender:
        letter.sender = encrypt(f"letter:{letter.id}:sender", sender.encode())
    letter.read_at = clock.now()  # who registers it has seen it
    letter.save(update_fields=["channel", "at", "sender", "read_at"])
    return letter_id


@transaction.atomic
def mark_read(*, case_id: uuid.UUID, by: Actor) -> int:
    """Note that what the other side wrote has been shown now; the caller has authorised the case.

    Returns how many messages were new.
    """
    found = Letter.objects.filter(case_id=case_id, read_at=None)
    if by.is_citizen and by.id is not None:
        found = found.filter(~FROM_CITIZEN, SENT, citizen_id=by.id)
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
    letter = _letter(row, citizen_id, text, by=by, staff_id=staff_id)
    letter.save(force_insert=True)
    rows.save(row, what, by=by)
    rows.index(row, by=by)
    return letter.id


def _is_written_to(row: Case, citizen_id: uuid.UUID) -> bool:
    """Another party than the applicant who is protected is reached by the official, safely."""
    party = CaseParty.objects.filter(case=row, citizen_id=citizen_id).first()
    return party is not None and (not party.is_protected or party.role == "applicant")


def _letter(
    row: Case, citizen_id: uuid.UUID, text: str, *, by: Actor, staff_id: uuid.UUID | None
) -> Letter:
    kept = text.strip()
    if not kept or len(kept) > LONGEST_LETTER:
        told = _("Skriv ett meddelande på högst %(n)s tecken.") % {"n": LONGEST_LETTER}
        raise InvalidInputError({"text": [told]})
    letter = Letter(case=row, citizen_id=citizen_id, at=clock.now())
    letter.staff_id = staff_id
    letter.system = by.name if by.is_client else ""
    letter.text = encrypt(f"letter:{letter.id}", kept.encode())
    return letter
