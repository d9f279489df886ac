"""On a case that waits for a signature: ask again, ask another, give more time, end it."""

import uuid
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.services import MOST_DAYS
from samtjanst.capabilities.signing.types import RequestView, RoomState
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import named as named_signatory
from samtjanst.journey import on_paper as paper
from samtjanst.journey import unsigned
from samtjanst.journey.named import Wish
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState, PartyView
from samtjanst.web.handler.given import give_file
from samtjanst.web.handler.request import actor_of, day, key, to_case, whole
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.letters import posted

_WAITS = (CaseState.WAITING_FOR_SIGNATURE, CaseState.LAPSED)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def ways_on(request: ViewerRequest, reference: str) -> HttpResponse:
    """The lawful ways on when a signature does not come, and what each of them means."""
    actor, problems = actor_of(request), []
    found = cases.get_case(actor, reference)
    room = signing.room_of(("filing", found.filing_id))
    if found.state not in _WAITS or room is None:
        raise NotFoundError
    if request.method == "POST":
        try:
            return to_case(reference, _act(request, reference))
        except InvalidInputError as error:
            problems = [(name, text) for name, texts in error.problems.items() for text in texts]
    context = {
        "case": found,
        "room": room,
        # One who was never asked, since the register has lost her, cannot be asked again.
        "can_ask_again": room.state in {RoomState.DECLINED, RoomState.EXPIRED},
        "can_be_on_paper": paper.is_possible(found, room),
        "most_days": MOST_DAYS,
        "days": request.POST.get("days", "14"),
        "reason": hygiene.shown(request.POST.get("reason", "")),
        "problems": problems,
        "wrong": {name for name, _text in problems},
    }
    return render(request, "handler/ways_on.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def name_another(request: ViewerRequest, reference: str) -> HttpResponse:
    """Name somebody who is to sign instead; the register's name is shown before it is done."""
    actor, named = actor_of(request), None
    found = cases.get_case(actor, reference)
    if found.state not in _WAITS or signing.room_of(("filing", found.filing_id)) is None:
        raise NotFoundError
    others, problems = named_signatory.replaceable(found), []
    wish = _wish(request, others)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "name":
                named_signatory.name_instead(reference=reference, wish=wish, by=actor)
                return to_case(reference, "ny-undertecknare")
            if request.POST.get("do") == "check":
                named = named_signatory.find(reference=reference, wish=wish, by=actor)
        except InvalidInputError as error:
            problems = [(name, text) for name, texts in error.problems.items() for text in texts]
    context = {
        "case": found,
        "others": others,
        "wish": replace(wish, name=hygiene.shown(wish.name), reason=hygiene.shown(wish.reason)),
        "named": named,
        "before": next((one for one in others if one.citizen_id == wish.instead_of), None),
        "problems": problems,
        "wrong": {name for name, _text in problems},
    }
    return render(request, "handler/name_another.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def on_paper(request: ViewerRequest, reference: str) -> HttpResponse:
    """Register a signature on paper, with the scanned page."""
    actor = actor_of(request)
    found, left = paper.open_to_paper(reference=reference, by=actor)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            state = paper.register(reference=reference, told=_told(request, left), by=actor)
        except InvalidInputError as error:
            problems = error.problems
        except TransitionError:
            return to_case(reference, "inte-langre")
        else:
            ended = state is RoomState.DECLINED
            return to_case(reference, "papper-racker-inte" if ended else "papper")
    context = {
        "case": found,
        "left": left,
        "chosen": key(request.POST, "request"),
        "signed_on": hygiene.shown(request.POST.get("signed_on", "")[:10]),
        "today": clock.today(),
        "errors": problems,
        "problems": [(name, text) for name, texts in problems.items() for text in texts],
    }
    return render(request, "handler/on_paper.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_safe
def page(request: ViewerRequest, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """The scanned page of a signature on paper; ``?visa`` shows it in the browser."""
    actor = actor_of(request)
    info, content = paper.open_page(reference=reference, file_id=file_id, by=actor)
    return give_file(request, case=cases.get_case(actor, reference), info=info, content=content)


def _told(request: ViewerRequest, left: list[RequestView]) -> paper.Told:
    only = left[0].id if len(left) == 1 else None
    return paper.Told(
        request_id=key(request.POST, "request") or only,
        signed_on=day(request.POST, "signed_on"),
        has_seen="seen" in request.POST,
        uploads=posted(request)[1],
    )


def _wish(request: ViewerRequest, others: list[PartyView]) -> Wish:
    data = request.POST
    only = others[0].citizen_id if len(others) == 1 else None
    return Wish(
        number=data.get("personal_number", "").strip()[:80],
        name=data.get("name", "").strip(),
        email=data.get("email", "").strip()[:254],
        reason=data.get("reason", ""),
        instead_of=key(data, "instead_of") or only,
        keeps={"yes": True, "no": False}.get(data.get("keeps", "")),
    )


def _act(request: ViewerRequest, reference: str) -> str:
    actor, act = actor_of(request), request.POST.get("do", "")
    if act == "ask":
        unsigned.ask_again(reference=reference, by=actor)
        return "fragat-igen"
    if act == "extend":
        unsigned.extend(reference=reference, days=whole(request.POST, "days", 0), by=actor)
        return "mer-tid"
    if act == "close":
        unsigned.close(reference=reference, reason=request.POST.get("reason", ""), by=actor)
        return "avslutat"
    raise NotFoundError
