"""Striking through what was put in the wrong case, and reading what is struck.

It is hidden from the case's page, its documents, extracts, lists and search, and from parties.
Whoever may give documents out reads it still, since it is an official document; that is recorded.
"""

import uuid
from dataclasses import dataclass, field

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import letters, typed
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, StruckView


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that is struck, with its files."""

    struck: StruckView
    files: tuple[FileInfo, ...] = field(repr=False, default=())


def strike_note(*, reference: str, event_id: uuid.UUID, reason: str, by: Actor) -> None:
    """Strike a note through. Raises: as cases.services.strike_note."""
    services.strike_note(reference=reference, event_id=event_id, reason=_clean(reason), by=by)


def strike_letter(*, reference: str, letter_id: uuid.UUID, reason: str, by: Actor) -> None:
    """Strike through what came in. Raises: as cases.services.strike_letter."""
    services.strike_letter(reference=reference, letter_id=letter_id, reason=_clean(reason), by=by)


def struck(*, reference: str, by: Actor) -> tuple[CaseView, list[Shown]]:
    """What is struck in a case, latest first, with what it says; the reading is recorded.

    Raises:
        NotFoundError: not a case that the actor may give out of.
    """
    case = _case(reference, by)
    record_read("case.struck", by=by, subject=("case", case.id))
    found = cases.struck_of(case.id)
    keys = [one.letter_id for one in found if one.letter_id]
    held = files.infos_by_owner(letters.OWNER, keys)
    return case, [Shown(one, tuple(held.get(one.letter_id or case.id, ()))) for one in found]


def open_file(
    *, reference: str, letter_id: uuid.UUID, file_id: uuid.UUID, by: Actor
) -> tuple[CaseView, FileInfo, bytes]:
    """A file of what is struck, and the case; the reading is recorded.

    Raises:
        NotFoundError: as :func:`struck`, or no clean file of it.
    """
    case = _case(reference, by)
    if letter_id not in {one.letter_id for one in cases.struck_of(case.id)}:
        raise NotFoundError
    info, content = file_services.read(file_id=file_id, owner=(letters.OWNER, letter_id), by=by)
    return case, info, content


def _case(reference: str, by: Actor) -> CaseView:
    require(by, Permission.CASE_DISCLOSE)
    return cases.get_case(by, reference)


def _clean(reason: str) -> str:
    kept = typed.clean(reason)
    if kept and (told := typed.faults(kept, services.LONGEST_STRIKE)):
        raise InvalidInputError({"reason": told})
    return kept
