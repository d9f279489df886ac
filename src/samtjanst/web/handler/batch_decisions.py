"""The same decision in many cases: written once, checked, and sent in each the way it goes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import decide, decide_many
from samtjanst.journey.decide import Way
from samtjanst.journey.decide_many import Together
from samtjanst.kernel import ids
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases.types import View
from samtjanst.web.handler import approvers, filters
from samtjanst.web.handler.batches import MOST, numbers, run, told
from samtjanst.web.handler.decision_views import posted_proposal, shown_proposal
from samtjanst.web.handler.problems import Problems
from samtjanst.web.handler.problems import told as told_of
from samtjanst.web.handler.request import actor_of, key, keys
from samtjanst.web.ui.access import staff

ACTION = "besluta"


def asked(request: ViewerRequest, view: str, chosen: Sequence[str]) -> HttpResponse:
    """The form for the decision, with the cases that it is about and those that are left out."""
    found = decide_many.together(chosen[:MOST], by=actor_of(request))
    seen = {one.reference: one.revision for one in found.cases}
    return _form(request, view, found, seen, is_cut=len(chosen) > MOST)


@staff(Permission.CASE_DECIDE)
@require_POST
def decide_all(request: ViewerRequest, view: str) -> HttpResponse:
    """Fill in, check, and send: each decision by itself, and how it went for each."""
    if view not in set(View):
        raise NotFoundError
    actor, seen = actor_of(request), _seen(request)
    named = request.POST.getlist("approvers")
    is_named = all(named) and len(set(named)) == len(named)
    if "send" in request.POST and is_named:
        return _sent(request, view, seen)
    found = decide_many.together(seen, by=actor)
    if not found.cases or "use" in request.POST or "change" in request.POST:
        return _form(request, view, found, seen)
    problems = (
        {}
        if is_named
        else {"approvers": [_("Välj en kollega i varje ruta, och ingen två gånger.")]}
    )
    try:
        return _check(request, view, found, seen, problems)
    except InvalidInputError as error:
        return _form(request, view, found, seen, error.problems)


def _sent(request: ViewerRequest, view: str, seen: Mapping[str, int]) -> HttpResponse:
    actor, form = actor_of(request), key(request.POST, "engang") or ids.new_id()
    wish, names = posted_proposal(request), keys(request.POST, "approvers")
    ways: list[tuple[str, str]] = []

    def act(reference: str) -> None:
        try:
            way = decide_many.send(
                reference=reference,
                wish=wish,
                approvers=names,
                revision=seen[reference],
                by=actor,
            )
        except ConflictError:
            told_why = _("Något har hänt i ärendet sedan du valde, eller så är det inte ditt.")
            raise InvalidInputError({"": [told_why]}) from None
        ways.append((reference, way.value))

    run(key=form, action=ACTION, act=act, chosen=list(seen), kept={"ways": ways}, by=actor)
    back = _back(view, request)
    return told(request, key=form, action=ACTION, view=view, back=back, by=actor)


def _check(
    request: ViewerRequest,
    view: str,
    found: Together,
    seen: Mapping[str, int],
    problems: Problems,
) -> HttpResponse:
    """The decision as it would be in one of the cases. Raises InvalidInputError, by field."""
    actor, wish = actor_of(request), posted_proposal(request)
    case, draft = decide_many.tried(found.cases, wish, by=actor)
    way = decide.way_of(case=case, made=draft, by=actor)[0]
    context = {
        **_shared(request, view, found, seen),
        "case": case,
        "proposal": wish,
        "draft": draft,
        "hearing_text": decide.HEARINGS.get(draft.hearing, ""),
        "way": way.value,
        **(approvers.asked(request, case, draft) if way is Way.SIGNED else {}),
        **told_of(problems),
    }
    return render(request, "handler/many_check.html", context, status=422 if problems else 200)


def _form(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest,
    view: str,
    found: Together,
    seen: Mapping[str, int],
    problems: Problems | None = None,
    *,
    is_cut: bool = False,
) -> HttpResponse:
    context = {**_shared(request, view, found, seen), "is_cut": is_cut, **told_of(problems or {})}
    if found.cases:
        case, wish = found.cases[0], posted_proposal(request)
        wish = decide_many.with_text(case, wish, request.POST.get("use", ""))
        context |= {
            "choices": decide_many.choices(case),
            "provisions": decide.provisions(case),
            "hearing_needed": decide.needs_hearing(case),
            "names_amount": decide.names_amount(case),
            "hearings": decide.HEARINGS.items(),
            "proposal": shown_proposal(wish),
        }
    return render(request, "handler/many_decision.html", context, status=422 if problems else 200)


def _shared(
    request: ViewerRequest, view: str, found: Together, seen: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "view": view,
        "once": key(request.POST, "engang") or ids.new_id(),
        "back": _back(view, request),
        "query": filters.query(request.GET) or filters.query(request.POST),
        "title": found.cases[0].title if found.cases else "",
        "cases": [(one.reference, seen.get(one.reference, one.revision)) for one in found.cases],
        "left": found.left,
    }


def _seen(request: ViewerRequest) -> dict[str, int]:
    """The cases on the page, each with the revision that it had when it was chosen."""
    found: dict[str, int] = {}
    for text in request.POST.getlist("beslutas")[:MOST]:
        number, _colon, revision = text.rpartition(":")
        for reference in numbers([number]):
            if revision.isascii() and revision.isdecimal():
                found[reference] = int(revision[:9])
    return found


def _back(view: str, request: ViewerRequest) -> str:
    kept = filters.query(request.GET) or filters.query(request.POST)
    return f"{reverse('handler:list', args=[view])}?{kept}"
