"""Applications that a connected system fills in for people, who hand them in themselves."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Router, Status

from samtjanst.foundation.people.idempotency import Answer
from samtjanst.foundation.people.types import Scope
from samtjanst.journey import prepare
from samtjanst.journey.prepare import Attached, Given, Whom
from samtjanst.journey.represent import HERSELF, Wish
from samtjanst.kernel import clock
from samtjanst.web.api import schemas
from samtjanst.web.api.auth import Bearer
from samtjanst.web.api.problems import language_of
from samtjanst.web.api.support import FOUND, caller, decoded, once, told_before

router = Router(tags=["filings"])


@router.post(
    "/e-services/{slug}/filings",
    response={201: schemas.Filing, **FOUND},
    auth=Bearer(Scope.FILINGS),
    operation_id="prepare_filing",
)
def prepare_filing(
    request: HttpRequest,
    response: HttpResponse,
    slug: Path[schemas.Word],
    given: schemas.NewFiling,
    idempotency_key: Header[schemas.Key],
) -> Status[dict[str, Any]]:
    """Fill in an application for a person: judged as her own form, with the same faults.

    It waits in her own space until she has read it and handed it in, with her signature where the
    e-service asks for one; nobody at the municipality reads it before that. ``represents`` says for
    which company or person she acts; that she may do so she states herself when she hands it in,
    or a register shows it. The same key again gives the same answer and makes nothing.
    """
    actor, asked = caller(request, response), _given(slug, given)
    if told := told_before(request, response, actor, idempotency_key):
        return told
    # The registers take their time, and no row waits for them.
    plan = prepare.planned(given=asked, language=language_of(request), by=actor)

    def act() -> Answer:
        filing_id = prepare.keep(plan=plan, by=actor)
        return Answer(201, {"id": str(filing_id), "e_service": slug, "version": plan.version})

    return once(request, response, actor, idempotency_key, act)


@router.get(
    "/filings/{filing_id}",
    response={200: schemas.FilingStatus, **FOUND},
    auth=Bearer(Scope.FILINGS),
    operation_id="filing_status",
)
def filing_status(
    request: HttpRequest, response: HttpResponse, filing_id: Path[uuid.UUID]
) -> dict[str, Any]:
    """What became of an application that this system has filled in; only the state of it.

    It waits for the applicant, is handed in as a case, is thrown away, or nobody used it in time.
    Whatever she does with it before that is hers alone.
    """
    found, reference = prepare.became(filing_id=filing_id, by=caller(request, response))
    return {
        "id": str(found.id),
        "e_service": found.slug,
        "version": found.version,
        "state": found.became,
        "ended_at": clock.local(found.at) if found.at else None,
        "reference": reference or None,
    }


def _given(slug: str, given: schemas.NewFiling) -> Given:
    files = tuple(Attached(one.question, one.name, decoded(one.content)) for one in given.files)
    wish = _wish(given.represents) if given.represents else HERSELF
    whom = Whom(given.personal_number or "", given.foreign_identity or "")
    return Given(slug, whom, given.answers, files, wish)


def _wish(told: schemas.ActsFor) -> Wish:
    # Her word is given when she reads and hands it in: it stands in what she then confirms.
    if told.kind == "company":
        return Wish(told.kind, number=told.number, is_stated=True)
    return Wish(told.kind, principal=told.number, is_stated=True)
