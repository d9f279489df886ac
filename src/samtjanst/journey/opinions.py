"""Opinions that have come into a case: as a handler, a party and a document show them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from samtjanst.capabilities.documents.types import Row, Section
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import supplemented
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import (
    CaseState,
    CaseView,
    OpinionState,
    OpinionView,
    Visibility,
)

OWNER = "case_opinion"
ENDED = {
    OpinionState.OPEN: "Inte än",
    OpinionState.REVOKED: "Begäran togs tillbaka",
    OpinionState.CLOSED: "Inte innan ärendet avgjordes",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A request for an opinion with the files of its answer."""

    opinion: OpinionView
    files: tuple[FileInfo, ...] = field(repr=False, default=())


def shown(*, case: CaseView, by: Actor) -> list[Shown]:
    """The opinions of a case that the actor has opened, as she may see them; two queries.

    A party sees neither what is kept from her nor, where somebody else is protected, any.
    """
    found = [one for one in cases.opinions_of(case.id) if _is_shown(one, case, by)]
    held = files.infos_by_owner(OWNER, [one.id for one in found]) if found else {}
    return [Shown(one, tuple(held.get(one.id, ()))) for one in found]


def open_file(
    case: CaseView, opinion_id: uuid.UUID, file_id: uuid.UUID, *, by: Actor
) -> tuple[FileInfo, bytes]:
    """A file of an answer in a case that the actor has opened; the reading is recorded.

    Raises:
        NotFoundError: not an opinion that the actor sees, or no clean file of it.
    """
    if opinion_id not in {one.opinion.id for one in shown(case=case, by=by)}:
        raise NotFoundError
    return file_services.read(file_id=file_id, owner=(OWNER, opinion_id), by=by)


def sections(*, case: CaseView, by: Actor) -> Iterator[Section]:
    """What was asked and answered, in the order of a document."""
    for one in shown(case=case, by=by):
        asked = one.opinion
        who = asked.who or "Skyddad identitet"
        rows = [Row("Frågan", (asked.text,), clock.exact(asked.asked_at))]
        rows.append(Row("Kom in", _came(asked)))
        if asked.answer:
            names = tuple(f"Bilaga: {info.name}" for info in one.files)
            rows.append(Row(f"Svar från {asked.answer.who}", (asked.answer.text, *names)))
            rows.append(Row("Kontrollsumma (SHA-256)", (asked.digest,)))
        if asked.reason:
            rows.append(Row("Visas inte för parterna", (asked.reason,)))
        yield Section(f"Yttrande från {who}", tuple(rows))


def _came(asked: OpinionView) -> tuple[str, ...]:
    if asked.answer is None:
        return (ENDED[asked.state],)
    is_late = clock.local(asked.answer.at).date() > asked.due
    return (clock.exact(asked.answer.at), *(("Efter den begärda dagen",) if is_late else ()))


def _is_shown(one: OpinionView, case: CaseView, by: Actor) -> bool:
    if not by.is_citizen:
        return True
    if not supplemented.is_shown(case, by) or one.state is OpinionState.REVOKED:
        return False
    is_decided = case.state is CaseState.DECIDED
    return one.visibility is Visibility.AT_ONCE or (
        one.visibility is Visibility.DECIDED and is_decided
    )
