"""Applications that a connected system fills in for people, who sign them themselves."""

import base64
import binascii
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Router, Status

from samtjanst.foundation.people.idempotency import Answer
from samtjanst.foundation.people.types import Scope
from samtjanst.journey import prepare
from samtjanst.journey.prepare import Attached, Faults, Given
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.web.api import schemas
from samtjanst.web.api.auth import Bearer
from samtjanst.web.api.problems import FilingRefusedError, language_of
from samtjanst.web.api.support import FOUND, caller, once

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

    It waits in her own space until she has read and signed it; nobody at the municipality reads
    it before that. The same key again gives the same answer and makes nothing.
    """
    actor, asked = caller(request, response), _given(slug, given)
    faults: Faults = {}

    def act() -> Answer:
        nonlocal faults
        made = prepare.prepare(given=asked, language=language_of(request), by=actor)
        faults = made.faults
        if made.filing_id is None:
            return Answer(422, {})
        told = {"id": str(made.filing_id), "e_service": slug, "version": made.version}
        return Answer(201, told)

    answered = once(request, response, actor, idempotency_key, act)
    if faults:
        raise FilingRefusedError(faults)
    return answered


def _given(slug: str, given: schemas.NewFiling) -> Given:
    files = tuple(Attached(one.question, one.name, _content(one.content)) for one in given.files)
    return Given(slug, given.personal_number, given.answers, files)


def _content(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise InvalidInputError({"body.given.files": ["base64"]}) from None
