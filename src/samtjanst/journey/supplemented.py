"""What a case holds when supplements have come in: every answer before and after, every file."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import present
from samtjanst.capabilities.formkit.context import Context, FileFacts
from samtjanst.capabilities.formkit.present.types import SummaryRow, SummarySection
from samtjanst.capabilities.formkit.supplement import EXTRA, Asking, asking
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor
from samtjanst.journey.sealed import context_of
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.types import CaseView, SupplementView
from samtjanst.running.filing.types import SealedSnapshot


@dataclass(frozen=True, slots=True)
class Change:
    """One question that was answered again: in words, before ("" for never) and after."""

    label: str
    before: tuple[str, ...] = field(repr=False)
    after: tuple[str, ...] = field(repr=False)
    drawn: str = field(default="", repr=False)  # on a map, as in SummaryRow
    shape: str = ""

    @property
    def is_same(self) -> bool:
        """Whether nothing is new in it."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Told:
    """A request for a supplement in words, with what came of it."""

    request: SupplementView
    wanted: tuple[str, ...]  # what is asked for, in words
    reasons: tuple[str, ...] = ()  # why each of these is, as in Reason; "" where nothing is said
    changes: tuple[Change, ...] = ()
    files: tuple[FileInfo, ...] = field(default=(), repr=False)

    @property
    def answered_by(self) -> str:
        """Who answered, when it was not the applicant."""
        return answered_by(self.request)

    @property
    def items(self) -> list[tuple[str, str]]:
        """What is asked for, each with why."""
        return list(zip(self.wanted, self.reasons, strict=True))


def told(
    case: CaseView,
    snapshot: SealedSnapshot,
    supplements: Sequence[SupplementView],
    known: Sequence[FileInfo],
) -> list[Told]:
    """Every request of a case in words, first to last. ``known`` are the files of the case."""
    found: list[Told] = []
    before = dict(snapshot.content["answers"])
    context = context_with(snapshot, known)
    for supplement in supplements:
        asked = asking_of(case, supplement, before)
        found.append(_one(asked, supplement, context, known))
        if supplement.snapshot:
            before |= supplement.snapshot.content["answers"]
    return found


def asking_of(case: CaseView, supplement: SupplementView, before: Mapping[str, Any]) -> Asking:
    """What is asked for, as the form engine takes it."""
    return asking(
        definition_of(case.version_id),
        questions=supplement.asked.questions,
        extras=supplement.asked.extras,
        before=before,
    )


def answers_now(
    snapshot: SealedSnapshot, supplements: Sequence[SupplementView]
) -> Mapping[str, Any]:
    """The answers that stand: as first sealed, with every supplement laid over them."""
    answers = dict(snapshot.content["answers"])
    for supplement in supplements:
        if supplement.snapshot:
            answers |= supplement.snapshot.content["answers"]
    return answers


def changed_at(
    snapshot: SealedSnapshot, supplements: Sequence[SupplementView]
) -> dict[str, datetime]:
    """When each answer that was changed by a supplement was changed last, by question."""
    return {name: at for name, (at, _who) in _changed(snapshot, supplements).items()}


def _changed(
    snapshot: SealedSnapshot, supplements: Sequence[SupplementView]
) -> dict[str, tuple[datetime, str]]:
    """As :func:`changed_at`, with by whom; "" when it was the applicant."""
    answers = dict(snapshot.content["answers"])
    found: dict[str, tuple[datetime, str]] = {}
    for one in supplements:
        if one.snapshot and one.answered_at:
            new = one.snapshot.content["answers"]
            changed = (name for name, value in new.items() if answers.get(name) != value)
            found |= dict.fromkeys(changed, (one.answered_at, answered_by(one)))
            answers |= new
    return found


def in_words_now(
    case: CaseView,
    snapshot: SealedSnapshot,
    supplements: Sequence[SupplementView],
    known: Sequence[FileInfo],
) -> tuple[SummarySection, ...]:
    """The answers that stand, in words; those that a supplement has changed are marked."""
    changed = _changed(snapshot, supplements)
    context = context_with(snapshot, known)
    # What a register said of the earlier answer says nothing of the new one.
    origins = {name: one for name, one in context.origins.items() if name not in changed}
    sections = present.summary(
        definition_of(case.version_id),
        answers_now(snapshot, supplements),
        replace(context, origins=origins),
    )
    return tuple(
        replace(part, rows=tuple(_marked(row, changed) for row in part.rows)) for part in sections
    )


def answers_besides(
    case: CaseView,
    snapshot: SealedSnapshot,
    supplements: Sequence[SupplementView],
    known: Sequence[FileInfo],
) -> tuple[SummarySection, ...]:
    """The answers to a handler's own questions, a section for each supplement that has any."""
    context, found = context_with(snapshot, known), []
    for number, one in enumerate(supplements, start=1):
        answers = one.snapshot.content["answers"] if one.snapshot else {}
        own = {name: value for name, value in answers.items() if name.startswith(EXTRA)}
        words = asking_of(case, one, {}).in_words(own, context)
        # Each supplement counts its questions from one: they have no names in the case.
        rows = tuple(replace(row, question_id="", changed_at=None) for row in words.values())
        if rows:
            found.append(SummarySection(f"komplettering-{number}", "Komplettering", rows))
    return tuple(found)


def snapshots_of(
    snapshot: SealedSnapshot, supplements: Sequence[SupplementView]
) -> list[SealedSnapshot]:
    """Everything that has been sealed in the case, first to last."""
    return [snapshot, *(one.snapshot for one in supplements if one.snapshot)]


def files_of_all(snapshots: Sequence[SealedSnapshot]) -> list[FileInfo]:
    """Every sealed file, with what the malware scan says of it now; one query at most."""
    sealed = {file["id"] for snapshot in snapshots for file in snapshot.content["files"]}
    if not sealed:
        return []
    kept = files.infos_of_all("filing", [snapshot.filing_id for snapshot in snapshots])
    return [info for info in kept if info.id in sealed]


def seen(case: CaseView, supplements: Sequence[SupplementView], by: Actor) -> list[SupplementView]:
    """Those that the actor sees in a case that she has opened: all, for who is no party.

    What a handler has kept from the parties, with its reason, is no part of the case to them.
    """
    if not by.is_citizen:
        return list(supplements)
    if not is_shown(case, by):
        return []
    return [one for one in supplements if not one.asked.hidden]


def is_shown(case: CaseView, by: Actor) -> bool:
    """Whether a party sees what was asked of the applicant, and what came (FL 10 §).

    When somebody's identity is protected, only the applicant does.
    """
    own = any(p.citizen_id == by.id and p.role == "applicant" for p in case.parties)
    return own or not case.is_protected


def open_any(
    snapshots: Sequence[SealedSnapshot], file_id: uuid.UUID, *, by: Actor
) -> tuple[FileInfo, bytes]:
    """A file that was sealed in one of them; the caller has authorised, the reading is recorded.

    Raises:
        NotFoundError: not sealed in any, infected, or not yet scanned.
    """
    for snapshot in snapshots:
        if str(file_id) in {file["id"] for file in snapshot.content["files"]}:
            return file_services.read(file_id=file_id, owner=("filing", snapshot.filing_id), by=by)
    raise NotFoundError


def context_with(snapshot: SealedSnapshot, known: Sequence[FileInfo]) -> Context:
    """The context in which answers are shown, with the names of all the files."""
    base = context_of(snapshot)
    more = {info.id: FileFacts(info.id, info.name, info.content_type, info.size) for info in known}
    return replace(base, files={**base.files, **more})


def answered_by(one: SupplementView) -> str:
    """Who answered, when it was not the applicant: a unit with the member of it, or a person."""
    told = one.snapshot.content.get("answered_by") if one.snapshot else None
    if not told:
        return ""
    if told["role"] != "unit" or told["name"] in told["asked"]:
        return str(told["asked"])
    return f"{told['name']}, {told['asked']}"


def _marked(row: SummaryRow, changed: Mapping[str, tuple[datetime, str]]) -> SummaryRow:
    at, who = changed.get(row.question_id, (None, ""))
    return replace(row, changed_at=at, changed_by=who)


def _one(
    asked: Asking, supplement: SupplementView, context: Context, known: Sequence[FileInfo]
) -> Told:
    names = {question.id: question for question in asked.definition.questions()}
    items = [name for name in asked.questions if name in names]
    wanted = tuple(names[name].label.filled(context.parameters) for name in items)
    reasons = tuple(str(supplement.asked.reasons.get(name, "")) for name in items)
    if supplement.snapshot is None:
        return Told(supplement, wanted, reasons)
    answers = supplement.snapshot.content["answers"]
    then = asked.in_words({key: asked.before.get(key) for key in answers}, context)
    changes = tuple(
        Change(
            row.label,
            then[key].lines if key in asked.before else (),
            row.lines,
            row.drawn,
            row.shape,
        )
        for key, row in asked.in_words(answers, context).items()
    )
    sealed = {file["id"] for file in supplement.snapshot.content["files"]}
    held = tuple(info for info in known if info.id in sealed)
    return Told(supplement, wanted, reasons, changes, held)
