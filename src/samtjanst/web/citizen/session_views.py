"""Where the person is logged in."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins import ways
from samtjanst.journey import own_sessions
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.devices import device_words


@citizen
@require_safe
def mine(request: ViewerRequest) -> HttpResponse:
    """Every browser in which one is logged in: which, how, since when."""
    by, titles = _actor(request), {one.way.provider: one.title for one in ways.known()}
    rows = [
        (row, titles.get(row.method, _("E-legitimation")), device_words(row.device))
        for row in own_sessions.mine(by=by)
    ]
    facts = {"rows": rows, "here": by.session_id}
    return render(request, "citizen/cases/sessions.html", facts)


@citizen
@require_POST
def end_one(request: ViewerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Log out one browser."""
    own_sessions.end_one(session_id=session_id, by=_actor(request))
    return HttpResponseRedirect(reverse("citizen:sessions"))


@citizen
@require_POST
def end_others(request: ViewerRequest) -> HttpResponse:
    """Log out everywhere but here."""
    own_sessions.end_others(by=_actor(request))
    return HttpResponseRedirect(reverse("citizen:sessions"))


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
