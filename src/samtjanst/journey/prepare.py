"""A connected system fills in an application for somebody, who reads and hands it in herself.

What she is asked for is asked by the same engine as in the form, page by page, and nothing that
the form would not take is kept. No signature is skipped: the filing waits as a draft in her own
space (TF 2:13) until she hands it in, and goes on from there as any other. The system reads
nothing back but what became of it: that it waits, was handed in, thrown away or is too old.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import published
from samtjanst.building.definitions.types import PublishedService
from samtjanst.capabilities.formkit import posting, present
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.people import OWN
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.messages.services import notify_all
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Outcome
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import Upload
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.journey import answer, colleagues, grounds, look_up, represent
from samtjanst.journey.answer import Work
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import OpenFiling, Prepared

PURPOSE = "an application that is prepared for somebody"
# Where an answer came from is judged when the form has read it: a system's word is not taken.
_WITH_ORIGIN = frozenset({Kind.CHILD, Kind.PERSON, Kind.COMPANY, Kind.ADDRESS, Kind.PROPERTY})
# Nor is its name for what is chosen by an id.
_READ_ANEW = _WITH_ORIGIN | {Kind.SCHOOL, Kind.LIST, Kind.EMPLOYEE}
Faults = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file for a question of the form."""

    question_id: str
    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Whom:
    """For whom it is: a Swedish number, or the identity that another country's e-ID gives."""

    number: str = field(repr=False)
    foreign: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What a system knows: of which e-service, for whom, her answers by question and files.

    ``wish`` is for whom she acts, when it is not for herself.
    """

    slug: str
    whom: Whom
    answers: Mapping[str, Any] = field(repr=False)
    files: tuple[Attached, ...] = field(repr=False, default=())
    wish: represent.Wish = represent.HERSELF


@dataclass(frozen=True, slots=True)
class Plan:
    """A sound filing, as it will be kept: for whom, with its answers and its files."""

    owner: CitizenIdentity = field(repr=False)
    draft: OpenFiling = field(repr=False)
    uploads: tuple[Upload, ...] = field(repr=False)
    version: int


class FaultyError(Exception):
    """The form would not take it; texts by place."""

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.faults = faults


def planned(*, given: Given, language: str = "sv", by: Actor) -> Plan:
    """Fill in for the person, as she would have done it herself; nothing is kept yet.

    The registers are asked here, outside of any transaction. What is left, whether the form takes
    it or not, is the log of which were asked. The texts of what is wrong are in ``language``,
    "sv" or "en".

    Raises:
        NotFoundError: no such e-service, or not the system's.
        FaultyError: the form would not take it.
    """
    service = _service(given.slug, require(by, Permission.FILING_PREPARE))
    who = _whom(given.whom, service.definition, language, by)
    owner = replace(by, prepares_for=who.id)
    if not colleagues.is_open_to(service.definition, by=owner):
        raise FaultyError({"personal_number": [say("not_staff", language)]})
    with translation.override(language):  # of the caller, not of a visitor
        draft = _drafted(service, given, owner)
        answers, uploads, faults = _with_files(answer.on_desk(draft, (), owner), given)
    work = answer.on_desk(replace(draft, answers=answers), [u.info for u in uploads], owner)
    stated = replace(given, answers=_stated(work, given.answers))
    work = _filled(work, stated, faults, language, owner)
    if faults:
        raise FaultyError(faults)
    return Plan(who, work.filing, uploads, service.version_number)


@together
def keep(*, plan: Plan, by: Actor) -> uuid.UUID:
    """Let it wait for the person as her own draft, and tell her; returns the filing's key.

    Raises:
        InvalidInputError: a file cannot be kept just now.
    """
    require(by, Permission.FILING_PREPARE)
    owner, subject = replace(by, prepares_for=plan.owner.id), ("filing", plan.draft.id)
    try:
        for upload in plan.uploads:
            file_services.keep(upload=upload, owner=subject, by=owner)
    except PortError as error:
        raise InvalidInputError({"files": ["storage"]}) from error
    answer.keep(draft=plan.draft, by=owner)
    record("filing.prepared", by=owner, subject=subject)
    notify_all(
        notices=[(plan.owner, "application_prepared")],
        subject=("filing", str(plan.draft.id)),
        path="/mina-arenden/",
        by=owner,
    )
    return plan.draft.id


def became(*, filing_id: uuid.UUID, by: Actor) -> tuple[Prepared, str]:
    """What became of a filing that the system has prepared, and the number of its case or "".

    Raises:
        NotFoundError: not one that this system has prepared.
    """
    found = filings.prepared(by, filing_id)
    # The number is told of everybody's case: left out of some, it would tell who is protected.
    return found, cases.reference_of_filing(filing_id) if found.at else ""


def _service(slug: str, by: Actor) -> PublishedService:
    service = published(slug)
    is_theirs = not by.client_services or slug in by.client_services
    if not by.is_client or not is_theirs or service.unit_id not in by.client_units:
        raise NotFoundError
    return service


def _whom(whom: Whom, definition: Definition, language: str, by: Actor) -> CitizenIdentity:
    if bool(whom.number) == bool(whom.foreign):
        raise FaultyError({"personal_number": [say("identity_wrong", language)]})
    if whom.number:
        return _person(whom.number, definition, language, by)
    try:
        identity = ForeignIdentity.parse(whom.foreign)
    except ValueError:
        told = {"foreign_identity": [say("identity_wrong", language)]}
        raise FaultyError(told) from None
    # No register knows her: her name is what her e-ID tells when she logs in to read it.
    return open_identity(remember_citizen(identity=identity, name="", given_name=""))


def _person(text: str, definition: Definition, language: str, by: Actor) -> CitizenIdentity:
    """The person with the number. Whether it is somebody dead's or nobody's is not told apart."""
    try:
        number = PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        raise _number_wrong(language) from None
    answered = look_up_person(
        number=number,
        purpose=PURPOSE,
        reference="prepare",
        by=by,
        within=look_up.PATIENCE,
        ground=grounds.of_party(definition),
    )
    found = answered.person
    has_died = found is not None and found.deregistered == look_up.DEAD
    if has_died or answered.outcome is Outcome.MISSING:
        raise _number_wrong(language)
    row = remember_citizen(
        identity=number,
        name=found.name if found else "",
        given_name=found.given_name if found else "",
        is_protected=(found.is_protected or None) if found else None,
    )
    return open_identity(row)


def _number_wrong(language: str) -> FaultyError:
    return FaultyError({"personal_number": [say("number_wrong", language)]})


def _drafted(service: PublishedService, given: Given, by: Actor) -> OpenFiling:
    try:
        return answer.drafted(slug=service.slug, by=by, wish=given.wish)
    except InvalidInputError as error:
        texts = [text for told in error.problems.values() for text in told]
        raise FaultyError({"represents": texts}) from None
    except NotFoundError:  # the e-service is there: it is of whom it is for
        told = _("E-tjänsten tar inte emot ansökningar för någon annan på det sättet.")
        raise FaultyError({"represents": [told]}) from None


def _stated(work: Work, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the person's own statements: the form says itself what a register knows."""
    kinds = {question.id: question.kind for question in work.definition.questions()}
    return {
        name: {**value, "source": OWN}
        if isinstance(value, dict) and kinds.get(name) in _WITH_ORIGIN
        else value
        for name, value in answers.items()
    }


def _filled(
    work: Work, given: Given, faults: dict[str, list[str]], language: str, by: Actor
) -> Work:
    for page in work.definition.pages:
        work = _page(work, page.id, given.answers, by)
    for name, texts in _refused(work, given.answers, language):
        faults.setdefault(f"answers.{name[:60]}", texts)
    for stop in work.evaluation.stops:
        faults[f"pages.{stop.page_id}"] = [stop.message.to(language)]
    if not faults and not work.evaluation.complete:
        faults["answers"] = [say("unanswered", language)]
    return work


def _with_files(
    work: Work, given: Given
) -> tuple[dict[str, Any], tuple[Upload, ...], dict[str, list[str]]]:
    """The answers with the files that the form takes, these, and what is wrong with others."""
    answers: dict[str, Any] = dict(work.filing.answers)
    uploads: list[Upload] = []
    faults: dict[str, list[str]] = {}
    for one in given.files:
        place = f"files.{one.question_id[:60]}"
        try:
            limits = answer.limits_of(work, one.question_id)
            upload = file_services.judged(
                name=one.name, content=one.content, limits=limits, held=len(uploads)
            )
        except InvalidInputError as error:
            faults[place] = error.problems[""]
        except NotFoundError:
            faults[place] = [_("E-tjänsten har ingen sådan fråga om filer.")]
        else:
            uploads.append(upload)
            answers[one.question_id] = [*answers.get(one.question_id, ()), upload.info.id]
    return answers, tuple(uploads), faults


def _page(work: Work, page_id: str, answers: Mapping[str, Any], by: Actor) -> Work:
    """The page as the person would have filled it in: shown with the answers, and posted."""
    mine = {one.id for one in work.definition.page(page_id).questions if one.kind is not Kind.FILE}
    laid = {**work.filing.answers, **{name: answers[name] for name in mine & answers.keys()}}
    evaluation = answer.with_answers(work, laid)
    if page_id not in evaluation.visible_pages:
        return work
    view = present.page(work.definition, page_id, evaluation, laid, show_errors=False)
    return answer.laid(work=work, page_id=page_id, data=posting.of_page(view), by=by)


def _refused(
    work: Work, answers: Mapping[str, Any], language: str
) -> Iterator[tuple[str, list[str]]]:
    """What the form has not taken, or would not let anybody hand in."""
    asked = {question.id: question for question in work.definition.questions()}
    as_given = answer.with_answers(work, {**work.filing.answers, **answers})
    for name, value in answers.items():
        question = asked.get(name)
        if question is None:
            yield name, [say("no_such_question", language)]
        elif not work.evaluation.visible(name) or not question.kind.is_asked:
            yield name, [Message("not_asked").to(question, language)]
        elif not BEHAVIOURS[question.kind].empty(value):
            is_lost = BEHAVIOURS[question.kind].empty(work.filing.answers.get(name))
            told = [one.to(question, language) for one in as_given.messages(name)]
            if is_lost or (told and question.kind not in _READ_ANEW):
                yield name, told or [Message("unreadable").to(question, language)]
    yield from work.evaluation.errors(language=language).items()
