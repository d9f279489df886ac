"""Answering what the municipality has asked for in a case; works without a script."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.capabilities.formkit.present.types import PageView
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import answer, supplement
from samtjanst.journey.supplement import Desk
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.web.citizen.representing import represented_in
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.numbers import whole


@citizen
@require_http_methods(["GET", "POST"])
def form(request: ViewerRequest, reference: str) -> HttpResponse:
    """What is asked for, to fill in."""
    try:
        desk = _desk(request, reference)
    except TransitionError:
        # Handed in already, perhaps in another tab, or not wanted any more: the case tells.
        return _to_case(reference)
    if request.method != "POST":
        return _page(request, desk, shown="visa-fel" in request.GET)
    return _post(request, desk)


def _post(request: ViewerRequest, desk: Desk) -> HttpResponse:
    reference = desk.case.reference
    try:
        saved = _saved(request, desk)
    except ConflictError:
        return _page(request, desk, status=409)
    refused = _take_files(request, saved)
    question_id, _, file_id = request.POST.get("remove", "").partition(":")
    if file_id:
        answer.detach(work=saved.work, question_id=question_id, file_id=file_id, by=_actor(request))
    if refused:
        return _page(request, _desk(request, reference), refused=refused)
    return _onward(request, reference, question_id if file_id else "")


def _onward(request: ViewerRequest, reference: str, removed_from: str) -> HttpResponse:
    if "stay" in request.POST or removed_from:
        first = request.POST.get("stay", "").partition(":")
        at = removed_from or first[2].partition(":")[0] or first[0]
        return HttpResponseRedirect(f"{request.path}#f-{at}")
    if "save" in request.POST:
        return _to_case(reference)
    fresh = _desk(request, reference)
    if fresh.faults:
        return _page(request, fresh, shown=True)
    return HttpResponseRedirect(reverse("citizen:supplement_check", args=[reference]))


@citizen
@require_POST
def fields(request: ViewerRequest, reference: str) -> HttpResponse:
    """Save what is typed now, and show the questions as they are with it (for htmx)."""
    desk = _desk(request, reference)
    try:
        saved = _saved(request, desk)
    except ConflictError:
        return HttpResponse(status=409)
    context = {"page": _view(saved, shown=False), "work": saved.work}
    return render(request, "citizen/_fields.html", context)


@citizen
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest, reference: str) -> HttpResponse:
    """Read what is handed in, and hand it in."""
    if request.method == "POST":
        try:
            supplement.hand_in(reference=reference, by=_actor(request))
        except InvalidInputError:
            return HttpResponseRedirect(_form_url(reference) + "?visa-fel=1")
        except TransitionError:
            return _to_case(reference)
        return _to_case(reference, "?besked=komplettering")
    try:
        desk = _desk(request, reference)
    except TransitionError:
        return _to_case(reference)
    if desk.faults:
        return HttpResponseRedirect(_form_url(reference) + "?visa-fel=1")
    values = {name: desk.work.evaluation.values.get(name) for name in desk.wanted}
    rows = desk.asking.in_words(values, desk.work.context, _language())
    context = {
        "desk": desk,
        "case": desk.case,
        "rows": list(rows.values()),
        **represented_in(desk.case, _actor(request)),
    }
    return render(request, "citizen/supplement/check.html", context)


def _saved(request: ViewerRequest, desk: Desk) -> Desk:
    data = dict(request.POST.lists())
    revision = whole(request.POST.get("revision", ""), -1)
    return supplement.save(desk=desk, data=data, revision=revision, by=_actor(request))


def _take_files(request: ViewerRequest, desk: Desk) -> dict[str, list[str]]:
    refused: dict[str, list[str]] = {}
    for question_id, uploads in request.FILES.lists():
        if question_id not in desk.wanted:
            raise NotFoundError
        for upload in uploads:
            name, content = upload.name or "", upload.read()
            try:
                answer.attach(
                    work=desk.work,
                    question_id=question_id,
                    name=name,
                    content=content,
                    by=_actor(request),
                )
            except InvalidInputError as error:
                refused.setdefault(question_id, []).extend(error.problems[question_id])
    return refused


def _page(
    request: ViewerRequest,
    desk: Desk,
    *,
    shown: bool = False,
    refused: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    view = _view(desk, shown=shown).refusing(refused or {})
    context = {
        "desk": desk,
        "case": desk.case,
        "work": desk.work,
        "page": view,
        "problems": view.problems,
        "told": supplement.told(desk),
        "consequence": supplement.CONSEQUENCE,
        "is_conflict": status == 409,
        **represented_in(desk.case, _actor(request)),
    }
    if view.problems and request.method == "POST":
        status = 422
    return render(request, "citizen/supplement/form.html", context, status=status)


def _view(desk: Desk, *, shown: bool) -> PageView:
    return desk.asking.page(
        desk.work.evaluation, desk.work.filing.answers, show_errors=shown, language=_language()
    )


def _desk(request: ViewerRequest, reference: str) -> Desk:
    return supplement.open_desk(reference=reference, by=_actor(request))


def _to_case(reference: str, told: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("citizen:my_case", args=[reference]) + told)


def _form_url(reference: str) -> str:
    return reverse("citizen:supplement", args=[reference])


def _language() -> str:
    return get_language() or "sv"


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
