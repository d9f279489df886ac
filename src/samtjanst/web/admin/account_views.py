"""One's own account: where one is logged in, and the recovery codes."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.logins import codes_left, has_login
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.sessions import living_sessions
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import own_eid, passkeys
from samtjanst.journey import staff as work
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.devices import device_words

METHODS = {
    "bankid": _("BankID"),
    "code": _("Lösenord och engångskod"),
    "directory": _("Arbetskontot"),
    "passkey": _("Passkey"),
}


@staff(Permission.ACCOUNT_OWN)
@require_safe
def mine(request: ViewerRequest) -> HttpResponse:
    """Where one is logged in, and what one can log in with."""
    return my_page(request)


def my_page(
    request: ViewerRequest,
    problems: list[tuple[str, str]] | None = None,
    name: str = "",
    renaming: uuid.UUID | None = None,
) -> HttpResponse:
    """The page, also when something asked for on it could not be done.

    ``name`` is what was typed, for a new passkey or for the one that is ``renaming``.
    """
    by, key = _own(request)
    rows = living_sessions(staff_id=key)
    facts = {
        "passkeys": passkeys.mine(by=by),
        "may_add": passkeys.is_enough(by=by),
        "is_fresh": request.browser_session and passkeys.is_fresh(request.browser_session),
        "problems": problems or [],
        "name": name,
        "renaming": renaming,
        "rows": [
            (row, METHODS.get(row.method, row.method), device_words(row.device)) for row in rows
        ],
        "here": request.browser_session and request.browser_session.id,
        "has_own_eid": own_eid.is_offered(),
        "own_eid": own_eid.mine(by=by),
        "is_known_by_number": own_eid.is_known(by=by),
        "has_code": has_login(key),
        "codes_left": codes_left(key),
    }
    status = 422 if problems else 200
    return render(request, "admin/staff/mine.html", facts, status=status)


@staff(Permission.ACCOUNT_OWN)
@require_POST
def end_one(request: ViewerRequest, session_id: uuid.UUID) -> HttpResponse:
    """Log out one browser."""
    by, _key = _own(request)
    work.end_own_session(session_id=session_id, by=by)
    return HttpResponseRedirect(reverse("people:mine"))


@staff(Permission.ACCOUNT_OWN)
@require_POST
def end_others(request: ViewerRequest) -> HttpResponse:
    """Log out everywhere but here."""
    by, _key = _own(request)
    work.end_other_sessions(by=by)
    return HttpResponseRedirect(reverse("people:mine"))


@staff(Permission.ACCOUNT_OWN)
@require_POST
def renew(request: ViewerRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    by, _key = _own(request)
    facts = {"codes": work.renew_recovery_codes(by=by)}
    response = render(request, "admin/staff/codes.html", facts)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _own(request: ViewerRequest) -> tuple[Actor, uuid.UUID]:
    if request.actor is None or request.actor.id is None:
        raise NotFoundError
    return request.actor, request.actor.id
