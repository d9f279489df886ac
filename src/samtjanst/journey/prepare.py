"""A connected system fills in an application for somebody, who reads and hands it in herself.

What she is asked for is asked by the same engine as in the form, page by page, and nothing that
the form would not take is kept. No signature is skipped: the filing waits as a draft in her own
space (TF 2:13) until she hands it in, and goes on from there as any other. The system reads
nothing back.
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
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.people import OWN
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.messages.services import notify_all
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.journey import answer, look_up
from samtjanst.journey.answer import Work
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.filing import services as filing_services

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
class Given:
    """What a system knows: of which e-service, for whom, her answers by question and files."""

    slug: str
    personal_number: str = field(repr=False)
    answers: Mapping[str, Any] = field(repr=False)
    files: tuple[Attached, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Prepared:
    """The filing that waits for its owner; or None and what is wrong, by place."""

    filing_id: uuid.UUID | None
    version: int = 0
    faults: Faults = field(default_factory=dict, repr=False)


@together
def prepare(*, given: Given, language: str = "sv", by: Actor) -> Prepared:
    """Fill in for the person, and tell her that it waits; her own draft from then on.

    With ``faults`` nothing is left but the log of which registers were asked. They are in
    ``language``, "sv" or "en".

    Raises:
        NotFoundError: no such e-service, or not the system's.
    """
    service = _service(given.slug, require(by, Permission.FILING_PREPARE))
    who = _person(given.personal_number, by)
    if who is None:
        told = say("number_wrong", language)
        return Prepared(None, faults={"personal_number": [told]})
    owner = replace(by, prepares_for=who.id)
    filing_id = answer.start(slug=given.slug, by=owner)
    work = answer.open_work(filing_id=filing_id, by=owner)
    stated = replace(given, answers=_stated(work, given.answers))
    work, faults = _filled(work, stated, language, owner)
    if faults:
        filing_services.discard(filing_id=filing_id, by=owner)
        return Prepared(None, faults=faults)
    record(
        "filing.prepared",
        by=by,
        subject=("filing", filing_id),
        details={"revision": work.filing.revision},
    )
    subject = ("filing", str(filing_id))
    notify_all(
        notices=[(who, "application_prepared")], subject=subject, path="/mina-arenden/", by=by
    )
    return Prepared(filing_id, service.version_number)


def _service(slug: str, by: Actor) -> PublishedService:
    service = published(slug)
    is_theirs = not by.client_services or slug in by.client_services
    if not by.is_client or not is_theirs or service.unit_id not in by.client_units:
        raise NotFoundError
    return service


def _person(text: str, by: Actor) -> CitizenIdentity | None:
    """The person with the number; None when it is no number, or she has died."""
    try:
        number = PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        return None
    found = look_up_person(
        number=number, purpose=PURPOSE, reference="prepare", by=by, within=look_up.PATIENCE
    ).person
    if found and found.deregistered == look_up.DEAD:
        return None
    row = remember_citizen(
        number=number,
        name=found.name if found else "",
        given_name=found.given_name if found else "",
        is_protected=(found.is_protected or None) if found else None,
    )
    return open_identity(row)


def _stated(work: Work, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the person's own statements: the form says itself what a register knows."""
    kinds = {question.id: question.kind for question in work.definition.questions()}
    return {
        name: {**value, "source": OWN}
        if isinstance(value, dict) and kinds.get(name) in _WITH_ORIGIN
        else value
        for name, value in answers.items()
    }


def _filled(work: Work, given: Given, language: str, by: Actor) -> tuple[Work, Faults]:
    with translation.override(language):  # of the caller, not of a visitor
        faults = dict(_attached(work, given, by))
    work = answer.open_work(filing_id=work.filing.id, by=by)
    for page in work.definition.pages:
        work = _page(work, page.id, given.answers, by)
    for name, texts in _refused(work, given.answers, language):
        faults.setdefault(f"answers.{name[:60]}", texts)
    for stop in work.evaluation.stops:
        faults[f"pages.{stop.page_id}"] = [stop.message.to(language)]
    if not faults and not work.evaluation.complete:
        faults["answers"] = [say("unanswered", language)]
    return work, faults


def _attached(work: Work, given: Given, by: Actor) -> Iterator[tuple[str, list[str]]]:
    for one in given.files:
        place = f"files.{one.question_id[:60]}"
        try:
            answer.attach(
                work=work, question_id=one.question_id, name=one.name, content=one.content, by=by
            )
        except InvalidInputError as error:
            yield place, error.problems[one.question_id]
        except NotFoundError:
            yield place, [_("E-tjänsten har ingen sådan fråga om filer.")]


def _page(work: Work, page_id: str, answers: Mapping[str, Any], by: Actor) -> Work:
    """The page as the person would have filled it in: shown with the answers, and posted."""
    mine = {one.id for one in work.definition.page(page_id).questions if one.kind is not Kind.FILE}
    laid = {**work.filing.answers, **{name: answers[name] for name in mine & answers.keys()}}
    evaluation = answer.with_answers(work, laid)
    if page_id not in evaluation.visible_pages:
        return work
    view = present.page(work.definition, page_id, evaluation, laid, show_errors=False)
    return answer.save_page(
        work=work,
        page_id=page_id,
        data=posting.of_page(view),
        revision=work.filing.revision,
        by=by,
    )


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
