"""Taking one's application back."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import retract as journey
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState
from samtjanst.web.citizen.representing import represented_in
from samtjanst.web.ui.access import citizen


@citizen
@require_http_methods(["GET", "POST"])
def retract(request: ViewerRequest, reference: str) -> HttpResponse:
    """What happens when the application is taken back; the button does it."""
    if request.actor is None:
        raise NotFoundError
    found = cases.my_case(request.actor, reference)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            journey.retract(reference=reference, reason=reason, by=request.actor)
        except InvalidInputError as error:
            problems = error.problems
        except TransitionError:
            return _back(reference, "for-sent")  # decided meanwhile, or taken back in another tab
        else:
            return _back(reference, "aterkallat")
    elif found.state is CaseState.WITHDRAWN:
        return _back(reference, "")
    elif not journey.may_retract(case=found, by=request.actor):
        raise NotFoundError
    context = {
        "case": found,
        "others": len(found.parties) > 1,
        "reason": request.POST.get("reason", ""),
        "errors": problems,
        "problems": [(name, told) for name, texts in problems.items() for told in texts],
        **represented_in(found, request.actor),
    }
    return render(request, "citizen/cases/retract.html", context, status=422 if problems else 200)


def _back(reference: str, told: str) -> HttpResponse:
    address = reverse("citizen:my_case", args=[reference])
    return HttpResponseRedirect(f"{address}?besked={told}" if told else address)
