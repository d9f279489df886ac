"""One's own passkeys: added, named, and taken away."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import passkeys
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.admin.account_views import my_page
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.eid import origin_of


@staff(Permission.ACCOUNT_OWN)
@require_POST
def begin(request: ViewerRequest) -> HttpResponse:
    """A page that has the browser make a passkey."""
    session, actor = request.browser_session, request.actor
    if session is None or actor is None:
        raise NotFoundError
    facts = {
        "options": passkeys.begin_adding(session=session, origin=origin_of(request), by=actor),
        "fields": [("name", request.POST.get("name", "")[:200])],
    }
    response = render(request, "admin/staff/passkey.html", facts)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@staff(Permission.ACCOUNT_OWN)
@require_POST
def add(request: ViewerRequest) -> HttpResponse:
    """The passkey that the browser has made."""
    session, actor = request.browser_session, request.actor
    if session is None or actor is None:
        raise NotFoundError
    name = request.POST.get("name", "")
    try:
        passkeys.add(
            session=session,
            origin=origin_of(request),
            answer=request.POST.get("answer", ""),
            name=name,
            by=actor,
        )
    except InvalidInputError as error:
        return my_page(request, _pairs(error), name[:200])
    return _back()


@staff(Permission.ACCOUNT_OWN)
@require_POST
def remove(request: ViewerRequest, passkey_id: uuid.UUID) -> HttpResponse:
    """One of them less; never the last way in."""
    if request.actor is None:
        raise NotFoundError
    try:
        passkeys.remove(passkey_id=passkey_id, by=request.actor)
    except InvalidInputError as error:
        return my_page(request, _pairs(error))
    return _back()


@staff(Permission.ACCOUNT_OWN)
@require_POST
def rename(request: ViewerRequest, passkey_id: uuid.UUID) -> HttpResponse:
    """One of them called something else."""
    if request.actor is None:
        raise NotFoundError
    name = request.POST.get("name", "").replace("\0", "")
    try:
        passkeys.rename(passkey_id=passkey_id, name=name, by=request.actor)
    except InvalidInputError as error:
        return my_page(request, _pairs(error), name[:200], passkey_id)
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("people:mine"))


def _pairs(error: InvalidInputError) -> list[tuple[str, str]]:
    # What is not about the name belongs to the list as a whole.
    told = error.problems.items()
    return [(name or "passkeys", text) for name, texts in told for text in texts]
