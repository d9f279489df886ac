"""What a party sent on paper or by e-mail, or told, registered in her case: one form for all."""

import uuid
from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.shortcuts import render

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases.types import CaseView, PartyView
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key, to_case
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.ui.letters import posted

_FIELDS = ("to", "came_on", "text", "files")  # as they stand on the page


def registered(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest,
    case: CaseView,
    *,
    parties: Iterable[PartyView],
    verb: Callable[..., object],
    template: str,
    done: str,
) -> HttpResponse:
    """The form, or what was posted done by the verb; ``done`` is what the case's page then tells.

    From whom, the day on which it came, what it said and its files; nothing typed is lost.
    """
    problems: Problems = {}
    text, uploads = posted(request)
    if request.method == "POST":
        try:
            verb(
                reference=case.reference,
                citizen_id=key(request.POST, "to") or uuid.UUID(int=0),
                came_on=day(request.POST, "came_on"),
                text=text,
                uploads=uploads,
                by=actor_of(request),
            )
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(case.reference, done)
    context = {
        "case": case,
        "to": [(ROLES.get(one.role, one.role), one) for one in parties],
        "chosen": key(request.POST, "to"),
        "came_on": request.POST.get("came_on", clock.today().isoformat()),
        "text": text,
        **told(problems, _FIELDS),
    }
    return render(request, template, context, status=422 if problems else 200)
