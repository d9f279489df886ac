"""Striking through what was put in the wrong case, and what is struck."""

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.capabilities.formkit import hygiene
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import strike
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, Unstrikable
from samtjanst.web.handler.given import SHOWN, give_file
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, to_case
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def note(request: ViewerRequest, reference: str, event_id: uuid.UUID) -> HttpResponse:
    """Strike a note through, or read why it must stand."""
    found = cases.read_case(actor_of(request), reference)

    def act(reason: str) -> None:
        strike.strike_note(
            reference=reference, event_id=event_id, reason=reason, by=actor_of(request)
        )

    return _page(request, found, cases.note_to_strike(found.id, event_id), act, is_note=True)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def letter(request: ViewerRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """Strike through what was registered as having come in, or read why it must stand."""
    found = cases.read_case(actor_of(request), reference)

    def act(reason: str) -> None:
        strike.strike_letter(
            reference=reference, letter_id=letter_id, reason=reason, by=actor_of(request)
        )

    return _page(request, found, cases.letter_to_strike(found.id, letter_id), act)


@staff(Permission.CASE_DISCLOSE)
@require_safe
def struck(request: ViewerRequest, reference: str) -> HttpResponse:
    """What is struck in the case, with what it says."""
    case, found = strike.struck(reference=reference, by=actor_of(request))
    return render(
        request, "handler/struck.html", {"case": case, "found": found, "shown_inline": SHOWN}
    )


@staff(Permission.CASE_DISCLOSE)
@require_safe
def file(
    request: ViewerRequest, reference: str, letter_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """A file of what is struck; ``?visa`` shows it in the browser."""
    actor = actor_of(request)
    case, info, content = strike.open_file(
        reference=reference, letter_id=letter_id, file_id=file_id, by=actor
    )
    return give_file(request, case=case, info=info, content=content)


def _page(
    request: ViewerRequest,
    case: CaseView,
    found: tuple[str, Unstrikable | None],
    act: Callable[[str], None],
    *,
    is_note: bool = False,
) -> HttpResponse:
    problems: Problems = {}
    reason = request.POST.get("reason", "").replace("\r\n", "\n")
    if request.method == "POST":
        try:
            act(reason)
        except InvalidInputError as error:
            problems = error.problems
        except ConflictError:
            return to_case(case.reference, "inte-langre")
        else:
            return to_case(case.reference, "struket")
    text, hindrance = found
    context = {
        "case": case,
        "is_note": is_note,
        "text": text,
        "why_not": services.HINDRANCES[hindrance] if hindrance else "",
        "reason": hygiene.shown(reason),
        **told(problems),
    }
    return render(request, "handler/strike.html", context, status=422 if problems else 200)
