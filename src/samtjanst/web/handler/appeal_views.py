"""Appeals: registered, judged, reconsidered, handed over."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import appeal as journey
from samtjanst.journey import court, paper_meter, post
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import PaperKind
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key, to_case
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download
from samtjanst.web.ui.letters import posted


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def register(request: ViewerRequest, reference: str) -> HttpResponse:
    """Register an appeal that came on paper or by e-mail."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    if not journey.can_be_appealed(found):
        raise NotFoundError
    problems: Problems = {}
    text, uploads = posted(request)
    if request.method == "POST":
        try:
            journey.register(
                reference=reference,
                citizen_id=key(request.POST, "to") or uuid.UUID(int=0),
                text=text,
                received_on=day(request.POST, "received_on"),
                uploads=uploads,
                by=actor,
            )
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "overklagande")
    context = {
        "case": found,
        "to": [(ROLES.get(p.role, p.role), p) for p in found.parties],
        "received_on": request.POST.get("received_on", clock.today().isoformat()),
        "text": text,
        **told(problems),
    }
    status = 422 if problems else 200
    return render(request, "handler/register_appeal.html", context, status=status)


@staff(Permission.CASE_DECIDE)
@require_http_methods(["GET", "POST"])
def appeal(request: ViewerRequest, reference: str, appeal_id: uuid.UUID) -> HttpResponse:
    """One appeal, and the step that comes next."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    shown = next((one for one in cases.appeals_of(found.id) if one.id == appeal_id), None)
    if shown is None:
        raise NotFoundError
    problems: Problems = {}
    if request.method == "POST":
        try:
            _act(request, reference, appeal_id, actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return to_case(reference, "overklagande-steg")
    name = next((p.name for p in found.parties if p.citizen_id == shown.citizen_id), "")
    context = {
        "case": found,
        "appeal": shown,
        "name": name,
        "posted": request.POST,
        "decision": cases.decision_of(found.id),
        "by_post": post.posted(found),
        **told(problems),
    }
    return render(request, "handler/appeal.html", context, status=422 if problems else 200)


@staff(Permission.CASE_DECIDE)
@require_safe
def court_file(request: ViewerRequest, reference: str, appeal_id: uuid.UUID) -> HttpResponse:
    """What the court gets, as one file in order."""
    actor = actor_of(request)
    content = court.file(reference=reference, appeal_id=appeal_id, by=actor)
    found = cases.get_case(actor, reference)
    kind = PaperKind.DOWNLOAD
    paper_meter.count_file(
        case=found, content=content, content_type="application/pdf", kind=kind, by=actor
    )
    return download(content, f"{reference}-till-domstol.pdf", "application/pdf")


def _act(request: ViewerRequest, reference: str, appeal_id: uuid.UUID, by: Actor) -> None:
    data = request.POST
    if "in_time" in data or "too_late" in data:
        learned_on, rejection = day(data, "learned_on"), data.get("rejection", "")
        if learned_on is None:
            raise InvalidInputError({"learned_on": [_("Ange när parten fick del av beslutet.")]})
        if "too_late" in data and not rejection.strip():
            raise InvalidInputError({"rejection": [_("Skriv varför överklagandet avvisas.")]})
        journey.judge_time(
            reference=reference,
            appeal_id=appeal_id,
            learned_on=learned_on,
            rejection=rejection if "too_late" in data else "",
            by=by,
            is_sure="is_sure" in data,
        )
    elif "keep" in data:
        journey.keep_decision(
            reference=reference,
            appeal_id=appeal_id,
            text=data.get("text", "").replace("\r\n", "\n"),
            by=by,
        )
    elif "hand_over" in data:
        journey.hand_to_court(
            reference=reference, appeal_id=appeal_id, court=data.get("court", ""), by=by
        )
    elif "withdraw" in data:
        journey.withdraw(reference=reference, appeal_id=appeal_id, by=by)
    else:
        raise NotFoundError
