"""Who has read a case, for those who look after that nobody reads without a reason."""

from dataclasses import dataclass, field

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit import queries as audit
from samtjanst.foundation.audit.queries import Reading
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.people.queries import staff_names
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody, "" for one who is named nowhere any more, and what she has read on a day."""

    name: str = field(repr=False)
    kind: ActorKind
    reading: Reading


def readers(*, reference: str, by: Actor) -> list[Reader]:
    """Everybody who has read the case, the latest first; that this was looked at is recorded.

    Raises:
        NotFoundError: not a case whose readers the actor may see.
    """
    case = cases.get_case(by, reference)
    require(by, Permission.CASE_READERS, case)
    record_read("case.readers", by=by, subject=("case", case.id))
    found = audit.readings_of(("case", case.id))
    staff = {one.actor_id for one in found if one.actor_kind == ActorKind.STAFF and one.actor_id}
    names = {str(key): name for key, name in staff_names(staff).items()} | _parties(case)
    return [
        Reader(names.get(str(one.actor_id), ""), ActorKind(one.actor_kind), one) for one in found
    ]


def _parties(case: CaseView) -> dict[str, str]:
    return {str(one.citizen_id): one.name for one in case.parties}
