"""Signing a decision as an official: the list, what is signed, the two ways, and saying no."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.signing import officials
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import (
    decide,
    document,
    sign_decision,
    sign_decision_eid,
    sign_decision_ways,
    sign_notes,
)
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    TransitionError,
)
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import Proposed
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, to_case, whole
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.eid import origin_of


@staff(Permission.CASE_DECIDE)
@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    """What waits for the actor's signature, and her own decisions that wait for others.

    Each has its own pages.
    """
    actor, page, own_page = actor_of(request), _page(request, "sida"), _page(request, "egna")
    asked, in_all = officials.page_for(actor, page, among=cases.to_be_signed())
    own, own_in_all = cases.own_to_be_signed(actor, own_page)
    known = cases.proposed({*own, *(one.subject[1] for one in asked)})
    rooms = officials.official_rooms(own)
    context = {
        "asked": [(one, known[one.subject[1]]) for one in asked],
        "in_all": in_all,
        "page": page,
        "has_more": in_all > page * officials.PAGE,
        "own": [(rooms[key], known[key]) for key in own if key in rooms],
        "own_in_all": own_in_all,
        "own_page": own_page,
        "has_more_own": own_in_all > own_page * officials.PAGE,
        "kept": f"sida={page}&" if page > 1 else "",  # where she stands in the other list
        "own_kept": f"egna={own_page}&" if own_page > 1 else "",
    }
    return render(request, "handler/sign_list.html", context)


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def sign(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """What is signed, exactly as it is signed; a post says no, with what is to be changed.

    What she was asked to sign and is void since is told of, also to her who sends it back twice.
    """
    if officials.is_over_for(actor_of(request), request_id):
        return render(request, "handler/sign_over.html")
    if request.method != "POST":
        return page(request, request_id)
    reason = request.POST.get("reason", "").replace("\r\n", "\n")
    try:
        sign_decision.decline(request_id=request_id, reason=reason, by=actor_of(request))
    except InvalidInputError as error:
        return page(request, request_id, problems=error.problems, status=422)
    except TransitionError:
        return back_to(request_id)
    return HttpResponseRedirect(reverse("handler:sign_list"))


@staff(Permission.CASE_DECIDE)
@require_POST
def register_anew(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """Back to where a board's decision is registered."""
    actor = actor_of(request)
    if officials.is_over_for(actor, request_id):
        return render(request, "handler/sign_over.html")
    try:
        found = sign_decision.register_anew(request_id=request_id, by=actor)
    except TransitionError:
        return back_to(request_id)
    where = reverse("handler:approve", args=[found.case.reference, found.proposal.id])
    return HttpResponseRedirect(where)


@staff(Permission.CASE_DECIDE)
@require_POST
def by_login(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """To the municipality's directory, to log in anew; a page that leads on by itself."""
    try:
        address = sign_decision_ways.begin(
            request_id=request_id,
            session=request.browser_session,
            origin=origin_of(request),
            next_path=reverse("handler:sign", args=[request_id]),
            language=get_language() or "sv",
            by=actor_of(request),
        )
    except TransitionError:
        return back_to(request_id)
    except PortError:
        text = gettext("Kommunens inloggning svarar inte just nu. Försök igen om en stund.")
        return page(request, request_id, problems={"": [text]}, status=503)
    response = render(request, "handler/sign_leaving.html", {"address": address})
    response.headers["Cache-Control"] = "no-store, private"
    return response


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def by_passkey(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """A page that asks the browser for a passkey, and what it has shown."""
    actor, session, origin = actor_of(request), request.browser_session, origin_of(request)
    problems: Problems = {}
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if sign_decision_ways.finish_passkey(
            request_id=request_id, session=session, origin=origin, answer=answer, by=actor
        ):
            return back_to(request_id)
        problems = {"answer": [_failed()]}
    try:
        options = sign_decision_ways.begin_passkey(
            request_id=request_id, session=session, origin=origin, by=actor
        )
    except TransitionError:
        return back_to(request_id)
    facts = {"options": options, "request_id": request_id, "fields": [], **told(problems)}
    response = render(request, "handler/sign_passkey.html", facts, status=422 if problems else 200)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@staff(Permission.CASE_DECIDE)
@require_POST
def remind(request: ViewerRequest, reference: str) -> HttpResponse:
    """Remind those who have not approved."""
    try:
        sign_notes.remind_now(reference=reference, by=actor_of(request))
    except ConflictError:
        return to_case(reference, "nyss-paminda")
    return to_case(reference, "paminnelse")


def _page(request: ViewerRequest, name: str) -> int:
    return min(max(whole(request.GET, name, 1), 1), cases.LAST_PAGE)


def page(
    request: ViewerRequest,
    request_id: uuid.UUID,
    *,
    problems: Problems | None = None,
    status: int = 200,
) -> HttpResponse:
    """What is signed, with the ways to sign it that there are for the actor."""
    actor = actor_of(request)
    found = sign_decision.read(request_id=request_id, by=actor)
    context = {
        "case": found.case,
        "found": found,
        "room": found.room,
        "draft": found.proposal.draft,
        "hearing_text": decide.HEARINGS.get(found.proposal.draft.hearing, ""),
        "by_login": sign_decision_ways.is_by_login(),
        "by_passkey": sign_decision_ways.is_by_passkey(origin=origin_of(request), by=actor),
        "by_bankid": sign_decision_eid.offer(by=actor),
        "sections": document.summary_now(found.case),
        "reason": hygiene.shown(request.POST.get("reason", "")),
        **({} if found.is_open else _next_of(actor, request_id)),
        **told(problems or {}),
    }
    return render(request, "handler/sign.html", context, status=status)


def _next_of(actor: Actor, request_id: uuid.UUID) -> dict[str, Any]:
    """What else waits for her: the oldest that can be signed, and how many."""
    asked = [one for one in officials.requests_for(actor) if one.id != request_id]
    known = cases.proposed(one.subject[1] for one in asked) if asked else {}
    left = [one for one in asked if _waits(known.get(one.subject[1]))]
    return {
        "next": left[0].id if left else None,
        "next_in": known[left[0].subject[1]].reference if left else "",
        "left": len(left),
    }


def _waits(where: Proposed | None) -> bool:
    return where is not None and where.is_open and not where.is_stale


def back_to(request_id: uuid.UUID) -> HttpResponseRedirect:
    """To what is signed, which says what has become of it."""
    return HttpResponseRedirect(reverse("handler:sign", args=[request_id]))


def _failed() -> str:
    return gettext(
        "Det gick inte att skriva under. Försök igen, eller skriv under på ett annat sätt. Har du "
        "försökt många gånger behöver du vänta upp till en kvart."
    )
