"""Which fields of a case have been changed: by whom, when, from what to what.

From the audit, where each change of a field stands with the event that made it, and from the sealed
supplements, which are all that changes an answer.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from samtjanst.foundation.audit import queries as audit
from samtjanst.foundation.audit.queries import FieldChange
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.people.queries import staff_names
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.queries import units
from samtjanst.journey import supplemented
from samtjanst.journey.supplemented import Told
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView

APPLICANT = "applicant"


class Field(StrEnum):
    """What has been changed."""

    HANDLER = "handler"
    UNIT = "unit"
    DUE = "due"
    PRIORITY = "priority"
    ASIDE = "watch_until"
    LABEL = "label"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Line:
    """One change; ``question`` is what an answer is to, ``who`` "" where nobody is named.

    Values are as people read them: names of staff, units and labels, days, answers in words; of
    a priority its number.
    """

    at: datetime
    kind: ActorKind
    who: str
    what: Field
    before: tuple[str, ...] = field(repr=False)
    after: tuple[str, ...] = field(repr=False)
    question: str = field(default="", repr=False)


def history(*, reference: str, by: Actor) -> tuple[CaseView, list[Line]]:
    """The case and its changes, latest first; that they were read is recorded.

    The same number of queries however many changes there are.

    Raises:
        NotFoundError: not a case that the actor may read.
        TamperedError: what was handed in no longer matches its seal.
    """
    case, snapshot, asked = cases.read_desk(by, reference)
    record_read("case.history", by=by, subject=("case", case.id))
    known = supplemented.files_of_all(supplemented.snapshots_of(snapshot, asked))
    told = supplemented.told(case, snapshot, asked, known)
    lines = [*_fields(audit.changes_of(("case", case.id))), *_answers(case, told)]
    return case, sorted(lines, key=lambda line: line.at, reverse=True)


def _fields(changes: list[FieldChange]) -> Iterator[Line]:
    names = _Names(changes)
    for one in changes:
        yield Line(
            at=one.at,
            kind=ActorKind(one.actor_kind),
            who=names.staff.get(str(one.actor_id), ""),
            what=Field(one.field),
            before=names.of(one.field, one.before),
            after=names.of(one.field, one.after),
        )


class _Names:
    """What the keys in the changes are called."""

    def __init__(self, changes: list[FieldChange]) -> None:
        people = _keys(changes, Field.HANDLER) | {c.actor_id for c in changes if c.actor_id}
        self.staff = {str(key): name for key, name in staff_names(people).items()}
        self.units = {str(unit.id): unit.name for unit in units()}
        labels = cases.label_names(_keys(changes, Field.LABEL))
        self.labels = {str(key): name for key, name in labels.items()}

    def of(self, kind: str, value: str) -> tuple[str, ...]:
        """The value in words; () for none."""
        if not value:
            return ()
        known = {Field.HANDLER: self.staff, Field.UNIT: self.units, Field.LABEL: self.labels}
        return (known.get(Field(kind), {}).get(value, value),)


def _keys(changes: Iterable[FieldChange], kind: Field) -> set[uuid.UUID]:
    found = (value for one in changes if one.field == kind for value in (one.before, one.after))
    return {uuid.UUID(value) for value in found if value}


def _answers(case: CaseView, told: Iterable[Told]) -> Iterator[Line]:
    who = next((party.name for party in case.parties if party.role == APPLICANT), "")
    for one in told:
        kind = ActorKind.STAFF if one.request.of.unit_id else ActorKind.CITIZEN
        for change in one.changes:
            if one.request.answered_at and not change.is_same:
                yield Line(
                    at=one.request.answered_at,
                    kind=kind,
                    who=one.answered_by or who,
                    what=Field.ANSWER,
                    before=change.before,
                    after=change.after,
                    question=change.label,
                )
