"""Messages in the case: kept with it, their files scanned, told by a notice without content."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.sniff import DOCX, HEIC, JPEG, PDF, PNG
from samtjanst.foundation.files.types import FileInfo, Limits
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import typed
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, LetterView, PartyView

OWNER = "case_letter"
SLOTS = ("namn", "ärendenummer", "e-tjänst", "gäller", "handläggare", "klart senast")
_SLOT = re.compile(r"\{[a-zåäö -]{2,30}\}")
LIMITS = Limits(frozenset({PDF, JPEG, PNG, HEIC, DOCX}), max_bytes=10_000_000, max_files=5)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with its files."""

    letter: LetterView
    files: tuple[FileInfo, ...] = field(repr=False, default=())


def shown(*, case: CaseView, by: Actor) -> list[Shown]:
    """The messages of a case that the actor has opened, as she may see them; two queries."""
    letters = cases.letters_of(case, by)
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


def filled(case: CaseView, template: str, to: uuid.UUID | None) -> Filled:
    """A template's text for this case and recipient; what is unknown stays as its slot."""
    party = next((one for one in case.parties if one.citizen_id == to), None)
    values = {
        "namn": party.name if party else case.who,
        "ärendenummer": case.reference,
        "e-tjänst": case.title,
        "gäller": case.concerns,
        "handläggare": case.handler,
        "klart senast": case.due.isoformat() if case.due else "",
    }
    text = template
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value) if value else text
    return Filled(text, left(text))


def left(text: str) -> tuple[str, ...]:
    """The slots that still stand unfilled in a text."""
    return tuple(dict.fromkeys(_SLOT.findall(text)))


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
    kept = typed.clean(text)
    if told := typed.faults(kept, services.LONGEST_LETTER):
        raise InvalidInputError({"text": told})
    if not by.is_citizen and (unfilled := left(kept)):
        told = [_("Fyll i eller ta bort %(slots)s.") % {"slots": ", ".join(unfilled)}]
        raise InvalidInputError({"text": told})
    if by.is_citizen:
        letter_id = services.write_to_handler(reference=reference, text=kept, by=by)
    else:
        to = citizen_id or uuid.UUID(int=0)
        letter_id = services.write_to_party(reference=reference, citizen_id=to, text=kept, by=by)
        case = cases.get_case(by, reference)
        notify(
            citizen_id=to,
            template="letter_sent",
            subject=("filing", str(case.filing_id)),
            path="/mina-arenden/",
            by=by,
        )
    keep(letter_id=letter_id, uploads=uploads, by=by)
    return letter_id


def write_to_applicant(*, reference: str, text: str, by: Actor) -> None:
    """Write to the applicant of a case; what is known of it is filled into the text's slots.

    Raises:
        NotFoundError, InvalidInputError: as :func:`write`.
    """
    case = cases.get_case(by, reference)
    to = next((p.citizen_id for p in case.parties if p.role == "applicant"), None)
    whole = filled(case, text, to).text
    write(reference=reference, citizen_id=to, text=whole, uploads=(), by=by)


def keep(*, letter_id: uuid.UUID, uploads: Sequence[tuple[str, bytes]], by: Actor) -> None:
    """Keep the files of a message. A part of the caller's transaction.

    Raises:
        InvalidInputError: under "files", when one is refused.
    """
    for name, content in uploads:
        _keep(letter_id, name, content, by)


def open_file(
    case: CaseView, letter_id: uuid.UUID, file_id: uuid.UUID, *, by: Actor
) -> tuple[FileInfo, bytes]:
    """A file of a message of a case that the actor has opened; the reading is recorded.

    Raises:
        NotFoundError: not a message that the actor sees, or no clean file of it.
    """
    if letter_id not in {one.id for one in cases.letters_of(case, by)}:
        raise NotFoundError
    return file_services.read(file_id=file_id, owner=(OWNER, letter_id), by=by)


def _keep(letter_id: uuid.UUID, name: str, content: bytes, by: Actor) -> None:
    owner = (OWNER, letter_id)
    try:
        file_services.store_upload(owner=owner, name=name, content=content, limits=LIMITS, by=by)
    except InvalidInputError as error:
        raise InvalidInputError({"files": error.problems[""]}) from error
    except PortError as error:
        told = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({"files": [told]}) from error
