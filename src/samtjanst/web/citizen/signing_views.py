"""Reading what one is asked to sign, signing it, or not."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import hygiene, present
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import (
    APPLICANT,
    RequestState,
    RequestView,
    RoomState,
    RoomView,
    Subject,
)
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import confirm, eid, represent, sign, submit
from samtjanst.journey.eid import Browser
from samtjanst.journey.sealed import context_of, files_of
from samtjanst.journey.signatories import room_for_citizens
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.ports.failures import PortError
from samtjanst.running.cases.queries import case_of_filing
from samtjanst.running.filing.types import SealedSnapshot
from samtjanst.web.citizen.representing import represented
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.download import download
from samtjanst.web.ui.eid import browser_facts, context, remember_device


@citizen
@require_safe
def signature(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """The sealed application, exactly as it is signed."""
    return _page(request, request_id)


@citizen
@require_POST
def start(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """Start signing."""
    if request.browser_session is None:
        raise NotFoundError
    try:
        if confirm.is_needed(signing.request_of(_actor(request), request_id)):
            return _leave(request, request_id)
        started = sign.begin(
            request_id=request_id,
            session=request.browser_session,
            browser=Browser(**browser_facts(request)),
            by=_actor(request),
        )
    except TransitionError:
        return HttpResponseRedirect(reverse("citizen:signature", args=[request_id]))
    except PortError as failure:
        return _page(request, request_id, told=eid.told(failure))
    response = HttpResponseRedirect(reverse("citizen:sign_order", args=[request_id, started.id]))
    remember_device(request, response)
    return response


def _leave(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """To the e-ID that she logged in with, to log in anew; a page that leads on by itself."""
    if request.browser_session is None:
        raise NotFoundError
    address = confirm.begin(
        request_id=request_id,
        session=request.browser_session,
        origin=f"{request.scheme}://{request.get_host()}",
        next_path=reverse("citizen:signed_elsewhere", args=[request_id]),
        language=get_language() or "sv",
        by=_actor(request),
    )
    response = render(request, "citizen/signing/leaving.html", {"address": address})
    response.headers["Cache-Control"] = "no-store, private"
    return response


@citizen
@require_safe
def signed_elsewhere(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """Back from logging in anew: to the receipt, or to what is signed."""
    signed, _ = sign.read(request_id=request_id, by=_actor(request))
    if signed.state is not RequestState.SIGNED:
        return HttpResponseRedirect(reverse("citizen:signature", args=[request_id]))
    return _onward(request_id, signed.role, signed.subject)


def straight_to_signing(request: ViewerRequest, ready: submit.Ready) -> HttpResponse:
    """Straight to the e-ID when what is sealed is what was on the screen; else read it first."""
    request_id = ready.request_id
    signature = reverse("citizen:signature", args=[request_id])
    is_read = request.POST.get("seen") == ready.seen and get_language() == "sv"
    if not is_read or request.browser_session is None:
        return HttpResponseRedirect(signature)
    try:
        started = sign.begin(
            request_id=request_id,
            session=request.browser_session,
            browser=Browser(**browser_facts(request)),
            by=_actor(request),
        )
    except PortError:
        # The page of the signature tells what is wrong when she tries again.
        return HttpResponseRedirect(signature)
    response = HttpResponseRedirect(reverse("citizen:sign_order", args=[request_id, started.id]))
    remember_device(request, response)
    return response


@citizen
@require_http_methods(["GET", "POST"])
def decline(request: ViewerRequest, request_id: uuid.UUID) -> HttpResponse:
    """Say no, with a reason."""
    facts = {"request_id": request_id, "reason": request.POST.get("reason", ""), "problems": []}
    if request.method == "POST":
        try:
            sign.decline(request_id=request_id, reason=str(facts["reason"]), by=_actor(request))
        except InvalidInputError as error:
            facts["problems"] = [(k, text) for k, v in error.problems.items() for text in v]
            facts["reason"] = hygiene.shown(str(facts["reason"]))
        else:
            return HttpResponseRedirect(reverse("citizen:signature", args=[request_id]))
    signed, snapshot = sign.read(request_id=request_id, by=_actor(request))
    facts |= {"signature": signed, **_represented(signed, snapshot)}
    status = 422 if facts["problems"] else 200
    return render(request, "citizen/signing/decline.html", facts, status=status)


@citizen
@require_safe
def attachment(request: ViewerRequest, request_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """An attachment of what one is asked to sign."""
    info, content = sign.attachment(request_id=request_id, file_id=file_id, by=_actor(request))
    return download(content, info.name, info.content_type)


@citizen
@require_safe
def order(request: ViewerRequest, request_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """The code and the button, or what happened."""
    return _show(request, request_id, order_id)


@citizen
@require_POST
def cancel(request: ViewerRequest, request_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Stop."""
    session, subject = request.browser_session, str(request_id)
    sign.cancel(order=eid.find(session=session, order_id=order_id, subject=subject))
    return HttpResponseRedirect(reverse("citizen:sign_order", args=[request_id, order_id]))


@citizen
@require_safe
def returned(request: ViewerRequest, request_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Back from the app on the same device: to the order, if it is this browser's."""
    session, subject = request.browser_session, str(request_id)
    try:
        eid.find(session=session, order_id=order_id, subject=subject)
    except NotFoundError:
        return HttpResponseRedirect(reverse("citizen:signature", args=[request_id]))
    return HttpResponseRedirect(reverse("citizen:sign_order", args=[request_id, order_id]))


def _page(request: ViewerRequest, request_id: uuid.UUID, *, told: str = "") -> HttpResponse:
    signed, snapshot = sign.read(request_id=request_id, by=_actor(request))
    definition = definition_of(uuid.UUID(snapshot.content["version"]["id"]))
    # In Swedish in every language: this is the text that is signed.
    sections = present.summary(definition, snapshot.content["answers"], context_of(snapshot))
    spoken = definition.spoken(get_language() or "sv")
    room = room_for_citizens(signed.subject)
    data = {
        "signature": signed,
        "room": room,
        "case": None if _has_no_part(signed, room) else case_of_filing(signed.subject[1]),
        "sections": sections,
        "files": files_of(snapshot),
        "title": definition.title.to(spoken),
        "spoken": spoken,
        "applicant": snapshot.content["applicant"]["name"],
        "sha256": snapshot.sha256,
        "told": told,
        "is_applicant": signed.role == APPLICANT,
        "by_login": confirm.is_needed(signed),
        **_represented(signed, snapshot),
    }
    return render(request, "citizen/signing/signature.html", data, status=503 if told else 200)


def _has_no_part(signed: RequestView, room: RoomView | None) -> bool:
    """Whether enough others have signed, so that she is no party to the case."""
    unsigned = signed.state in {RequestState.STOOD_DOWN, RequestState.DECLINED}
    return unsigned and room is not None and room.state is RoomState.COMPLETE


def _represented(signed: RequestView, snapshot: SealedSnapshot) -> dict[str, Any]:
    found = represent.of_content(snapshot.content)
    is_theirs = found and (signed.role == APPLICANT or found.kind == represent.CHILD)
    return represented(found) if is_theirs else {}


def _show(request: ViewerRequest, request_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    session, subject = request.browser_session, str(request_id)
    found = eid.find(session=session, order_id=order_id, subject=subject)
    step = sign.follow(order=found, browser=Browser(**browser_facts(request)), by=_actor(request))
    if step.signed:
        return _onward(request_id, step.signed.role, step.signed.subject)
    if step.order.state == "complete":
        signed, _ = sign.read(request_id=request_id, by=_actor(request))
        return _onward(request_id, signed.role, signed.subject)
    urls = {
        "cancel": reverse("citizen:sign_cancel", args=[request_id, order_id]),
        "retry": reverse("citizen:signature", args=[request_id]),
    }
    return render(request, "citizen/signing/order.html", {"order": context(step.order, urls)})


def _onward(request_id: uuid.UUID, role: str, subject: Subject) -> HttpResponse:
    if role == APPLICANT:
        target = reverse("citizen:receipt", args=[subject[1]])
    else:
        target = reverse("citizen:signature", args=[request_id])
    return HttpResponseRedirect(target)


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
