"""Filling in, page by page; works without a script, better with it."""

import uuid
from functools import partial
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.capabilities.fees.queries import order_about
from samtjanst.capabilities.formkit import inputs, present
from samtjanst.capabilities.formkit.own_messages import Moment
from samtjanst.capabilities.formkit.present.types import PageView
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import answer, colleagues
from samtjanst.journey import take_up as take_back
from samtjanst.journey.answer import Work
from samtjanst.journey.signatories import reached, room_for_citizens
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing.queries import my_filings
from samtjanst.running.filing.types import FilingState
from samtjanst.web.citizen.interrupted import is_back, keep_what_was_sent, with_what_was_sent
from samtjanst.web.citizen.representing import for_whom, wish_of
from samtjanst.web.citizen.work import SIGNED, STOP, language_of, named, page_url, said
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.numbers import whole


@citizen
@require_http_methods(["GET", "POST"])
def start(request: ViewerRequest, slug: str) -> HttpResponse:
    """What comes now, and what one has begun already; a POST starts a draft."""
    actor, problems = _actor(request), {}
    if request.method == "POST":
        try:
            filing_id = answer.start(slug=slug, by=actor, wish=wish_of(request))
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(reverse("citizen:resume", args=[filing_id]))
    found = colleagues.shown(slug, by=actor)
    context = {
        "slug": slug,
        **for_whom(request, found.definition, problems),
        "about": present.about(found.definition, found.parameters, language_of(found.definition)),
        "drafts": [f for f in my_filings(actor) if f.slug == slug and f.state not in SIGNED],
    }
    return render(request, "citizen/start.html", context, status=422 if problems else 200)


@citizen
@require_safe
def resume(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Go on where something is missing, or to the check page."""
    actor = _actor(request)
    work = answer.open_work(filing_id=filing_id, by=actor)
    if work.filing.state in SIGNED:
        return HttpResponseRedirect(reverse("citizen:receipt", args=[filing_id]))
    if work.filing.newer_id:
        return HttpResponseRedirect(reverse("citizen:moved", args=[filing_id]))
    answer.refresh_facts(filing_id=filing_id, by=actor)
    work = answer.open_work(filing_id=filing_id, by=actor)
    for page_id in work.evaluation.visible_pages:
        if not _is_done(work, page_id):
            return HttpResponseRedirect(page_url(filing_id, page_id))
    return HttpResponseRedirect(reverse("citizen:check", args=[filing_id]))


@citizen
@require_safe
def overview(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """The draft as a list of what is done and what is left."""
    work = answer.open_work(filing_id=filing_id, by=_actor(request))
    if work.filing.state in SIGNED:
        return HttpResponseRedirect(reverse("citizen:receipt", args=[filing_id]))
    if work.filing.newer_id:
        return HttpResponseRedirect(reverse("citizen:moved", args=[filing_id]))
    context = {
        "work": work,
        **named(work),
        "pages": [_progress(work, page_id) for page_id in work.evaluation.visible_pages],
        "is_complete": work.evaluation.complete,
        "is_signed": work.definition.signing.is_signed,
        "own_words": said(work.definition, work.context, Moment.DRAFT),
    }
    return render(request, "citizen/overview.html", context)


@partial(citizen, lapsed=keep_what_was_sent)
@require_http_methods(["GET", "POST"])
def page(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> HttpResponse:
    """One page of the form."""
    work = _work(request, filing_id, page_id)
    if request.method != "POST":
        if work.filing.state is FilingState.SIGNED:
            return HttpResponseRedirect(reverse("citizen:receipt", args=[filing_id]))
        shown = "visa-fel" in request.GET
        asked = answer.shown(work=work, page_id=page_id, by=_actor(request))
        told = with_what_was_sent(asked, page_id)
        return _render_page(request, told, page_id, new=() if shown else None)
    return _save(request, work, page_id)


@partial(citizen, lapsed=keep_what_was_sent)
@require_POST
def fields(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> HttpResponse:
    """Save what is typed now, and show the questions as they are with it (for htmx)."""
    work = _work(request, filing_id, page_id)
    data = dict(request.POST.lists())
    try:
        answer.save_page(
            work=work, page_id=page_id, data=data, revision=_revision(request), by=_actor(request)
        )
    except ConflictError:
        return HttpResponse(status=409)
    fresh = _fresh(request, work)
    view = _view(fresh, page_id, shown=False)
    return render(request, "citizen/_fields.html", {"page": view, "work": fresh})


@citizen
@require_http_methods(["GET", "POST"])
def discard(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Throw the draft away, after a question."""
    work = answer.open_work(filing_id=filing_id, by=_actor(request))
    if request.method != "POST":
        return render(request, "citizen/discard.html", {"work": work, **named(work)})
    take_back.discard(filing_id=filing_id, by=_actor(request))
    return HttpResponseRedirect(reverse("citizen:my_cases"))


@citizen
@require_http_methods(["GET", "POST"])
def take_up(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Change what has been signed and not handed in, after a warning: signatures become void."""
    work = answer.open_work(filing_id=filing_id, by=_actor(request))
    if work.filing.state is not FilingState.SIGNED:
        return HttpResponseRedirect(reverse("citizen:resume", args=[filing_id]))
    if request.method != "POST":
        room = room_for_citizens(("filing", filing_id))
        context = {"work": work, **named(work), "room": room, "reached": reached(room)}
        return render(request, "citizen/take_up.html", context)
    take_back.take_up(filing_id=filing_id, by=_actor(request))
    return HttpResponseRedirect(reverse("citizen:overview", args=[filing_id]))


@citizen
@require_safe
def receipt(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """What has come in, exactly when, and what happens next."""
    work = answer.open_work(filing_id=filing_id, by=_actor(request))
    if work.filing.state not in SIGNED:
        raise NotFoundError
    case = cases.case_of_filing(filing_id)
    order = order_about(("filing", filing_id)) if work.definition.fee else None
    if order and (order.is_open or case is None):
        return HttpResponseRedirect(reverse("citizen:pay", args=[order.id]))
    room = room_for_citizens(("filing", filing_id))
    context = {
        "work": work,
        **named(work),
        "room": room,
        "reached": reached(room),
        "case": case,
        "order": order,
        "own_words": "" if case else said(work.definition, work.context, Moment.OWN_SPACE),
    }
    return render(request, "citizen/receipt.html", context)


def _save(request: ViewerRequest, work: Work, page_id: str) -> HttpResponse:
    actor, data = _actor(request), dict(request.POST.lists())
    revision = _revision(request)
    try:
        saved = answer.save_page(work=work, page_id=page_id, data=data, revision=revision, by=actor)
    except ConflictError:
        return _conflict(request, work, page_id)
    refused = _take_files(request, work, actor)
    question_id, _, file_id = request.POST.get("remove", "").partition(":")
    if file_id:
        answer.detach(work=work, question_id=question_id, file_id=file_id, by=actor)
    if refused:
        return _render_page(request, _fresh(request, work), page_id, refused=refused)
    if elsewhere := _elsewhere(request, saved, question_id if file_id else ""):
        return HttpResponseRedirect(elsewhere)
    fresh = _fresh(request, work) if request.FILES else saved
    lists = answer.has_new_list(work, saved, page_id)
    if lists or not _is_done(fresh, page_id):
        new = (*inputs.newly_shown(fresh.evaluation, page_id, data), *lists)
        return _render_page(request, _fresh(request, work), page_id, new=new)
    return _onward(request, fresh, page_id)


def _elsewhere(request: ViewerRequest, saved: Work, removed_from: str) -> str:
    """Where to, when the person does not simply go on from what she saved; empty otherwise."""
    if saved.filing.newer_id:
        # The page was open while the e-service was changed: what was typed is kept, and told.
        return reverse("citizen:moved", args=[saved.filing.id])
    if "stay" in request.POST or removed_from:
        # Back to the question that was worked on; a reload of the page sends nothing again.
        # "stay" is a question, or what to do with its rows: "add:question", "remove:question:row".
        first, _, rest = request.POST.get("stay", "").partition(":")
        at = removed_from or rest.partition(":")[0] or first
        return f"{request.get_full_path()}#f-{quote(at)}"
    return reverse("citizen:my_cases") if "save" in request.POST else ""


def _revision(request: ViewerRequest) -> int:
    return whole(request.POST.get("revision", ""), -1)


def _take_files(request: ViewerRequest, work: Work, actor: Actor) -> dict[str, list[str]]:
    refused: dict[str, list[str]] = {}
    for question_id, uploads in request.FILES.lists():
        for upload in uploads:
            try:
                answer.attach(
                    work=work,
                    question_id=question_id,
                    name=upload.name or "",
                    content=upload.read(),
                    by=actor,
                )
            except InvalidInputError as error:
                refused.setdefault(question_id, []).extend(error.problems[question_id])
    return refused


def _conflict(request: ViewerRequest, work: Work, page_id: str) -> HttpResponse:
    # The other tab's answers stand; what was typed here is shown, so that nothing is lost.
    answers = answer.posted(work, page_id, dict(request.POST.lists()))
    evaluation = answer.with_answers(work, answers)
    view = present.page(
        work.definition,
        page_id,
        evaluation,
        answers,
        show_errors=False,
        language=language_of(work.definition),
    )
    context = {"work": work, **named(work), "page": view, "is_conflict": True}
    return render(request, "citizen/page.html", context, status=409)


def _onward(request: ViewerRequest, work: Work, page_id: str) -> HttpResponse:
    pages = list(work.evaluation.visible_pages)
    place = pages.index(page_id) if page_id in pages else -1
    if "to_check" in request.POST or place + 1 >= len(pages):
        return HttpResponseRedirect(reverse("citizen:check", args=[work.filing.id]))
    return HttpResponseRedirect(page_url(work.filing.id, pages[place + 1]))


def _fresh(request: ViewerRequest, work: Work) -> Work:
    return answer.open_work(filing_id=work.filing.id, by=_actor(request))


def _work(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> Work:
    work = answer.open_work(filing_id=filing_id, by=_actor(request))
    if page_id not in work.evaluation.visible_pages:
        raise NotFoundError
    return work


def _render_page(
    request: HttpRequest,
    work: Work,
    page_id: str,
    *,
    new: tuple[str, ...] | None = None,
    refused: dict[str, list[str]] | None = None,
) -> HttpResponse:
    """The page as saved; nothing that is missing or wrong is pointed out while ``new`` is None.

    What is ``new`` has been asked by nobody yet: it is not wrong, and that it has come is told.
    """
    shown = new is not None
    view = _view(work, page_id, shown=shown, spare=new or ()).refusing(refused or {})
    stops = tuple((STOP, told) for told, _instead in view.stops) if shown else ()
    problems = (*view.problems, *stops)
    pages = list(work.evaluation.visible_pages)
    place = pages.index(page_id)
    context = {
        "work": work,
        **named(work),
        "page": view,
        "problems": problems,
        "has_new": bool(new),
        "previous": page_url(work.filing.id, pages[place - 1]) if place else "",
        "to_check": "fran-kontroll" in request.GET,
        "is_back": request.method == "GET" and is_back(work, page_id),
    }
    status = 422 if problems and request.method == "POST" else 200
    return render(request, "citizen/page.html", context, status=status)


def _view(work: Work, page_id: str, *, shown: bool, spare: tuple[str, ...] = ()) -> PageView:
    return present.page(
        work.definition,
        page_id,
        work.evaluation,
        work.filing.answers,
        show_errors=shown,
        language=language_of(work.definition),
        spare=spare,
    )


def _progress(work: Work, page_id: str) -> dict[str, str]:
    """A page's title and whether it is done, begun or untouched."""
    found = work.definition.page(page_id)
    is_begun = any(work.filing.answers.get(question.id) for question in found.questions)
    state = "begun" if is_begun else "new"
    return {
        "id": page_id,
        "title": found.title.filled(work.context.parameters, language_of(work.definition)),
        "state": "done" if _is_done(work, page_id) else state,
    }


def _is_done(work: Work, page_id: str) -> bool:
    """Whether nothing on the page is missing or wrong, and nothing stops at it."""
    stopped = any(stop.page_id == page_id for stop in work.evaluation.stops)
    return not (stopped or work.evaluation.errors(page_id))


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
