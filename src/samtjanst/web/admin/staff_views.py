"""The people who work here: inviting, roles, logging out, leaving; and the units' demands."""

import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people import own_eid
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.staff import NewMember
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.queries import units
from samtjanst.journey import staff as work
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.web.ui.access import staff

ROLES = {
    Role.HANDLER: _("Handläggare"),
    Role.MANAGER: _("Chef"),
    Role.ADMINISTRATOR: _("Systemadministratör"),
    Role.SERVICE_DEVELOPER: _("E-tjänstutvecklare"),
    Role.REGISTRAR: _("Registrator"),
    Role.SUPPLIER: _("Driftleverantör"),
    Role.PARTNER: _("Extern part"),
}
LEVELS = {2: _("Lösenord och engångskod, passkey eller e-legitimation"), 3: _("E-legitimation")}
LONGEST_NAME = 120


@staff(Permission.STAFF_MANAGE)
@require_safe
def everybody(request: ViewerRequest) -> HttpResponse:
    """The people whom the viewer tends."""
    actor = _actor(request)
    rows = [_shown(one) for one in work.list_members(by=actor)]
    return render(request, "admin/staff/everybody.html", {"rows": rows})


@staff(Permission.STAFF_MANAGE)
@require_http_methods(["GET", "POST"])
def invite(request: ViewerRequest) -> HttpResponse:
    """Somebody new; the start code is shown once."""
    actor = _actor(request)
    facts = _choices(actor) | {"typed": request.POST}
    if request.method != "POST":
        return render(request, "admin/staff/invite.html", facts)
    try:
        new = _posted(request, actor)
        made = work.invite(new=new, by=actor)
    except InvalidInputError as error:
        facts["problems"] = _pairs(error)
        return render(request, "admin/staff/invite.html", facts, status=422)
    return _code_page(request, new.name, made.code)


@staff(Permission.STAFF_MANAGE)
@require_safe
def person(request: ViewerRequest, staff_id: uuid.UUID) -> HttpResponse:
    """One person: roles, ways in, and what can be done."""
    actor = _actor(request)
    one = work.read_member(staff_id=staff_id, by=actor)
    facts = _choices(actor) | _shown(one)
    facts |= {"is_me": staff_id == actor.id, "own_eid": own_eid.of(one.id)}
    return render(request, "admin/staff/person.html", facts)


@staff(Permission.STAFF_MANAGE)
@require_POST
def give(request: ViewerRequest, staff_id: uuid.UUID) -> HttpResponse:
    """One more role."""
    actor = _actor(request)
    work.give_role(staff_id=staff_id, role=_role(request), unit_id=_unit(request, actor), by=actor)
    return _back(staff_id)


@staff(Permission.STAFF_MANAGE)
@require_POST
def take(request: ViewerRequest, staff_id: uuid.UUID) -> HttpResponse:
    """One role less."""
    actor = _actor(request)
    work.take_role(staff_id=staff_id, role=_role(request), unit_id=_unit(request, actor), by=actor)
    try:
        work.read_member(staff_id=staff_id, by=actor)
    except NotFoundError:  # it was the last role here: the person is not the viewer's any more
        return HttpResponseRedirect(reverse("people:everybody"))
    return _back(staff_id)


@staff(Permission.STAFF_MANAGE)
@require_POST
def again(request: ViewerRequest, staff_id: uuid.UUID) -> HttpResponse:
    """A new letter and start code."""
    actor = _actor(request)
    one = work.read_member(staff_id=staff_id, by=actor)
    made = work.invite_again(staff_id=staff_id, by=actor)
    return _code_page(request, one.name, made.code)


@staff(Permission.STAFF_MANAGE)
@require_POST
def log_out(request: ViewerRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Log the person out everywhere."""
    work.log_out(staff_id=staff_id, by=_actor(request))
    return _back(staff_id)


@staff(Permission.STAFF_MANAGE)
@require_POST
def remove_passkeys(request: ViewerRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Take the person's passkeys away."""
    work.remove_passkeys(staff_id=staff_id, by=_actor(request))
    return _back(staff_id)


@staff(Permission.STAFF_MANAGE)
@require_http_methods(["GET", "POST"])
def close(request: ViewerRequest, staff_id: uuid.UUID) -> HttpResponse:
    """The person leaves; asked once more before it is done."""
    actor = _actor(request)
    if request.method != "POST":
        one = work.read_member(staff_id=staff_id, by=actor)
        return render(request, "admin/staff/close.html", _shown(one))
    work.close(staff_id=staff_id, by=actor)
    return HttpResponseRedirect(reverse("people:everybody"))


@staff(Permission.UNIT_SET_UP)
@require_http_methods(["GET", "POST"])
def unit_levels(request: ViewerRequest) -> HttpResponse:
    """The units, and what one must log in with to work in them."""
    facts: dict[str, Any] = {"levels": LEVELS.items(), "typed": request.POST}
    status = 200
    if request.method == "POST":
        told = request.POST.get("level", "")
        level = int(told) if told in {"2", "3"} else 0
        try:
            work.set_up_unit(
                name=request.POST.get("unit_name", ""), level=level, by=_actor(request)
            )
        except InvalidInputError as error:
            facts["problems"], status = _pairs(error), 422
        else:
            return HttpResponseRedirect(reverse("people:units"))
    facts["units"] = units()
    return render(request, "admin/staff/units.html", facts, status=status)


def _shown(one: Any) -> dict[str, Any]:
    return {"one": one, "roles": [(ROLES[role.role], role) for role in one.roles]}


def _choices(actor: Actor) -> dict[str, Any]:
    given = work.roles_to_give(by=actor)
    return {
        "role_choices": [(role.value, ROLES[role]) for role in given],
        "unit_choices": work.units_to_give(by=actor),
    }


def _posted(request: ViewerRequest, actor: Actor) -> NewMember:
    data = request.POST
    email = data.get("email", "").strip()
    problems: dict[str, list[str]] = {}
    if not 0 < len(data.get("name", "").strip()) <= LONGEST_NAME:
        problems["name"] = [gettext("Skriv personens namn.")]
    if not _is_email(email):
        problems["email"] = [gettext("Skriv en e-postadress, till exempel anna@kommunen.se.")]
    number = _number(data.get("number", ""), problems)
    if problems:
        raise InvalidInputError(problems)
    return NewMember(
        name=data["name"].strip(),
        email=email,
        role=_role(request),
        unit_id=_unit(request, actor),
        number=number,
    )


def _number(text: str, problems: dict[str, list[str]]) -> PersonalNumber | None:
    if not text.strip():
        return None
    try:
        return PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        problems["number"] = [gettext("Skriv ett personnummer, till exempel 19850101-2382.")]
    return None


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return not re.search(r"[\r\n]", text)


def _role(request: ViewerRequest) -> Role:
    told = request.POST.get("role", "")
    if told not in {role.value for role in Role}:
        raise NotFoundError
    return Role(told)


def _unit(request: ViewerRequest, actor: Actor) -> uuid.UUID:
    told = request.POST.get("unit", "")
    for unit in work.units_to_give(by=actor):
        if str(unit.id) == told:
            return unit.id
    raise NotFoundError


def _code_page(request: ViewerRequest, name: str, code: str) -> HttpResponse:
    response = render(request, "admin/staff/invited.html", {"name": name, "code": code})
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _back(staff_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("people:person", args=[staff_id]))


def _pairs(error: InvalidInputError) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in error.problems.items() for text in texts]


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
