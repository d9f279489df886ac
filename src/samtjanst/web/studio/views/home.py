"""The municipality's e-services; new ones, copies, files in and out."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.queries.files import file_of
from samtjanst.building.definitions.services import files
from samtjanst.building.definitions.services import workshop as verbs
from samtjanst.capabilities.formkit import problems
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.tenancy.queries import units
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.web.studio.fields import Field, options, read_line
from samtjanst.web.studio.frame import actor_of
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download

LARGEST_FILE = 10_000_000


@staff(Permission.ESERVICE_READ)
@require_safe
def home(request: ViewerRequest) -> HttpResponse:
    """Every e-service with its state."""
    rows = workshop.services(actor_of(request))
    context = {
        "rows": [row for row in rows if not row.is_archived],
        "archived": [row for row in rows if row.is_archived],
    }
    return render(request, "studio/home.html", context)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def create(request: ViewerRequest) -> HttpResponse:
    """A new e-service, blank or as a copy."""
    actor = actor_of(request)
    if request.method != "POST":
        return _create_page(request, {})
    source, number = request.POST.get("copy", "").rpartition(":")[::2]
    document = None
    if source and number.isdecimal():
        document = workshop.version(actor, source, int(number)).document
    try:
        slug = verbs.create(
            title=read_line(request.POST, "title"),
            unit_id=unit_id(request),
            document=document,
            by=actor,
        )
    except InvalidInputError as error:
        return _create_page(request, error.problems, status=422)
    return HttpResponseRedirect(reverse("studio:editor", args=[slug]))


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def take_in(request: ViewerRequest) -> HttpResponse:
    """A new e-service from a file."""
    if request.method != "POST":
        return _take_in_page(request, (), {})
    try:
        slug = files.take_in(
            text=file_text(request), unit_id=unit_id(request), by=actor_of(request)
        )
    except DefinitionError as error:
        return _take_in_page(request, error.problems, {}, status=422)
    except InvalidInputError as error:
        return _take_in_page(request, (), error.problems, status=422)
    return HttpResponseRedirect(reverse("studio:editor", args=[slug]))


@staff(Permission.ESERVICE_READ)
@require_safe
def export(request: ViewerRequest, slug: str) -> HttpResponse:
    """The draft and its tests as a file; the newest version when there is no draft."""
    number = request.GET.get("version", "")
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else None
    text = file_of(actor_of(request), slug, wanted)
    return download(text.encode(), f"{slug}.json", "application/json")


@staff(Permission.ESERVICE_BUILD)
@require_POST
def start(request: ViewerRequest, slug: str) -> HttpResponse:
    """Begin the next version."""
    number = request.POST.get("number", "")
    verbs.start_draft(
        slug=slug, number=int(number) if number.isdecimal() else None, by=actor_of(request)
    )
    return HttpResponseRedirect(reverse("studio:editor", args=[slug]))


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def discard(request: ViewerRequest, slug: str) -> HttpResponse:
    """Throw the draft away, after a question."""
    draft = workshop.draft_of(actor_of(request), slug)
    if request.method != "POST":
        return render(request, "studio/discard.html", {"draft": draft})
    verbs.discard_draft(slug=slug, by=actor_of(request))
    return HttpResponseRedirect(reverse("studio:home"))


def unit_id(request: HttpRequest) -> uuid.UUID:
    """The chosen unit; one that nobody has when what was posted is no key."""
    try:
        return uuid.UUID(request.POST.get("unit", ""))
    except ValueError:
        return uuid.UUID(int=0)


def unit_field(request: HttpRequest, chosen: str, errors: list[str]) -> Field:
    """The choice of unit."""
    known = [(str(unit.id), unit.name) for unit in units()]
    picked = request.POST.get("unit", chosen) or (known[0][0] if len(known) == 1 else "")
    return Field(
        "unit",
        _("Enhet som tar emot ärendena"),
        "one_of",
        choices=options(known, picked, none=_("Välj enhet")),
        errors=tuple(errors),
    )


def file_text(request: HttpRequest) -> str:
    """The text of an uploaded file.

    Raises:
        InvalidInputError: none.
        DefinitionError: too large, or no text.
    """
    upload = request.FILES.get("file")
    if upload is None:
        raise InvalidInputError({"file": [_("Välj en fil.")]})
    if (upload.size or 0) > LARGEST_FILE:
        raise DefinitionError((Problem("", 0, problems.TOO_LARGE),))
    try:
        return bytes(upload.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError((Problem("", 0, problems.NOT_TEXT),)) from error


def _create_page(
    request: ViewerRequest, problems: dict[str, list[str]], status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    sources = [
        (f"{row.slug}:{row.published_number}", f"{row.title}, version {row.published_number}")
        for row in workshop.services(actor)
        if row.published_number
    ]
    chosen = request.POST.get("copy", request.GET.get("copy", ""))
    fields = [
        Field(
            "title",
            _("Vad heter e-tjänsten?"),
            value=request.POST.get("title", ""),
            help=_("Börja gärna med vad den är: Ansökan om …, Anmälan av …, Beställning av …"),
            errors=tuple(problems.get("title", ())),
        ),
        unit_field(request, "", problems.get("unit", [])),
        Field(
            "copy",
            _("Utgå från"),
            "one_of",
            choices=options(sources, chosen, none=_("En tom e-tjänst")),
        ),
    ]
    context = {"fields": fields, "problems": pairs(problems)}
    return render(request, "studio/create.html", context, status=status)


def _take_in_page(
    request: ViewerRequest,
    faults: tuple[Problem, ...],
    problems: dict[str, list[str]],
    status: int = 200,
) -> HttpResponse:
    context = {
        "unit": unit_field(request, "", problems.get("unit", [])),
        "file_errors": problems.get("file", []),
        "faults": faults[:50],
        "more": max(0, len(faults) - 50),
        "problems": pairs(problems),
    }
    return render(request, "studio/import.html", context, status=status)


def pairs(problems: dict[str, list[str]]) -> list[tuple[str, str]]:
    """For the summary of errors: field and text."""
    return [(field, text) for field, texts in problems.items() for text in texts]
