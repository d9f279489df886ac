"""Taking down an application for somebody on the telephone, at the counter or on paper."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import inputs, neighbours, present
from samtjanst.capabilities.formkit.present.types import PageView
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import answer, by_phone, represent, submit, take_down
from samtjanst.journey.answer import Work
from samtjanst.journey.take_down import Begun, Finished
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import ON_PAPER, Channel
from samtjanst.web.handler.problems import told
from samtjanst.web.handler.request import actor_of, day, one_of, to_case, whole
from samtjanst.web.handler.ways_in import CHANNELS
from samtjanst.web.ui.access import staff

_FIELDS = ("slug", "number", "name", "told_by", "email", "phone")


@staff(Permission.FILING_TAKE_DOWN)
@require_http_methods(["GET", "POST"])
def start(request: ViewerRequest) -> HttpResponse:
    """For whom, of what and how it came; and what one has begun."""
    actor, problems, data = actor_of(request), {}, request.POST
    if request.method == "POST":
        try:
            filing_id = take_down.begin(begun=_begun(request), by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(reverse("handler:taking", args=[filing_id]))
    context = {
        "services": [(one.slug, one.title) for one in take_down.services(by=actor)],
        "channels": CHANNELS.items(),
        "values": {name: data.get(name, "") for name in (*_FIELDS, "channel")},
        "arrived_on": data.get("arrived_on") or clock.today().isoformat(),
        "today": clock.today(),
        "unfinished": _unfinished(actor),
        **told(problems),
    }
    return render(request, "handler/taking/start.html", context, status=422 if problems else 200)


@staff(Permission.FILING_TAKE_DOWN)
@require_http_methods(["GET"])
def resume(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Go on where something is missing, or to the check page."""
    _taker, work = take_down.opened(filing_id=filing_id, by=actor_of(request))
    left = [one for one in work.evaluation.visible_pages if not _is_done(work, one)]
    return HttpResponseRedirect(_url(work, left[0]) if left else _check_url(work))


@staff(Permission.FILING_TAKE_DOWN)
@require_http_methods(["GET", "POST"])
def page(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> HttpResponse:
    """One page of the form."""
    taker, work = _work(request, filing_id, page_id)
    if request.method != "POST":
        shown = "visa-fel" in request.GET
        return _page(request, work, page_id, new=() if shown else None)
    data = dict(request.POST.lists())
    try:
        saved = _saved(request, work, page_id, taker)
    except ConflictError:
        return _page(request, work, page_id, status=409)
    refused = _take_files(request, work, taker)
    question_id, _, file_id = request.POST.get("remove", "").partition(":")
    if file_id:
        answer.detach(work=work, question_id=question_id, file_id=file_id, by=taker)
    fresh = saved
    if refused or file_id or request.FILES:
        taker, fresh = take_down.opened(filing_id=filing_id, by=actor_of(request))
    if refused:
        return _page(request, fresh, page_id, refused=refused)
    if "stay" in request.POST or file_id:
        return HttpResponseRedirect(request.get_full_path() + _where(request, question_id))
    if not _is_done(fresh, page_id):
        new = inputs.newly_shown(fresh.evaluation, page_id, data)
        return _page(request, fresh, page_id, new=new)
    return HttpResponseRedirect(_next_url(request, fresh, page_id))


@staff(Permission.FILING_TAKE_DOWN)
@require_POST
def fields(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> HttpResponse:
    """Save what is typed now, and show the questions as they are with it (for htmx)."""
    taker, work = _work(request, filing_id, page_id)
    try:
        _saved(request, work, page_id, taker)
    except ConflictError:
        return HttpResponse(status=409)
    _taker, fresh = take_down.opened(filing_id=filing_id, by=actor_of(request))
    context = {"page": _view(fresh, page_id, shown=False), "work": fresh}
    return render(request, "handler/taking/_fields.html", context)


@staff(Permission.FILING_TAKE_DOWN)
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Read it to the person, add the scanned paper, and hand it in."""
    actor, problems = actor_of(request), {}
    if request.method == "POST":
        try:
            reference = take_down.hand_in(
                filing_id=filing_id, finished=_finished(request), by=actor
            )
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "mottagen")
    _taker, work = take_down.opened(filing_id=filing_id, by=actor)
    known = ("seen", "files", "signed_on", "compared")
    context = {
        **_named(work),
        **_checked(work),
        "posted": request.POST,
        "today": clock.today(),
        "has_changed": "seen" in problems,
        **told({name: texts for name, texts in problems.items() if name in known[1:]}),
    }
    return render(request, "handler/taking/check.html", context, status=422 if problems else 200)


@staff(Permission.FILING_TAKE_DOWN)
@require_POST
def discard(request: ViewerRequest, filing_id: uuid.UUID) -> HttpResponse:
    """Throw it away."""
    take_down.discard(filing_id=filing_id, by=actor_of(request))
    return HttpResponseRedirect(reverse("handler:take_down"))


def _begun(request: ViewerRequest) -> Begun:
    data = request.POST
    given = {name: data.get(name, "") for name in _FIELDS}
    channel = one_of(data, "channel", Channel)
    return Begun(channel=channel, arrived_on=day(data, "arrived_on"), **given)


def _finished(request: ViewerRequest) -> Finished:
    data = request.POST
    uploads = request.FILES.getlist("files")
    return Finished(
        read=data.get("seen", ""),
        signed_on=(day(data, "signed_on") or clock.today()) if "is_signed" in data else None,
        has_seen="compared" in data,
        uploads=[(one.name or "", one.read()) for one in uploads],
    )


def _unfinished(actor: Actor) -> list[tuple[Any, str, str, Any]]:
    found = filings.taken_down(actor)
    names = identities_of(one.citizen_id for one in found)
    return [
        (one, definition_of(one.version_id).title.to("sv"), _name(names[one.citizen_id]), way)
        for one in found
        for way in [CHANNELS[one.channel]]
    ]


def _name(who: Any) -> str:
    return "" if who.is_protected else who.name


def _work(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> tuple[Actor, Work]:
    taker, work = take_down.opened(filing_id=filing_id, by=actor_of(request))
    if page_id not in work.evaluation.visible_pages:
        raise NotFoundError
    return taker, work


def _saved(request: ViewerRequest, work: Work, page_id: str, taker: Actor) -> Work:
    return answer.save_page(
        work=work,
        page_id=page_id,
        data=dict(request.POST.lists()),
        revision=whole(request.POST, "revision", -1),
        by=taker,
    )


def _take_files(request: ViewerRequest, work: Work, taker: Actor) -> dict[str, list[str]]:
    refused: dict[str, list[str]] = {}
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            content, called = upload.read(), upload.name or ""
            try:
                answer.attach(work=work, question_id=name, name=called, content=content, by=taker)
            except InvalidInputError as error:
                refused.setdefault(name, []).extend(error.problems[name])
    return refused


def _where(request: ViewerRequest, removed_from: str) -> str:
    first, _, rest = request.POST.get("stay", "").partition(":")
    return f"#f-{removed_from or rest.partition(':')[0] or first}"


def _next_url(request: ViewerRequest, work: Work, page_id: str) -> str:
    pages = list(work.evaluation.visible_pages)
    place = pages.index(page_id) + 1 if page_id in pages else len(pages)
    if "to_check" in request.POST or place >= len(pages):
        return _check_url(work)
    return _url(work, pages[place])


def _page(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest,
    work: Work,
    page_id: str,
    *,
    new: tuple[str, ...] | None = None,
    refused: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as saved; nothing that is missing or wrong is pointed out while ``new`` is None."""
    view = _view(work, page_id, shown=new is not None, spare=new or ()).refusing(refused or {})
    pages = list(work.evaluation.visible_pages)
    place = pages.index(page_id)
    context = {
        **_named(work),
        "page": view,
        "problems": view.problems,
        "previous": _url(work, pages[place - 1]) if place else "",
        "to_check": "fran-kontroll" in request.GET,
        "is_conflict": status == 409,
    }
    if view.problems and request.method == "POST" and status == 200:
        status = 422
    return render(request, "handler/taking/page.html", context, status=status)


def _view(work: Work, page_id: str, *, shown: bool, spare: tuple[str, ...] = ()) -> PageView:
    return present.page(
        work.definition,
        page_id,
        work.evaluation,
        work.filing.answers,
        show_errors=shown,
        language=_language(work),
        spare=spare,
    )


def _named(work: Work) -> dict[str, Any]:
    applicant = work.filing.facts["applicant"]
    return {
        "work": work,
        "title": work.definition.title.filled(work.context.parameters, _language(work)),
        "spoken": _language(work),
        "who": "" if applicant["protected"] else applicant["name"],
        "how": represent.taken_down_in(work.filing.facts),
    }


def _checked(work: Work) -> dict[str, Any]:
    is_complete, language = work.evaluation.complete, _language(work)
    context = represent.context_of(work)
    wrong = [
        (_url(work, page_id), question_id, text)
        for page_id in work.evaluation.visible_pages
        for question_id, texts in work.evaluation.errors(page_id, language).items()
        for text in texts
    ]
    stops = [
        (_url(work, s.page_id), "stopp", s.message.filled(work.context.parameters, language))
        for s in work.evaluation.stops
    ]
    titles = [
        (_url(work, one), work.definition.page(one).title.filled(work.context.parameters, language))
        for one in work.evaluation.visible_pages
    ]
    return {
        "sections": present.summary(work.definition, work.evaluation.values, context, language),
        "left": [*wrong, *stops],
        "pages": titles,
        "previous": titles[-1][0],
        "plan": submit.parties(work) if is_complete else None,
        "beside": neighbours.designation(work.definition, work.evaluation) if is_complete else "",
        "seen": submit.seen(work) if is_complete else "",
        "is_signed": work.definition.signing.is_signed,
        "is_paper": take_down.channel_of(work) in ON_PAPER,
        "is_call": take_down.channel_of(work) is Channel.PHONE,  # nothing on paper, then
        "can_call": by_phone.is_offered(work),
    }


def _is_done(work: Work, page_id: str) -> bool:
    stopped = any(stop.page_id == page_id for stop in work.evaluation.stops)
    return not (stopped or work.evaluation.errors(page_id))


def _url(work: Work, page_id: str) -> str:
    return reverse("handler:taking_page", args=[work.filing.id, page_id])


def _check_url(work: Work) -> str:
    return reverse("handler:taking_check", args=[work.filing.id])


def _language(work: Work) -> str:
    return work.definition.spoken(get_language() or "sv")
