"""Who has read a case, for those who look after that nobody reads without a reason."""

import uuid
from dataclasses import dataclass, field

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit import queries as audit
from samtjanst.foundation.audit.queries import Reading
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.people.queries import staff_names
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.journey import letters, opinions
from samtjanst.kernel.errors import TamperedError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody, "" for one who is named nowhere any more, and what she has read on a day."""

    name: str = field(repr=False)
    kind: ActorKind
    reading: Reading
    file: str = field(default="", repr=False)  # its name, where it was a single one


def readers(*, reference: str, by: Actor) -> list[Reader]:
    """Everybody who has read the case, the latest first; that this was looked at is recorded.

    Raises:
        NotFoundError: not a case whose readers the actor may see.
    """
    case = cases.get_case(by, reference)
    require(by, Permission.CASE_READERS, case)
    record_read("case.readers", by=by, subject=("case", case.id))
    names_of = _files(case, by)
    found = audit.readings_of(("case", case.id), {"file": list(names_of)})
    staff = {one.actor_id for one in found if one.actor_kind == ActorKind.STAFF and one.actor_id}
    names = {str(key): name for key, name in staff_names(staff).items()} | _parties(case)
    return [
        Reader(
            names.get(str(one.actor_id), ""),
            ActorKind(one.actor_kind),
            one,
            names_of.get(one.subject_id, ""),
        )
        for one in found
    ]


def _files(case: CaseView, by: Actor) -> dict[str, str]:
    """The names of the files in the case, by key: handed in, in messages and in opinions."""
    written = [one.id for one in cases.letters_of(case, by, with_waiting=True, with_struck=True)]
    given = [one.id for one in cases.opinions_of(case.id)]
    owners = (("filing", _filings(case)), (letters.OWNER, written), (opinions.OWNER, given))
    held = (files.infos_by_owner(kind, keys) for kind, keys in owners if keys)
    return {str(info.id): info.name for found in held for own in found.values() for info in own}


def _filings(case: CaseView) -> list[uuid.UUID]:
    """What was handed in, and the supplements; where one was touched the first alone."""
    try:
        asked = cases.supplements_of(case.id)
    except TamperedError:
        asked = []
    return [case.filing_id, *(one.snapshot.filing_id for one in asked if one.snapshot)]


def _parties(case: CaseView) -> dict[str, str]:
    return {str(one.citizen_id): one.name for one in case.parties}
