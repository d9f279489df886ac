"""What a member of staff, or her unit, is asked to supplement in somebody else's case."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import answer_inquiry
from samtjanst.kernel import clock
from samtjanst.kernel.errors import TransitionError
from samtjanst.web.handler.request import actor_of
from samtjanst.web.ui import answering
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.answering import Place


@staff(Permission.OPINION_GIVE)
@require_safe
def inquiry(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """What is asked, how it stands, and who has begun to answer."""
    found = answer_inquiry.asked(supplement_id=supplement_id, by=actor_of(request))
    context = {"found": found, "today": clock.today()}
    return render(request, "handler/inquiry/inquiry.html", context)


@staff(Permission.OPINION_GIVE)
@require_POST
def instead(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """Answer in the place of a colleague who has begun; what she has written is not seen."""
    place = _place(request, supplement_id)
    try:
        answer_inquiry.open_desk(supplement_id=supplement_id, by=actor_of(request), instead=True)
    except TransitionError:
        return HttpResponseRedirect(place.over)
    return HttpResponseRedirect(place.form_url)


@staff(Permission.OPINION_GIVE)
@require_http_methods(["GET", "POST"])
def form(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """What is asked for, to fill in."""
    return answering.form(request, _place(request, supplement_id))


@staff(Permission.OPINION_GIVE)
@require_POST
def fields(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """Save what is typed now, and show the questions as they are with it (for htmx)."""
    return answering.fields(request, _place(request, supplement_id))


@staff(Permission.OPINION_GIVE)
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest, supplement_id: uuid.UUID) -> HttpResponse:
    """Read what is handed in, and hand it in."""
    return answering.check(request, _place(request, supplement_id))


def _place(request: ViewerRequest, supplement_id: uuid.UUID) -> Place:
    actor, args = actor_of(request), [supplement_id]
    over = reverse("handler:inquiry", args=args)
    return Place(
        open=lambda: answer_inquiry.open_desk(supplement_id=supplement_id, by=actor),
        hand_in=lambda: answer_inquiry.hand_in(supplement_id=supplement_id, by=actor),
        form_url=reverse("handler:inquiry_form", args=args),
        fields_url=reverse("handler:inquiry_fields", args=args),
        check_url=reverse("handler:inquiry_check", args=args),
        over=over,
        done=over,
        templates="handler/inquiry",
    )
