"""Filling in: start, read a page, save a page, attach and remove files."""

import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import definition_of, published
from samtjanst.capabilities.formkit import inputs, prefill
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo, Limits
from samtjanst.foundation.people import sessions
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.journey import (
    colleagues,
    companies,
    grounds,
    look_up,
    named_people,
    named_places,
    on_page,
    represent,
    sources,
)
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing import services as filing_services
from samtjanst.running.filing.types import FilingState, OpenFiling, Purpose


@dataclass(frozen=True, slots=True)
class Work:
    """A filing on the desk: everything that a page of the form needs, read once."""

    filing: OpenFiling
    definition: Definition = field(repr=False)
    context: Context = field(repr=False)
    evaluation: Evaluation = field(repr=False)
    files: tuple[FileInfo, ...] = field(repr=False, default=())


def start(*, slug: str, by: Actor, wish: represent.Wish = represent.HERSELF) -> uuid.UUID:
    """Start a filing of the published e-service, for herself or for another; returns its key.

    Raises:
        NotFoundError: no such e-service.
        LevelError: she is logged in at a lower level than the e-service demands.
        InvalidInputError: she may not act for the other, or more has to be told.
    """
    draft = drafted(slug=slug, by=by, wish=wish)
    keep(draft=draft, by=by)
    return draft.id


def drafted(*, slug: str, by: Actor, wish: represent.Wish = represent.HERSELF) -> OpenFiling:
    """The draft as it would be started; nothing is left of it but which registers were asked.

    Raises:
        NotFoundError, LevelError, InvalidInputError: as :func:`start`.
    """
    actor, filing_id = require(by, Permission.FILING_USE), ids.new_id()
    service, now = published(slug), clock.now()
    colleagues.refuse_outsiders(service.definition, by=by)
    levels.refuse_below(levels.demanded(service.definition, service.confidentiality)[0], by=by)
    facts = _first_facts(filing_id, service.definition, wish, actor)
    context = look_up.context(facts, service.parameters, [], by.assurance_level)
    return OpenFiling(
        id=filing_id,
        citizen_id=_citizen(actor),
        state=FilingState.DRAFT,
        revision=0,
        version_id=service.version_id,
        slug=service.slug,
        parameters=service.parameters,
        unit_id=service.unit_id,
        answers=prefill.suggest(service.definition, context),
        facts=facts,
        started_at=now,
        saved_at=now,
        expires_at=now + filing_services.KEPT_FOR,
        confidentiality=service.confidentiality,
    )


@together
def keep(*, draft: OpenFiling, by: Actor, channel: str = "") -> None:
    """Start a filing of what has been drafted, with the answers that it has by now."""
    filing_services.start_filing(
        filing_id=draft.id,
        version_id=draft.version_id,
        facts=draft.facts,
        channel=channel,
        by=by,
    )
    if draft.answers:
        filing_services.save_answers(
            filing_id=draft.id, answers=draft.answers, expected_revision=0, by=by
        )


def _first_facts(
    filing_id: uuid.UUID, definition: Definition, wish: represent.Wish, by: Actor
) -> dict[str, Any]:
    represented = represent.judged(
        wish=wish, definition=definition, reference=f"filing:{filing_id}", by=by
    )
    facts = _merged(_asked(filing_id, definition, by), {})
    if represented:
        facts["represents"] = asdict(represented)
    if by.prepares_for and by.is_client:
        at = clock.local(clock.now()).isoformat(timespec="minutes")
        facts[represent.PREPARED] = {"by": by.name, "at": at}
    return facts


def refresh_facts(*, filing_id: uuid.UUID, by: Actor) -> OpenFiling:
    """As :func:`refreshed`, of the actor's filing with the key."""
    return refreshed(filings.open_filing(by, filing_id), by=by)


def refreshed(filing: OpenFiling, *, by: Actor, fresh: bool = False) -> OpenFiling:
    """Ask the registers about the applicant and keep the answer with her filing, as returned."""
    definition = definition_of(filing.version_id)
    facts = _asked(filing.id, definition, by, fresh=fresh)
    if told := filing.facts.get("represents"):
        reference = f"filing:{filing.id}"
        facts["represents"] = represent.again(
            told=told,
            definition=definition,
            reference=reference,
            by=by,
            fresh=fresh,
        )
    if fresh and (people := _people_again(filing, definition, by)) is not None:
        facts[named_people.FACTS] = people
    try:
        return _with_facts(filing, facts, by)
    except ConflictError:  # she has saved in another window while the registers answered
        return _with_facts(filings.open_filing(by, filing.id), facts, by)


def _people_again(
    filing: OpenFiling, definition: Definition, by: Actor
) -> list[dict[str, Any]] | None:
    return named_people.again(
        definition=definition,
        answers=filing.answers,
        facts=filing.facts,
        reference=f"filing:{filing.id}",
        by=by,
    )


def _asked(
    filing_id: uuid.UUID, definition: Definition, by: Actor, *, fresh: bool = False
) -> dict[str, Any]:
    reference, deadline = f"filing:{filing_id}", time.monotonic() + look_up.PATIENCE
    facts = look_up.gather(
        citizen_id=_citizen(by),
        reference=reference,
        ground=grounds.of_person(definition),
        by=by,
        fresh=fresh,
    )
    if companies.asks_for(definition):
        facts["companies"] = companies.own_firms(
            citizen_id=_citizen(by),
            reference=reference,
            within=deadline - time.monotonic(),
            ground=grounds.of_company(definition),
            by=by,
        )
    return facts


def _citizen(by: Actor) -> uuid.UUID:
    if by.citizen_id is None:
        raise NotFoundError
    return by.citizen_id


def _with_facts(filing: OpenFiling, facts: Mapping[str, Any], by: Actor) -> OpenFiling:
    merged = _merged(facts, filing.facts)
    filing_services.save_facts(filing_id=filing.id, facts=merged, revision=filing.revision, by=by)
    return replace(filing, facts=merged)


def _merged(facts: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """What a register said earlier is better than nothing, and is checked again later."""
    merged = dict(facts)
    if facts["children"] is None:
        merged["children"] = known.get("children")
    if "companies" in facts:
        own, earlier = facts["companies"], known.get("companies")
        named = [one for one in earlier or () if not one.get("is_offered", True)]
        merged["companies"] = earlier if own is None else own + named
    lasting = (*named_places.FACTS, named_people.FACTS, sources.FACTS, *represent.HOW)
    return {name: known[name] for name in lasting if name in known} | merged


def open_work(*, filing_id: uuid.UUID, by: Actor) -> Work:
    """The actor's filing, evaluated.

    Raises:
        NotFoundError: not the actor's own, or no application.
        LevelError: she is logged in at a lower level than the e-service demands.
    """
    return evaluated(filings.open_filing(by, filing_id), by)


def evaluated(filing: OpenFiling, by: Actor) -> Work:
    """A filing that has just been opened for the actor, evaluated."""
    if filing.purpose is not Purpose.APPLICATION:
        raise NotFoundError
    asks = _asks_for_files(definition_of(filing.version_id))
    return on_desk(filing, files.infos(("filing", filing.id)) if asks else [], by)


def on_desk(filing: OpenFiling, known: Sequence[FileInfo], by: Actor) -> Work:
    """The filing with these files, evaluated; it may be one that is not kept yet."""
    definition = definition_of(filing.version_id)
    if filing.state is FilingState.DRAFT:
        colleagues.refuse_outsiders(definition, by=by)
    levels.refuse_below(levels.demanded(definition, filing.confidentiality)[0], by=by)
    if by.session_id and by.is_citizen and levels.is_sensitive(filing.confidentiality):
        sessions.tighten(session_id=by.session_id)
    context = look_up.context(filing.facts, filing.parameters, known, by.assurance_level)
    context = replace(
        context,
        employees=colleagues.employees(definition, by=by),
        sources=sources.placed(definition, filing.answers, context),
    )
    evaluation = evaluate(definition, filing.answers, context)
    return Work(filing, definition, context, evaluation, tuple(known))


def posted(work: Work, page_id: str, data: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The draft's answers with what was posted on one page laid over them."""
    read = inputs.read_page(work.definition, page_id, data, work.context)
    return {**work.filing.answers, **read}


def with_answers(work: Work, answers: Mapping[str, Any]) -> Evaluation:
    """The evaluation if these were the answers; nothing is saved."""
    return evaluate(work.definition, answers, work.context)


def save_page(
    *, work: Work, page_id: str, data: Mapping[str, Sequence[str]], revision: int, by: Actor
) -> Work:
    """Save what was posted, right or wrong, so that nothing typed is lost; the work as saved.

    Raises:
        ConflictError: another tab has saved since the page was shown.
        TransitionError: the filing has been handed in.
    """
    found = laid(work=work, page_id=page_id, data=data, by=by)
    facts, answers = found.filing.facts, found.filing.answers
    if facts is not work.filing.facts:
        filing_services.save_facts(
            filing_id=work.filing.id, facts=facts, revision=work.filing.revision, by=by
        )
    saved = filing_services.save_answers(
        filing_id=work.filing.id, answers=answers, expected_revision=revision, by=by
    )
    return replace(found, filing=replace(found.filing, revision=saved))


def laid(*, work: Work, page_id: str, data: Mapping[str, Sequence[str]], by: Actor) -> Work:
    """The work with what was posted on a page, and what registers say of it; nothing is kept."""
    read = posted(work, page_id, data)
    facts, context = on_page.when_answered(_on_page(work, page_id, read), by=by)
    known = replace(work, filing=replace(work.filing, facts=facts), context=context)
    again = read if context is work.context else posted(known, page_id, data)
    return _filled(work, known, page_id, again, is_shown=False)


def shown(*, work: Work, page_id: str, by: Actor) -> Work:
    """The draft with what the page itself asks for when it is shown; three seconds at most.

    What was said is kept. What is filled in is hers to see and change: it is an answer when she
    goes on from the page.
    """
    is_open = work.filing.state is FilingState.DRAFT
    if not (is_open and sources.asks_when_shown(work.definition, page_id)):
        return work
    facts, context = on_page.when_shown(_on_page(work, page_id, work.filing.answers), by=by)
    if facts is not work.filing.facts:
        with suppress(ConflictError):  # saved in another window, where the lists are shown, too
            filing_services.save_facts(
                filing_id=work.filing.id, facts=facts, revision=work.filing.revision, by=by
            )
    known = replace(work, filing=replace(work.filing, facts=facts), context=context)
    return _filled(work, known, page_id, dict(work.filing.answers), is_shown=True)


def has_new_list(work: Work, saved: Work, page_id: str) -> tuple[str, ...]:
    """The groups of the page where a row has got a list that it was not shown with."""
    before, now = work.context.sources, saved.context.sources
    return sources.lists_anew(work.definition, page_id, before, now)


def _on_page(work: Work, page_id: str, answers: Mapping[str, Any]) -> on_page.OnPage:
    return on_page.OnPage(work.filing, work.definition, work.context, page_id, answers)


def _filled(
    before: Work, known: Work, page_id: str, answers: dict[str, Any], *, is_shown: bool
) -> Work:
    definition = known.definition
    asked = sources.Asked(definition, page_id, answers, known.context, is_shown=is_shown)
    filled = sources.filled(asked, before.context.sources)
    context = replace(known.context, sources=sources.placed(definition, filled, known.context))
    filing = replace(known.filing, answers=filled, state=FilingState.DRAFT)
    return replace(
        known, filing=filing, context=context, evaluation=evaluate(definition, filled, context)
    )


def attach(*, work: Work, question_id: str, name: str, content: bytes, by: Actor) -> None:
    """Add a file to a file question and save the draft.

    Raises:
        InvalidInputError: under the question's id, with a text for the applicant.
        NotFoundError: the definition has no such file question.
    """
    limits, owner = limits_of(work, question_id), ("filing", work.filing.id)
    try:
        info = file_services.store_upload(
            owner=owner, name=name, content=content, limits=limits, by=by
        )
    except InvalidInputError as error:
        raise InvalidInputError({question_id: error.problems[""]}) from error
    except PortError as error:
        text = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({question_id: [text]}) from error
    _change_files(work, question_id, by, add=info.id)


def limits_of(work: Work, question_id: str) -> Limits:
    """What may be attached to a question.

    Raises:
        NotFoundError: the definition has no such file question.
    """
    settings = _file_question(work, question_id).settings
    return Limits(frozenset(settings.accept), settings.max_size, settings.max_files)


def detach(*, work: Work, question_id: str, file_id: str, by: Actor) -> None:
    """Remove a file from a file question and save the draft.

    Raises:
        NotFoundError: no such file, or no such question.
    """
    _file_question(work, question_id)
    _change_files(work, question_id, by, remove=file_id)
    file_services.remove(file_id=file_id, owner=("filing", work.filing.id), by=by)


def _asks_for_files(definition: Definition) -> bool:
    return any(question.kind is Kind.FILE for question in definition.questions())


def _file_question(work: Work, question_id: str) -> Question:
    question = work.definition.question(question_id)
    if question.kind is not Kind.FILE:
        raise NotFoundError
    return question


def _change_files(
    work: Work, question_id: str, by: Actor, *, add: str = "", remove: str = ""
) -> None:
    current = filings.open_filing(by, work.filing.id)
    value = current.answers.get(question_id)
    held = list(value) if isinstance(value, list) else []
    kept = [known for known in held if known != remove] + ([add] if add else [])
    filing_services.save_answers(
        filing_id=current.id,
        answers={**current.answers, question_id: kept},
        expected_revision=current.revision,
        by=by,
    )
