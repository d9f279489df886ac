"""Which groups of the municipality's own directory give which roles."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.journey import elsewhere
from samtjanst.journey import staff as work
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.admin.staff_views import ROLES
from samtjanst.web.ui.access import staff


@staff(Permission.UNIT_SET_UP)
@require_http_methods(["GET", "POST"])
def groups(request: ViewerRequest) -> HttpResponse:
    """What each group gives, and a form for one more."""
    actor, data = _actor(request), request.POST
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            elsewhere.put_group_role(
                group=data.get("group", ""), role=_role(request), unit_id=_unit(request), by=actor
            )
        except InvalidInputError as error:
            problems = [(name, text) for name, texts in error.problems.items() for text in texts]
        else:
            return HttpResponseRedirect(reverse("people:groups"))
    facts = {
        "rows": [(row, ROLES[Role(row.role)]) for row in elsewhere.group_roles(by=actor)],
        "role_choices": [(role.value, title) for role, title in ROLES.items()],
        "unit_choices": work.units_to_give(by=actor),
        "problems": problems,
        "typed": data,
        "is_offered": elsewhere.is_offered(),
    }
    return render(request, "admin/staff/groups.html", facts, status=422 if problems else 200)


@staff(Permission.UNIT_SET_UP)
@require_POST
def remove(request: ViewerRequest, row_id: uuid.UUID) -> HttpResponse:
    """A group gives a role no longer."""
    elsewhere.remove_group_role(row_id=row_id, by=_actor(request))
    return HttpResponseRedirect(reverse("people:groups"))


def _role(request: ViewerRequest) -> Role:
    told = request.POST.get("role", "")
    if told not in {role.value for role in Role}:
        raise NotFoundError
    return Role(told)


def _unit(request: ViewerRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("unit", ""))
    except ValueError:
        raise NotFoundError from None


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
