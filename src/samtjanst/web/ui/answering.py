"""Answering what one is asked to supplement, the same for all who can be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from samtjanst.capabilities.formkit.present.types import PageView
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import answer, supplement
from samtjanst.journey.supplement import Desk
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.web.ui.numbers import whole


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody answers: how the desk is opened and handed in, and the pages around it.

    ``over`` is the page that tells how it stands, where it leads when nothing is to be answered.
    """

    open: Callable[[], Desk]
    hand_in: Callable[[], None]
    form_url: str
    fields_url: str
    check_url: str
    over: str
    done: str
    templates: str  # the folder of form.html, check.html and _fields.html
    more: Callable[[Desk], dict[str, Any]] = lambda _desk: {}


def form(request: ViewerRequest, place: Place) -> HttpResponse:
    """What is asked for, to fill in."""
    try:
        desk = place.open()
    except TransitionError:
        # Handed in already, perhaps in another tab, or not wanted any more: the page tells.
        return HttpResponseRedirect(place.over)
    if request.method != "POST":
        return _page(request, place, desk, shown="visa-fel" in request.GET)
    return _post(request, place, desk)


def fields(request: ViewerRequest, place: Place) -> HttpResponse:
    """Save what is typed now, and show the questions as they are with it (for htmx)."""
    try:
        saved = _saved(request, place.open())
    except (ConflictError, TransitionError):
        return HttpResponse(status=409)
    context = {"page": _view(saved, shown=False), "work": saved.work}
    return render(request, f"{place.templates}/_fields.html", context)


def check(request: ViewerRequest, place: Place) -> HttpResponse:
    """Read what is handed in, and hand it in."""
    if request.method == "POST":
        try:
            place.hand_in()
        except InvalidInputError:
            return HttpResponseRedirect(f"{place.form_url}?visa-fel=1")
        except TransitionError:
            return HttpResponseRedirect(place.over)
        return HttpResponseRedirect(place.done)
    try:
        desk = place.open()
    except TransitionError:
        return HttpResponseRedirect(place.over)
    if desk.faults:
        return HttpResponseRedirect(f"{place.form_url}?visa-fel=1")
    values = {name: desk.work.evaluation.values.get(name) for name in desk.wanted}
    rows = desk.asking.in_words(values, desk.work.context, _language())
    context = {**_around(place, desk), "rows": list(rows.values())}
    return render(request, f"{place.templates}/check.html", context)


def _post(request: ViewerRequest, place: Place, desk: Desk) -> HttpResponse:
    try:
        saved = _saved(request, desk)
    except ConflictError:
        return _page(request, place, desk, status=409)
    refused = _take_files(request, saved)
    question_id, _, file_id = request.POST.get("remove", "").partition(":")
    if file_id:
        answer.detach(work=saved.work, question_id=question_id, file_id=file_id, by=saved.by)
    if refused:
        return _page(request, place, place.open(), refused=refused)
    return _onward(request, place, question_id if file_id else "")


def _onward(request: ViewerRequest, place: Place, removed_from: str) -> HttpResponse:
    if "stay" in request.POST or removed_from:
        first = request.POST.get("stay", "").partition(":")
        at = removed_from or first[2].partition(":")[0] or first[0]
        return HttpResponseRedirect(f"{request.path}#f-{at}")
    if "save" in request.POST:
        return HttpResponseRedirect(place.over)
    fresh = place.open()
    if fresh.faults:
        return _page(request, place, fresh, shown=True)
    return HttpResponseRedirect(place.check_url)


def _saved(request: ViewerRequest, desk: Desk) -> Desk:
    data = dict(request.POST.lists())
    revision = whole(request.POST.get("revision", ""), -1)
    return supplement.save(desk=desk, data=data, revision=revision, by=desk.by)


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
                    by=desk.by,
                )
            except InvalidInputError as error:
                refused.setdefault(question_id, []).extend(error.problems[question_id])
    return refused


def _page(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest,
    place: Place,
    desk: Desk,
    *,
    shown: bool = False,
    refused: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    view = _view(desk, shown=shown).refusing(refused or {})
    context = {
        **_around(place, desk),
        "page": view,
        "problems": view.problems,
        "told": supplement.told(desk),
        "consequence": supplement.CONSEQUENCE,
        "is_conflict": status == 409,
    }
    if view.problems and request.method == "POST":
        status = 422
    return render(request, f"{place.templates}/form.html", context, status=status)


def _around(place: Place, desk: Desk) -> dict[str, Any]:
    return {
        "desk": desk,
        "case": desk.case,
        "work": desk.work,
        "place": place,
        "fields_template": f"{place.templates}/_fields.html",
        **place.more(desk),
    }


def _view(desk: Desk, *, shown: bool) -> PageView:
    return desk.asking.page(
        desk.work.evaluation, desk.work.filing.answers, show_errors=shown, language=_language()
    )


def _language() -> str:
    return get_language() or "sv"
