"""Messages with the parties of a case."""

import uuid
from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.journey import letters as journey
from samtjanst.journey.letters import Filled
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, LetterView
from samtjanst.running.filing.types import Channel
from samtjanst.web.handler.given import SHOWN, give_file
from samtjanst.web.handler.request import actor_of, key
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.handler.ways_in import CHANNELS
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.letters import posted, sent


@dataclass(frozen=True, slots=True)
class _Line:
    """A message as it is listed, with what the channel that it came by is called."""

    letter: LetterView
    files: tuple[FileInfo, ...]
    channel: Promise | str


def _channel(letter: LetterView) -> Promise | str:
    return CHANNELS[Channel(letter.channel)] if letter.channel else ""


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def letters(request: ViewerRequest, reference: str) -> HttpResponse:
    """Read what has been written, and write; from a template if wanted."""
    actor = actor_of(request)
    found = cases.read_case(actor, reference)
    if request.method != "POST":
        return _page(request, found, None, Filled(""))
    to, (text, uploads) = key(request.POST, "to"), posted(request)
    if "use" in request.POST:
        return _page(request, found, to, _begun(found, text, to, request.POST["use"], actor))
    try:
        journey.write_later(
            reference=reference, citizen_id=to, text=text, uploads=uploads, by=actor
        )
    except InvalidInputError as error:
        return _page(request, found, to, Filled(text), error.problems)
    return sent(reverse("handler:letters", args=[reference]))


@staff(Permission.CASE_HANDLE)
@require_POST
def take_back(request: ViewerRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """Take back what has not left the house; the text stands in the form again."""
    actor = actor_of(request)
    found = cases.read_case(actor, reference)
    try:
        text = journey.take_back(reference=reference, letter_id=letter_id, by=actor)
    except ConflictError:
        return HttpResponseRedirect(f"{reverse('handler:letters', args=[reference])}?for-sent")
    return _page(request, found, None, Filled(text), is_taken_back=True)


@staff(Permission.CASE_HANDLE)
@require_safe
def file(
    request: ViewerRequest, reference: str, letter_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """A file of a message; ``?visa`` shows it in the browser."""
    actor = actor_of(request)
    found = cases.read_case(actor, reference)
    info, content = journey.open_file(found, letter_id, file_id, by=actor)
    return give_file(request, case=found, info=info, content=content)


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def templates(request: ViewerRequest) -> HttpResponse:
    """The texts that the actor's units start messages from: read, written, replaced, taken away."""
    actor = actor_of(request)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _change(request, actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(f"{reverse('handler:letter_templates')}?sparat")
    units = units_with(actor, Permission.CASE_HANDLE)
    context = {
        "templates": cases.letter_templates(actor),
        "units": [(one.id, one.name) for one in tenancy.units() if one.id in units],
        "slots": [f"{{{name}}}" for name in journey.SLOTS],
        "name": request.POST.get("name", ""),
        "text": request.POST.get("text", ""),
        "errors": problems,
        "problems": [(name, text) for name, texts in problems.items() for text in texts],
        "is_saved": "sparat" in request.GET,
    }
    status = 422 if problems else 200
    return render(request, "handler/letter_templates.html", context, status=status)


def _change(request: ViewerRequest, actor: Actor) -> None:
    if removed := key(request.POST, "ta_bort"):
        services.remove_letter_template(template_id=removed, by=actor)
        return
    services.put_letter_template(
        unit_id=key(request.POST, "unit") or uuid.UUID(int=0),
        name=request.POST.get("name", ""),
        text=request.POST.get("text", "").replace("\r\n", "\n"),
        by=actor,
    )


def _begun(case: CaseView, text: str, to: uuid.UUID | None, template: str, actor: Actor) -> Filled:
    """What has been written already, and then the template; nonsense adds nothing."""
    held = {str(one.id): one.text for one in cases.letter_templates(actor, case.unit_id)}
    filled = journey.filled(case, held.get(template, ""), to)
    return replace(filled, text="\n\n".join(t for t in (text.strip(), filled.text) if t))


def _page(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest,
    case: CaseView,
    to: uuid.UUID | None,
    filled: Filled,
    problems: dict[str, list[str]] | None = None,
    *,
    is_taken_back: bool = False,
) -> HttpResponse:
    actor, faults = actor_of(request), problems or {}
    told = journey.shown(case=case, by=actor, with_waiting=True)
    services.mark_read(case_id=case.id, by=actor)
    context = {
        "case": case,
        "letters": [_Line(one.letter, one.files, _channel(one.letter)) for one in told],
        "to": [(ROLES.get(p.role, p.role), p) for p in journey.recipients(case)],
        "chosen": to,
        "templates": cases.letter_templates(actor, case.unit_id),
        "text": filled.text,
        "empty": filled.empty,
        "errors": faults,
        "problems": [(name, text) for name, texts in faults.items() for text in texts],
        "is_sent": "skickat" in request.GET,
        "shown_inline": SHOWN,
        "is_late": "for-sent" in request.GET,
        "is_taken_back": is_taken_back,
        "waiting": [one.letter.leaves_at for one in reversed(told) if one.letter.leaves_at],
        "reachable": [party.citizen_id for party in journey.recipients(case)],
        "now": clock.now(),
    }
    return render(request, "handler/letters.html", context, status=422 if faults else 200)
