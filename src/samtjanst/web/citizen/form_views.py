"""Filling in, page by page; works without a script, better with it."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.capabilities.formkit import present
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import answer, submit
from samtjanst.journey.answer import Work
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing.services import discard as discard_filing
from samtjanst.running.filing.types import FilingState
from samtjanst.web.ui.access import citizen
from samtjanst.web.ui.numbers import whole


@citizen
@require_http_methods(["GET", "POST"])
def start(request: ViewerRequest, slug: str) -> HttpResponse:
    """Start a draft; a GET comes from the login and asks once more."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("citizen:service", args=[slug]))
    filing_id = answer.start(slug=slug, by=_actor(request))
    return HttpResponseRedirect(reverse("citizen:resume", args=[filing_id]))


@citizen
@require_safe
def resume(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Go on where something is missing, or to the check page."""
    actor = _actor(request)
    work = answer.open_work(filing_id=filing_id, by=actor)
    if work.filing.state is FilingState.HANDED_IN:
        return HttpResponseRedirect(reverse("citizen:receipt", args=[filing_id]))
    answer.refresh_facts(filing_id=filing_id, by=actor)
    work = answer.open_work(filing_id=filing_id, by=actor)
    for page_id in work.evaluation.visible_pages:
        if work.evaluation.errors(page_id):
            return HttpResponseRedirect(_page_url(filing_id, page_id))
    return HttpResponseRedirect(reverse("citizen:check", args=[filing_id]))


@citizen
@require_http_methods(["GET", "POST"])
def page(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> HttpResponse:
    """One page of the form."""
    work = _work(request, filing_id, page_id)
    if request.method != "POST":
        shown = "visa-fel" in request.GET
        return _render_page(request, work, page_id, shown=shown)
    return _save(request, work, page_id)


@citizen
@require_POST
def fields(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> HttpResponse:
    """The page's questions as they would be with what is typed now; saves nothing."""
    work = _work(request, filing_id, page_id)
    answers = answer.posted(work, page_id, dict(request.POST.lists()))
    evaluation = answer.with_answers(work, answers)
    view = present.page(work.definition, page_id, evaluation, answers, show_errors=False)
    return render(request, "citizen/_fields.html", {"page": view, "work": work})


@citizen
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Everything that has been answered, and the way to sign it."""
    actor = _actor(request)
    work = answer.open_work(filing_id=filing_id, by=actor)
    if work.filing.state is FilingState.HANDED_IN:
        return HttpResponseRedirect(reverse("citizen:receipt", args=[filing_id]))
    if request.method == "POST":
        try:
            request_id = submit.prepare(filing_id=filing_id, by=actor)
        except InvalidInputError:
            work = answer.open_work(filing_id=filing_id, by=actor)
        else:
            return HttpResponseRedirect(reverse("citizen:signature", args=[request_id]))
    sections = present.summary(work.definition, work.evaluation.values, work.context)
    context = {"work": work, "sections": sections, "problems": _problems(work)}
    status = 422 if request.method == "POST" else 200
    return render(request, "citizen/check.html", context, status=status)


@citizen
@require_http_methods(["GET", "POST"])
def discard(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Throw the draft away, after a question."""
    work = answer.open_work(filing_id=filing_id, by=_actor(request))
    if request.method != "POST":
        return render(request, "citizen/discard.html", {"work": work})
    discard_filing(filing_id=filing_id, by=_actor(request))
    return HttpResponseRedirect(reverse("citizen:my_cases"))


@citizen
@require_safe
def receipt(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """What has come in, exactly when, and what happens next."""
    work = answer.open_work(filing_id=filing_id, by=_actor(request))
    if work.filing.state is not FilingState.HANDED_IN:
        raise NotFoundError
    context = {
        "work": work,
        "room": signing.room_of(("filing", filing_id)),
        "case": cases.case_of_filing(filing_id),
    }
    return render(request, "citizen/receipt.html", context)


def _save(request: ViewerRequest, work: Work, page_id: str) -> HttpResponse:
    actor, data = _actor(request), dict(request.POST.lists())
    revision = whole(request.POST.get("revision", ""), -1)
    try:
        saved = answer.save_page(work=work, page_id=page_id, data=data, revision=revision, by=actor)
    except ConflictError:
        return _conflict(request, work, page_id)
    refused = _take_files(request, work, actor)
    if request.POST.get("remove"):
        question_id, _, file_id = request.POST["remove"].partition(":")
        answer.detach(work=work, question_id=question_id, file_id=file_id, by=actor)
    if refused or "stay" in request.POST or "remove" in request.POST:
        return _again(request, work, page_id, refused)
    if "save" in request.POST:
        return HttpResponseRedirect(reverse("citizen:my_cases"))
    fresh = _fresh(request, work) if request.FILES else saved
    if fresh.evaluation.errors(page_id):
        return _render_page(request, _fresh(request, work), page_id, shown=True)
    return _onward(request, fresh, page_id)


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


def _again(
    request: ViewerRequest, work: Work, page_id: str, refused: dict[str, list[str]]
) -> HttpResponse:
    fresh = _fresh(request, work)
    return _render_page(request, fresh, page_id, refused=refused)


def _conflict(request: ViewerRequest, work: Work, page_id: str) -> HttpResponse:
    # The other tab's answers stand; what was typed here is shown, so that nothing is lost.
    answers = answer.posted(work, page_id, dict(request.POST.lists()))
    evaluation = answer.with_answers(work, answers)
    view = present.page(work.definition, page_id, evaluation, answers, show_errors=False)
    context = {"work": work, "page": view, "is_conflict": True}
    return render(request, "citizen/page.html", context, status=409)


def _onward(request: ViewerRequest, work: Work, page_id: str) -> HttpResponse:
    pages = list(work.evaluation.visible_pages)
    place = pages.index(page_id) if page_id in pages else -1
    if "to_check" in request.POST or place + 1 >= len(pages):
        return HttpResponseRedirect(reverse("citizen:check", args=[work.filing.id]))
    return HttpResponseRedirect(_page_url(work.filing.id, pages[place + 1]))


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
    shown: bool = False,
    refused: dict[str, list[str]] | None = None,
) -> HttpResponse:
    """The page as saved; ``shown`` says whether what is missing or wrong is pointed out."""
    view = present.page(
        work.definition, page_id, work.evaluation, work.filing.answers, show_errors=shown
    )
    problems = [*view.problems, *_pairs(refused or {})]
    pages = list(work.evaluation.visible_pages)
    place = pages.index(page_id)
    context = {
        "work": work,
        "page": view,
        "problems": problems,
        "refused": refused or {},
        "previous": _page_url(work.filing.id, pages[place - 1]) if place else "",
        "to_check": "fran-kontroll" in request.GET,
    }
    return render(
        request,
        "citizen/page.html",
        context,
        status=422 if problems and request.method == "POST" else 200,
    )


def _pairs(refused: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(question_id, text) for question_id, texts in refused.items() for text in texts]


def _problems(work: Work) -> list[tuple[str, str, str]]:
    return [
        (page_id, question_id, text)
        for page_id in work.evaluation.visible_pages
        for question_id, texts in work.evaluation.errors(page_id).items()
        for text in texts
    ]


def _page_url(filing_id: uuid.UUID, page_id: str) -> str:
    return reverse("citizen:page", args=[filing_id, page_id])


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
