"""Supplements: asking for what is missing, answering it, and what the clock does with it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.own_messages import Moment
from samtjanst.capabilities.formkit.supplement import EXTRA, Asking, can_be_asked
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import colleagues, letters, look_up, own_words, supplemented, typed
from samtjanst.journey.answer import Work, refresh_facts
from samtjanst.journey.sealed import named_in
from samtjanst.journey.supplemented import Told
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked, CaseView, Reason, SupplementView
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing import services as filing_services
from samtjanst.running.filing.types import FilingState, Purpose

SEAL_FORMAT = "samtjanst-supplement/1"
APPLICANT = "applicant"
REMIND_BEFORE = 2  # working days
# Stands in every order to supplement (FL 20 § second paragraph): without it none is made.
CONSEQUENCE = (
    "Om du inte kompletterar i tid kan kommunen besluta att ansökan inte tas upp till prövning, "
    "eller avgöra ärendet utifrån det som finns."
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A supplement on the applicant's desk: what a page of it needs, read once."""

    case: CaseView
    request: SupplementView
    asking: Asking = field(repr=False)
    work: Work = field(repr=False)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The questions to answer now."""
        return self.asking.wanted(self.work.evaluation)

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is missing or wrong, by question."""
        return self.asking.faults(self.work.evaluation)


def told(desk: Desk) -> Told:
    """What is asked for on the desk, in words, each with why."""
    snapshot = filings.snapshot(desk.case.snapshot_id)
    [found] = supplemented.told(desk.case, snapshot, [desk.request], desk.work.files)
    return found


def default_due(case: CaseView) -> date:
    """The day that is proposed: the e-service's working days from today."""
    days = definition_of(case.version_id).handling.supplement_days
    return add_working_days(clock.today(), days)


def choices(case: CaseView) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions of the case that can be asked again: page, then id and words of each."""
    snapshot = filings.snapshot(case.snapshot_id)
    definition = definition_of(case.version_id)
    parameters = snapshot.content["parameters"]
    return [
        (title, [(question.id, question.label.filled(parameters)) for question in questions])
        for title, questions in can_be_asked(definition, snapshot.content["answers"])
    ]


@transaction.atomic
def ask(*, reference: str, asked: Asked, by: Actor) -> None:
    """Ask the applicant, and tell her that something waits for her.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as cases.services.ask.
    """
    case = cases.get_case(by, reference)
    known = {name for _title, found in choices(case) for name, _label in found}
    made = replace(
        asked,
        text=typed.clean(asked.text),
        questions=tuple(name for name in dict.fromkeys(asked.questions) if name in known),
        extras=tuple((kind, typed.clean(text)) for kind, text in asked.extras if text.strip()),
    )
    if problems := _unreadable(made):
        raise InvalidInputError(problems)
    made = replace(made, reasons=_reasons(made))
    services.ask(reference=reference, asked=made, by=by)
    _tell(case, "supplement_asked", by)


@transaction.atomic
def extend(*, reference: str, due: date, by: Actor) -> None:
    """Give more time, and tell the applicant. Raises: as cases.services.extend."""
    services.extend(reference=reference, due=due, by=by)
    _tell(cases.get_case(by, reference), "supplement_extended", by)


@transaction.atomic
def withdraw(*, reference: str, by: Actor) -> None:
    """Take the request back, and tell the applicant. Raises: as cases.services.withdraw."""
    services.withdraw(reference=reference, by=by)
    _tell(cases.get_case(by, reference), "supplement_withdrawn", by)


def open_desk(*, reference: str, by: Actor) -> Desk:
    """What is asked of the actor in the case, with her draft; one is begun when there is none.

    Raises:
        NotFoundError: she is not the applicant, or nothing is asked for.
        TransitionError: it has been answered already.
    """
    case = cases.my_case(by, reference)
    if by.id not in {party.citizen_id for party in case.parties if party.role == APPLICANT}:
        raise NotFoundError
    supplements = cases.supplements_of(case.id)
    request = next((one for one in reversed(supplements) if one.is_open), None)
    if request is None:
        if supplements:
            raise TransitionError("supplement", supplements[-1].state, "supplement")
        raise NotFoundError
    return _desk(case, request, supplements, by)


def save(*, desk: Desk, data: Mapping[str, Sequence[str]], revision: int, by: Actor) -> Desk:
    """Keep what was posted, right or wrong; the desk as saved.

    Raises:
        ConflictError: another tab has saved since the page was shown.
        TransitionError: it has been handed in.
    """
    answers = {**desk.work.filing.answers, **desk.asking.read(data, desk.work.evaluation)}
    saved = filing_services.save_answers(
        filing_id=desk.work.filing.id, answers=answers, expected_revision=revision, by=by
    )
    filing = replace(desk.work.filing, answers=answers, revision=saved, state=FilingState.DRAFT)
    evaluation = desk.asking.evaluated(answers, desk.work.context)
    return replace(desk, work=replace(desk.work, filing=filing, evaluation=evaluation))


@transaction.atomic
def hand_in(*, reference: str, by: Actor) -> None:
    """Seal what was asked for as it is now: it has come in, and is part of the case.

    Raises:
        NotFoundError: she is not the applicant, or nothing is asked for.
        InvalidInputError: something is missing or wrong; by question.
        TransitionError: it has been answered, or is not wanted any more.
    """
    desk = open_desk(reference=reference, by=by)
    if desk.faults:
        raise InvalidInputError(desk.faults)
    filing_id = desk.work.filing.id
    snapshot = filing_services.seal(
        filing_id=filing_id, content=_content(desk), revision=desk.work.filing.revision, by=by
    )
    services.answer(supplement_id=desk.request.id, snapshot_id=snapshot.id, by=by)
    filing_services.hand_in(filing_id=filing_id, at=clock.now(), by=by)
    _tell(desk.case, "supplement_received", by)
    own_words.say(desk.case.filing_id, desk.case.version_id, Moment.SUPPLEMENTED)


def remind_due() -> int:
    """Schedule: remind those whose day is near; returns how many."""
    until = add_working_days(clock.today(), REMIND_BEFORE)
    return _each(cases.supplements_to_remind(until), services.remind, "supplement_reminder")


def pass_due() -> int:
    """Schedule: let cases go on whose applicants have not answered in time; returns how many."""
    return _each(cases.supplements_passed(), services.pass_time, "supplement_passed")


def _each(found: list[uuid.UUID], act: Any, template: str) -> int:
    by, count = system_actor(scope_id()), 0
    for supplement_id in found:
        with transaction.atomic():
            case_id = act(supplement_id=supplement_id, by=by)
            case = cases.case_by_id(case_id) if case_id else None
            if case:
                _tell(case, template, by)
                count += 1
    return count


def _desk(
    case: CaseView, request: SupplementView, supplements: list[SupplementView], by: Actor
) -> Desk:
    snapshot = filings.snapshot(case.snapshot_id)
    before = supplemented.answers_now(snapshot, supplements)
    asking = supplemented.asking_of(case, request, before)
    filing = filings.open_filing(by, _draft(case, request, asking, by))
    earlier = supplemented.files_of_all(supplemented.snapshots_of(snapshot, supplements))
    own = files.infos(("filing", filing.id))
    context = look_up.context(
        filing.facts, snapshot.content["parameters"], [*earlier, *own], by.assurance_level
    )
    context = replace(context, employees=colleagues.employees(asking.definition, by=by))
    evaluation = asking.evaluated(filing.answers, context)
    work = Work(filing, asking.definition, context, evaluation, tuple(own))
    return Desk(case, request, asking, work)


@transaction.atomic
def _draft(case: CaseView, request: SupplementView, asking: Asking, by: Actor) -> uuid.UUID:
    """The applicant's draft; a new one starts with what she answered before, without files."""
    if request.filing_id and not _is_gone(request.filing_id, by):
        return request.filing_id
    row = filing_services.start_filing(
        version_id=case.version_id, facts={}, by=by, purpose=Purpose.SUPPLEMENT
    )
    refresh_facts(filing_id=row.id, by=by)
    # Files are asked for anew: those that came before stay in the case.
    first: dict[str, Any] = {
        name: [] if _is_file(asking.definition, name) else asking.before.get(name)
        for name in asking.questions
    }
    filing_services.save_answers(filing_id=row.id, answers=first, expected_revision=0, by=by)
    counts = services.begin(
        supplement_id=request.id, filing_id=row.id, instead_of=request.filing_id, by=by
    )
    if counts != row.id:
        filing_services.discard(filing_id=row.id, by=by)
    return counts


def _is_gone(filing_id: uuid.UUID, by: Actor) -> bool:
    try:
        filings.open_filing(by, filing_id)
    except NotFoundError:
        return True
    return False


def _is_file(definition: Definition, question_id: str) -> bool:
    return definition.question(question_id).kind is Kind.FILE


def _content(desk: Desk) -> dict[str, Any]:
    work, asked = desk.work, desk.request.asked
    return {
        "format": SEAL_FORMAT,
        "municipality": current().slug,
        "e_service": work.filing.slug,
        "version": {
            "id": str(work.filing.version_id),
            "sha256": definition_of(work.filing.version_id).sha256,
        },
        "case": desk.case.reference,
        "filing": str(work.filing.id),
        "supplements": str(desk.case.filing_id),
        "asked": {"questions": list(asked.questions), "extras": [list(e) for e in asked.extras]},
        "applicant": named_in(work.filing.facts["applicant"]),
        "answers": {name: work.evaluation.values.get(name) for name in desk.wanted},
        "parameters": dict(work.context.parameters),
        "files": [
            {
                "id": info.id,
                "name": info.name,
                "content_type": info.content_type,
                "size": info.size,
                "sha256": info.sha256,
            }
            for info in _files_in(desk)
        ],
        "sealed_at": clock.local(clock.now()).isoformat(timespec="seconds"),
    }


def _files_in(desk: Desk) -> list[FileInfo]:
    values = desk.work.evaluation.values
    asked = [name for name in desk.wanted if _is_file(desk.asking.definition, name)]
    wanted = {key for name in asked for key in values.get(name) or ()}
    return [info for info in desk.work.files if info.id in wanted]


def _reasons(asked: Asked) -> dict[str, Reason]:
    """Why each is asked for; where nothing is said, since it is missing or not whole."""
    extras = (f"{EXTRA}{number}" for number in range(1, len(asked.extras) + 1))
    wanted = (*asked.questions, *extras)
    return {name: asked.reasons.get(name, Reason.INCOMPLETE) for name in wanted}


def _unreadable(asked: Asked) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if told := typed.faults(asked.text, services.LONGEST_TEXT):
        problems["text"] = told
    elif left := letters.left(asked.text):
        told = [gettext("Fyll i eller ta bort %(slots)s.") % {"slots": ", ".join(left)}]
        problems["text"] = told
    for _kind, text in asked.extras:
        if told := typed.faults(text, services.LONGEST_EXTRA):
            problems["extras"] = told
    return problems


def _tell(case: CaseView, template: str, by: Actor) -> None:
    for party in case.parties:
        if party.role == APPLICANT:
            notify(
                citizen_id=party.citizen_id,
                template=template,
                subject=("filing", str(case.filing_id)),
                path="/mina-arenden/",
                by=by,
            )
