"""Partner rooms: opened by a manager, filled by handlers, read and answered from outside."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.journey import partner as journey
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import RoomDraft
from samtjanst.web.handler.given import give_file
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key, to_case
from samtjanst.web.ui.access import staff

_NOTHING = uuid.UUID(int=0)


@staff(Permission.PARTNER_TEND)
@require_http_methods(["GET", "POST"])
def rooms(request: ViewerRequest) -> HttpResponse:
    """The partner rooms of the actor's units: opened and closed."""
    actor = actor_of(request)
    problems: Problems = {}
    if request.method == "POST":
        try:
            if closed := key(request.POST, "stang"):
                services.close_room(room_id=closed, by=actor)
            else:
                services.open_room(new=_draft(request), by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(f"{reverse('handler:partner_rooms')}?sparat")
    units, slug = units_with(actor, Permission.PARTNER_TEND), _slug(request)
    found = tenancy.units()
    context = {
        "rooms": cases.partner_rooms(actor),
        "units": [(one.id, one.name) for one in found if one.id in units],
        "partners": [(one.id, one.name) for one in found],
        "services": [(one.slug, one.title) for one in all_published()],
        "slug": slug,
        "fields": journey.fields(slug),
        "chosen": request.POST.getlist("questions"),
        "posted": request.POST,
        "today": clock.today(),
        "is_saved": "sparat" in request.GET,
        **told(problems),
    }
    return render(request, "handler/partner_rooms.html", context, status=422 if problems else 200)


@staff(Permission.CASE_HANDLE)
@require_POST
def share(request: ViewerRequest, reference: str) -> HttpResponse:
    """Let a room show the case, or no longer."""
    actor = actor_of(request)
    if ended := key(request.POST, "ta_tillbaka"):
        services.take_back_share(reference=reference, share_id=ended, by=actor)
        return to_case(reference, "inte-delat")
    room_id = key(request.POST, "rum") or _NOTHING
    services.share(reference=reference, room_id=room_id, by=actor)
    return to_case(reference, "delat")


@staff(Permission.PARTNER_USE)
@require_safe
def shared(request: ViewerRequest) -> HttpResponse:
    """What the municipality has given to the outside body that the actor belongs to."""
    context = {"shares": cases.shared_with(actor_of(request))}
    return render(request, "handler/partner_list.html", context)


@staff(Permission.PARTNER_USE)
@require_http_methods(["GET", "POST"])
def given(request: ViewerRequest, share_id: uuid.UUID) -> HttpResponse:
    """The chosen fields of one case; say that it has come, and answer."""
    actor = actor_of(request)
    shown = journey.given(share_id=share_id, by=actor)
    problems: Problems = {}
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if request.method == "POST":
        try:
            if "kvittera" in request.POST:
                services.acknowledge(share_id=share_id, by=actor)
            else:
                result = journey.Result(text, _uploads(request), "till_parterna" in request.POST)
                journey.answer(share_id=share_id, result=result, by=actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(reverse("handler:partner_case", args=[share_id]))
    context = {
        "share": shown.share,
        "rows": shown.rows,
        "files": shown.files,
        "text": text,
        "for_parties": request.method != "POST" or "till_parterna" in request.POST,
        **told(problems),
    }
    return render(request, "handler/partner_case.html", context, status=422 if problems else 200)


@staff(Permission.CASE_READ)
@require_safe
def share_file(
    request: ViewerRequest, reference: str, share_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """A file that came with an outside body's answer; ``?visa`` shows it in the browser."""
    actor = actor_of(request)
    info, content = journey.open_file(
        reference=reference, share_id=share_id, file_id=file_id, by=actor
    )
    found = cases.get_case(actor, reference)
    return give_file(request, case=found, info=info, content=content)


def _uploads(request: ViewerRequest) -> list[tuple[str, bytes]]:
    return [(one.name or "", one.read()) for one in request.FILES.getlist("files")]


def _slug(request: ViewerRequest) -> str:
    known = [one.slug for one in all_published()]
    chosen = request.POST.get("slug") or request.GET.get("tjanst", "")
    return chosen if chosen in known else (known or [""])[0]


def _draft(request: ViewerRequest) -> RoomDraft:
    data, slug = request.POST, _slug(request)
    known = {name for name, _label in journey.fields(slug)}
    return RoomDraft(
        unit_id=key(data, "unit") or _NOTHING,
        partner_id=key(data, "partner") or _NOTHING,
        slug=slug,
        name=data.get("name", ""),
        questions=tuple(name for name in data.getlist("questions") if name in known),
        purpose=data.get("purpose", ""),
        until=day(data, "until") or clock.today(),
    )
