"""Answering what the municipality has asked for: of a party in her case, of a person in another."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import answer_inquiry, supplement
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.citizen.representing import represented_in
from samtjanst.web.ui import answering
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.answering import Place


@citizen
@require_http_methods(["GET", "POST"])
def form(request: ViewerRequest, reference: str) -> HttpResponse:
    """What is asked for, to fill in."""
    return answering.form(request, _own(request, reference))


@citizen
@require_POST
def fields(request: ViewerRequest, reference: str) -> HttpResponse:
    """Save what is typed now, and show the questions as they are with it (for htmx)."""
    return answering.fields(request, _own(request, reference))


@citizen
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest, reference: str) -> HttpResponse:
    """Read what is handed in, and hand it in."""
    return answering.check(request, _own(request, reference))


@citizen
@require_safe
def inquiry(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """What a person is asked, and how it stands; to everybody else the page does not exist."""
    found = answer_inquiry.asked(supplement_id=supplement_id, by=_actor(request))
    context = {"found": found, "today": clock.today()}
    return render(request, "citizen/inquiry/inquiry.html", context)


@citizen
@require_http_methods(["GET", "POST"])
def inquiry_form(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """As :func:`form`, of a person."""
    return answering.form(request, _others(request, supplement_id))


@citizen
@require_POST
def inquiry_fields(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """As :func:`fields`, of a person."""
    return answering.fields(request, _others(request, supplement_id))


@citizen
@require_http_methods(["GET", "POST"])
def inquiry_check(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """As :func:`check`, of a person."""
    return answering.check(request, _others(request, supplement_id))


def _own(request: ViewerRequest, reference: str) -> Place:
    actor, over = _actor(request), reverse("citizen:my_case", args=[reference])
    return Place(
        open=lambda: supplement.open_desk(reference=reference, by=actor),
        hand_in=lambda: supplement.hand_in(reference=reference, by=actor),
        form_url=reverse("citizen:supplement", args=[reference]),
        fields_url=reverse("citizen:supplement_fields", args=[reference]),
        check_url=reverse("citizen:supplement_check", args=[reference]),
        over=over,
        done=f"{over}?besked=komplettering",
        templates="citizen/supplement",
        more=lambda desk: represented_in(desk.case, actor),
    )


def _others(request: ViewerRequest, supplement_id: uuid.UUID) -> Place:
    actor, args = _actor(request), [supplement_id]
    over = reverse("citizen:inquiry", args=args)
    return Place(
        open=lambda: answer_inquiry.open_desk(supplement_id=supplement_id, by=actor),
        hand_in=lambda: answer_inquiry.hand_in(supplement_id=supplement_id, by=actor),
        form_url=reverse("citizen:inquiry_form", args=args),
        fields_url=reverse("citizen:inquiry_fields", args=args),
        check_url=reverse("citizen:inquiry_check", args=args),
        over=over,
        done=over,
        templates="citizen/inquiry",
    )


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
