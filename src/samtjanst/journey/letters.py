"""Messages in the case: kept with it, their files scanned, told by a notice without content."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit import case_slots
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.sniff import DOCX, HEIC, JPEG, PDF, PNG
from samtjanst.foundation.files.types import FileInfo, Limits
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import typed
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, LetterView, PartyView

OWNER = "case_letter"
NOTHING: Mapping[str, str] = MappingProxyType({})
SLOTS = case_slots.NAMES
LIMITS = Limits(frozenset({PDF, JPEG, PNG, HEIC, DOCX}), max_bytes=10_000_000, max_files=5)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with its files."""

    letter: LetterView
    files: tuple[FileInfo, ...] = field(repr=False, default=())


def shown(*, case: CaseView, by: Actor, with_waiting: bool = False) -> list[Shown]:
    """The messages of a case that the actor has opened, as she may see them; two queries."""
    letters = cases.letters_of(case, by, with_waiting=with_waiting)
    held = files.infos_by_owner(OWNER, [one.id for one in letters])
    return [Shown(one, tuple(held.get(one.id, ()))) for one in letters]


def recipients(case: CaseView) -> list[PartyView]:
    """The parties who can be written to; somebody protected is reached by the official."""
    return [p for p in case.parties if p.role == "applicant" or not p.is_protected]


@dataclass(frozen=True, slots=True)
class Filled:
    """A template's text with its slots filled; ``empty`` are those that nothing is known for."""

    text: str = field(repr=False)
    empty: tuple[str, ...] = ()


def filled(
    case: CaseView, template: str, to: uuid.UUID | None, more: Mapping[str, str] = NOTHING
) -> Filled:
    """A template's text for this case and recipient; what is unknown stays as its slot.

    Everything is filled in once: what looks like a slot in a value is none. ``more`` are values
    beside the case's own, by slot.
    """
    party = next((one for one in case.parties if one.citizen_id == to), None)
    values = {
        "namn": party.name if party else case.who,
        "ärendenummer": case.reference,
        "e-tjänst": case.title,
        "gäller": case.concerns,
        "handläggare": case.handler,
        "klart senast": case.due.isoformat() if case.due else "",
    }
    known = {f"{{{name}}}": _plain(value) for name, value in {**more, **values}.items() if value}
    text = case_slots.SLOT.sub(lambda slot: known.get(slot[0], slot[0]), template)
    return Filled(text, tuple(slot for slot in left(template) if slot not in known))


def left(text: str) -> tuple[str, ...]:
    """The slots that still stand unfilled in a text."""
    return tuple(f"{{{name}}}" for name in case_slots.names_in(text))


def _plain(value: str) -> str:
    return value.replace("{", "(").replace("}", ")")


@transaction.atomic
def write(
    *,
    reference: str,
    citizen_id: uuid.UUID | None,
    text: str,
    uploads: Sequence[tuple[str, bytes]],
    by: Actor,
) -> uuid.UUID:
    """Write a message with files: staff to a party, or a party to the municipality; its key.

    All or nothing: a file that is refused keeps the message back.

    Raises:
        NotFoundError, InvalidInputError: as the verbs of cases; "files" names a refused file.
    """
    kept = _checked(text, by)
    if by.is_citizen:
        letter_id = services.write_to_handler(reference=reference, text=kept, by=by)
    else:
        to = citizen_id or uuid.UUID(int=0)
        letter_id = services.write_to_party(reference=reference, citizen_id=to, text=kept, by=by)
        _tell(to, cases.get_case(by, reference).filing_id, by)
    keep(letter_id=letter_id, uploads=uploads, by=by)
    return letter_id


@transaction.atomic
def write_later(
    *,
    reference: str,
    citizen_id: uuid.UUID | None,
    text: str,
    uploads: Sequence[tuple[str, bytes]],
    by: Actor,
) -> uuid.UUID:
    """As :func:`write` by staff, but it leaves the house, and is told, only in a while.

    Until then it can be taken back. With UNDO_SECONDS = 0 it is sent at once.
    """
    if not settings.UNDO_SECONDS:
        return write(reference=reference, citizen_id=citizen_id, text=text, uploads=uploads, by=by)
    letter_id = services.write_later(
        reference=reference,
        citizen_id=citizen_id or uuid.UUID(int=0),
        text=_checked(text, by),
        wait=timedelta(seconds=settings.UNDO_SECONDS),
        by=by,
    )
    keep(letter_id=letter_id, uploads=uploads, by=by)
    return letter_id


@transaction.atomic
def take_back(*, reference: str, letter_id: uuid.UUID, by: Actor) -> str:
    """Take back what has not left the house, with its files; returns the text.

    Raises:
        NotFoundError, ConflictError: as the verb of cases.
    """
    text = services.take_back_letter(reference=reference, letter_id=letter_id, by=by)
    owner = (OWNER, letter_id)
    for one in files.infos_by_owner(OWNER, [letter_id]).get(letter_id, ()):
        file_services.remove(file_id=one.id, owner=owner, by=by)
    return text


def leave(payload: dict[str, str]) -> None:
    """Job: let a message leave the house, and tell the party that there is one."""
    by = system_actor(scope_id())
    left_to = services.let_leave(letter_id=uuid.UUID(payload["letter"]), by=by)
    if left_to:
        _tell(*left_to, by)


def write_to_applicant(*, reference: str, text: str, by: Actor) -> uuid.UUID:
    """Write to the applicant of a case; what is known of it is filled into the text's slots.

    Returns the message's key.

    Raises:
        NotFoundError, InvalidInputError: as :func:`write`.
    """
    case = cases.get_case(by, reference)
    to = next((p.citizen_id for p in case.parties if p.role == "applicant"), None)
    whole = filled(case, text, to).text
    return write_later(reference=reference, citizen_id=to, text=whole, uploads=(), by=by)


def keep(*, letter_id: uuid.UUID, uploads: Sequence[tuple[str, bytes]], by: Actor) -> None:
    """Keep the files of a message. A part of the caller's transaction.

    Raises:
        InvalidInputError: under "files", when one is refused.
    """
    for name, content in uploads:
        _keep(letter_id, name, content, by)


def came_another_way(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    citizen_id: uuid.UUID,
    opening: str,
    text: str,
    uploads: Sequence[tuple[str, bytes]],
    by: Actor,
) -> uuid.UUID:
    """Keep what a party sent on paper, by e-mail or told, as her message; ``opening`` comes first.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no party, a text that cannot be kept, or a file that is refused.
    """
    kept = "\n\n".join(one for one in (opening, typed.clean(text)) if one)
    if told := typed.faults(kept, services.LONGEST_LETTER):
        raise InvalidInputError({"text": told})
    letter_id = services.register_letter(
        reference=reference, citizen_id=citizen_id, text=kept, by=by
    )
    keep(letter_id=letter_id, uploads=uploads, by=by)
    return letter_id


def open_file(
    case: CaseView, letter_id: uuid.UUID, file_id: uuid.UUID, *, by: Actor
) -> tuple[FileInfo, bytes]:
    """A file of a message of a case that the actor has opened; the reading is recorded.

    Raises:
        NotFoundError: not a message that the actor sees, or no clean file of it.
    """
    if letter_id not in {one.id for one in cases.letters_of(case, by, with_waiting=True)}:
        raise NotFoundError
    return file_services.read(file_id=file_id, owner=(OWNER, letter_id), by=by)


def _checked(text: str, by: Actor) -> str:
    kept = typed.clean(text)
    if told := typed.faults(kept, services.LONGEST_LETTER):
        raise InvalidInputError({"text": told})
    if not by.is_citizen and (unfilled := left(kept)):
        told = [_("Fyll i eller ta bort %(slots)s.") % {"slots": ", ".join(unfilled)}]
        raise InvalidInputError({"text": told})
    return kept


def _tell(citizen_id: uuid.UUID, filing_id: uuid.UUID, by: Actor) -> None:
    notify(
        citizen_id=citizen_id,
        template="letter_sent",
        subject=("filing", str(filing_id)),
        path="/mina-arenden/",
        by=by,
    )


def _keep(letter_id: uuid.UUID, name: str, content: bytes, by: Actor) -> None:
    owner = (OWNER, letter_id)
    try:
        file_services.store_upload(owner=owner, name=name, content=content, limits=LIMITS, by=by)
    except InvalidInputError as error:
        raise InvalidInputError({"files": error.problems[""]}) from error
    except PortError as error:
        told = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({"files": [told]}) from error
