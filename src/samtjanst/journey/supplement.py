"""Supplements: asking for what is missing, answering it, and what the clock does with it.

The applicant is asked, or somebody else (``asked_others``): all answer in the same form.
"""

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
from samtjanst.capabilities.formkit.supplement import (
    Asking,
    can_be_asked,
    can_be_asked_of_others,
)
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import (
    asked_others,
    colleagues,
    look_up,
    own_words,
    supplemented,
    wanted,
)
from samtjanst.journey.answer import Work, refresh_facts
from samtjanst.journey.sealed import context_of, named_in
from samtjanst.journey.supplemented import Told
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked, CaseView, SupplementView
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
    """A supplement on the desk of whoever is asked: what a page of it needs, read once.

    ``by`` is who fills it in, for whom its filing is her own.
    """

    case: CaseView
    request: SupplementView
    by: Actor
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


def choices(
    case: CaseView, *, is_of_applicant: bool = True
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions of the case that can be asked again: page, then id and words of each."""
    snapshot = filings.snapshot(case.snapshot_id)
    definition = definition_of(case.version_id)
    context, answers = context_of(snapshot), snapshot.content["answers"]
    pages = (
        can_be_asked(definition, answers)
        if is_of_applicant
        else can_be_asked_of_others(definition, answers, context)
    )
    return [
        (title, [(one.id, one.label.filled(context.parameters)) for one in questions])
        for title, questions in pages
    ]


def ask(
    *, reference: str, asked: Asked, by: Actor, wish: asked_others.Wish = asked_others.APPLICANT
) -> None:
    """Ask the applicant, or whom the wish says, and tell her that something waits for her.

    Of several parties each is asked, told and reminded for herself; all of it or nothing.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as cases.services.ask
            and asked_others.faults.
    """
    case = cases.get_case(by, reference)
    is_hers = wish.whom is asked_others.Whom.APPLICANT
    pages = choices(case, is_of_applicant=is_hers)
    made = wanted.in_order(asked, {name for _title, found in pages for name, _label in found})
    problems = wanted.unreadable(made) | asked_others.faults(case, wish, made, by=by)
    if not is_hers and (hers := _hers_only(case, asked, made)):
        told = gettext("Det här kan bara den sökande svara på: %(labels)s.")
        problems["questions"] = [told % {"labels": ", ".join(hers)}]
    if problems:
        raise InvalidInputError(problems | services.supplement_faults(made))
    with transaction.atomic():
        made = replace(made, reasons=wanted.reasons(made))
        for of in asked_others.remember(case, wish):
            request = services.ask(reference=reference, asked=made, by=by, of=of)
            asked_others.tell(case, request.id, of, "asked", by)


def _hers_only(case: CaseView, asked: Asked, made: Asked) -> list[str]:
    """What has been chosen that nobody but the applicant can answer, in words."""
    labels = dict(one for _title, found in choices(case) for one in found)
    left = (name for name in asked.questions if name not in made.questions)
    return [labels[name] for name in left if name in labels]


@transaction.atomic
def extend(*, reference: str, due: date, by: Actor, supplement_id: uuid.UUID | None = None) -> None:
    """Give more time, and tell who is asked. Raises: as cases.services.extend."""
    request = _standing(reference, supplement_id, by)
    services.extend(reference=reference, due=due, by=by, supplement_id=request.id)
    _tell(request, "extended", by)


@transaction.atomic
def withdraw(*, reference: str, by: Actor, supplement_id: uuid.UUID | None = None) -> None:
    """Take the request back, and tell who is asked. Raises: as cases.services.withdraw."""
    request = _standing(reference, supplement_id, by)
    services.withdraw(reference=reference, by=by, supplement_id=request.id)
    _tell(request, "withdrawn", by)


def open_desk(*, reference: str, by: Actor) -> Desk:
    """What is asked of the actor in the case, with her draft; one is begun when there is none.

    Raises:
        NotFoundError: nothing is asked of her.
        TransitionError: it has been answered already.
    """
    case = cases.my_case(by, reference)
    mine = [one for one in cases.supplements_of(case.id) if is_asked(case, one, by)]
    request = next((one for one in reversed(mine) if one.is_open), None)
    if request is None:
        if mine:
            raise TransitionError("supplement", mine[-1].state, "supplement")
        raise NotFoundError
    return desk_of(case, request, by)


def is_asked(case: CaseView, one: SupplementView, by: Actor) -> bool:
    """Whether the party is the one who is asked; nobody but the applicant in a protected case."""
    if one.of.is_applicant:
        return by.id in {party.citizen_id for party in case.parties if party.role == APPLICANT}
    return one.of.is_of_party and one.of.citizen_id == by.id and not case.is_protected


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
        NotFoundError: nothing is asked of her.
        InvalidInputError: something is missing or wrong; by question.
        TransitionError: it has been answered, or is not wanted any more.
    """
    sealed(open_desk(reference=reference, by=by))


def sealed(desk: Desk) -> None:
    """As :func:`hand_in`, of what is on the desk. A part of the caller's transaction."""
    if desk.work.filing.state is not FilingState.DRAFT:  # another press was just before
        raise TransitionError("filing", desk.work.filing.state, "seal")
    if desk.faults:
        raise InvalidInputError(desk.faults)
    filing_id, by = desk.work.filing.id, desk.by
    snapshot = filing_services.seal(
        filing_id=filing_id, content=_content(desk), revision=desk.work.filing.revision, by=by
    )
    services.answer(supplement_id=desk.request.id, snapshot_id=snapshot.id, by=by)
    filing_services.hand_in(filing_id=filing_id, at=clock.now(), by=by)
    _tell(desk.request, "received", by)
    if desk.request.of.is_applicant:
        own_words.say(desk.case.filing_id, desk.case.version_id, Moment.SUPPLEMENTED)


def remind_due() -> int:
    """Schedule: remind those whose day is near; returns how many."""
    until = add_working_days(clock.today(), REMIND_BEFORE)
    return _each(cases.supplements_to_remind(until), services.remind, "reminder")


def pass_due() -> int:
    """Schedule: let cases go on where nobody has answered in time; returns how many."""
    return _each(cases.supplements_passed(), services.pass_time, "passed")


def _each(found: list[uuid.UUID], act: Any, what: str) -> int:
    by, count = system_actor(scope_id()), 0
    for supplement_id in found:
        with transaction.atomic():
            if act(supplement_id=supplement_id, by=by):
                _tell(cases.supplement_by_id(supplement_id), what, by)
                count += 1
    return count


def desk_of(case: CaseView, request: SupplementView, by: Actor) -> Desk:
    """What is asked, on the desk of whoever the caller has found that it is asked of."""
    snapshot, supplements = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    before = supplemented.answers_now(snapshot, supplements)
    asking = supplemented.asking_of(case, request, before)
    filing = filings.open_filing(by, _draft(case, request, asking, by))
    earlier = supplemented.files_of_all(supplemented.snapshots_of(snapshot, supplements))
    own = files.infos(("filing", filing.id))
    context = look_up.context(
        filing.facts, snapshot.content["parameters"], [*earlier, *own], by.assurance_level
    )
    if request.of.is_applicant:
        context = replace(context, employees=colleagues.employees(asking.definition, by=by))
    else:  # judged as the case is, and told nothing of what registers say of the applicant
        context = replace(context, represents=context_of(snapshot).represents)
    evaluation = asking.evaluated(filing.answers, context)
    work = Work(filing, asking.definition, context, evaluation, tuple(own))
    return Desk(case, request, by, asking, work)


@transaction.atomic
def _draft(case: CaseView, request: SupplementView, asking: Asking, by: Actor) -> uuid.UUID:
    """Whose draft counts; the applicant's starts with what she answered before, without files."""
    if request.filing_id and not _is_gone(request.filing_id, by):
        return request.filing_id
    row = filing_services.start_filing(
        version_id=case.version_id, facts={}, by=by, purpose=Purpose.SUPPLEMENT
    )
    # Files are asked for anew: those that came before stay in the case.
    first: dict[str, Any] = {
        name: [] if _is_file(asking.definition, name) else None for name in asking.questions
    }
    if request.of.is_applicant:
        refresh_facts(filing_id=row.id, by=by)
        first = {name: asking.before.get(name) if v is None else v for name, v in first.items()}
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
        **_answered_by(desk),
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


def _answered_by(desk: Desk) -> dict[str, Any]:
    of = desk.request.of
    if of.is_applicant:
        return {"applicant": named_in(desk.work.filing.facts["applicant"])}
    who = desk.by.name if desk.by.is_staff else of.name
    return {"answered_by": {"role": of.kind, "name": who, "asked": of.name}}


def _standing(reference: str, supplement_id: uuid.UUID | None, by: Actor) -> SupplementView:
    """The request that is meant; that of a party where none is named and one alone is asked."""
    case = cases.get_case(by, reference)
    known = cases.supplements_of(case.id)
    of_party = [one for one in known if one.is_open and one.of.is_of_party]
    found = [one for one in known if one.id == supplement_id] if supplement_id else of_party
    if len(found) != 1:
        raise NotFoundError
    return found[0]


def _files_in(desk: Desk) -> list[FileInfo]:
    values = desk.work.evaluation.values
    asked = [name for name in desk.wanted if _is_file(desk.asking.definition, name)]
    wanted = {key for name in asked for key in values.get(name) or ()}
    return [info for info in desk.work.files if info.id in wanted]


def _tell(request: SupplementView | None, what: str, by: Actor) -> None:
    case = cases.case_by_id(request.case_id) if request else None
    if case and request:
        asked_others.tell(case, request.id, request.of, what, by)
