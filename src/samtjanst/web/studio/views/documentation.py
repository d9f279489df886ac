"""The documentation of an e-service: always made from what stands in it now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.queries.files import file_of
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.documentation import documentation
from samtjanst.capabilities.formkit.documented import Documentation, Known
from samtjanst.capabilities.formkit.editing.sketch import has_questions, sketch
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.tenancy.queries import current
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.queries.delays import usual_time
from samtjanst.running.cases.queries.process import times_in_statuses
from samtjanst.running.filing.queries import usual_filling
from samtjanst.running.handoff.queries import receivers
from samtjanst.web.studio import documenting
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download

FORMS = ("pdf", "html", "zip")
NAMES = {"sv": "dokumentation", "en": "documentation"}


@dataclass(frozen=True, slots=True)
class _Source:
    """What is documented: the draft, or version ``number`` where there is no draft."""

    slug: str
    document: dict[str, Any]
    draft: OpenDraft | None
    number: int | None


@staff(Permission.ESERVICE_READ)
@require_safe
def page(request: ViewerRequest, slug: str) -> HttpResponse:
    """On the screen."""
    source = _source(request, slug)
    language = _language(request, source)
    found = _made(request, source, language)
    base = frame(request, source.draft, "documentation") if source.draft else {}
    context = base | {
        "slug": slug,
        "number": source.number,
        "language": language,
        "speaks_english": _speaks_english(source),
        "is_faulty": has_questions(source.document),
    }
    if found:
        context |= documenting.context(found)
    return render(request, "studio/documentation.html", context)


@staff(Permission.ESERVICE_READ)
@require_safe
def file(request: ViewerRequest, slug: str, form: str) -> HttpResponse:
    """As a file: PDF, a page that stands alone, or everything in a package."""
    source = _source(request, slug)
    language = _language(request, source)
    found = _made(request, source, language)
    if found is None or form not in FORMS:
        raise NotFoundError
    if form == "zip":
        return _package(request, source)
    name = NAMES[language]
    if form == "html":
        return download(documenting.html(found).encode(), f"{slug}-{name}.html", "text/html")
    return download(_printed(found), f"{slug}-{name}.pdf", "application/pdf")


def _package(request: ViewerRequest, source: _Source) -> HttpResponse:
    """The e-service with its documentation in every language that it speaks."""
    files: dict[str, bytes] = {}
    for language in ("sv", "en") if _speaks_english(source) else ("sv",):
        if found := _made(request, source, language):
            name = NAMES[language]
            files[f"{name}.html"] = documenting.html(found).encode()
            files[f"{name}.pdf"] = _printed(found)
    definition = file_of(actor_of(request), source.slug, source.number)
    whole = documenting.package(source.slug, definition, files)
    return download(whole, f"{source.slug}.zip", "application/zip")


def _printed(found: Documentation) -> bytes:
    home = current()
    return documenting.pdf(found, home.name, home.colour, clock.now())


def _speaks_english(source: _Source) -> bool:
    definition = sketch(source.document)
    return definition is not None and definition.spoken("en") == "en"


def _language(request: ViewerRequest, source: _Source) -> str:
    """English when it is asked for and the e-service speaks it throughout."""
    return "en" if request.GET.get("sprak") == "en" and _speaks_english(source) else "sv"


def _source(request: ViewerRequest, slug: str) -> _Source:
    actor = actor_of(request)
    text = request.GET.get("version", "")
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    draft = None if wanted else workshop.find_draft(actor, slug)
    if draft:
        return _Source(slug, draft.document, draft, None)
    known = workshop.versions(actor, slug)
    number = wanted or (known[0].number if known else 0)
    return _Source(slug, workshop.version(actor, slug, number).document, None, number)


def _made(request: ViewerRequest, source: _Source, language: str) -> Documentation | None:
    """The documentation, or None of a draft that has nothing to tell yet."""
    definition = sketch(source.document)
    if definition is None:
        return None
    with translation.override(language):
        return documentation(definition, _known(request, source), language)


def _known(request: ViewerRequest, source: _Source) -> Known:
    service = workshop.e_service(actor_of(request), source.slug)
    took, filled = usual_time(source.slug), usual_filling(source.slug)
    version = _("Version %(n)s") % {"n": source.number} if source.number else _("Utkast")
    return Known(
        municipality=current().name,
        version=version,
        owner=service.owner.name if service.owner else "",
        filled=filled.count if filled else 0,
        fill_half=filled.half if filled else 0,
        fill_most=filled.most if filled else 0,
        in_status=times_in_statuses(source.slug),
        decided=took.count if took else 0,
        days_half=took.half if took else 0,
        days_most=took.most if took else 0,
        receivers=tuple(receivers(source.slug)),
        parameters=source.draft.parameters if source.draft else service.parameters,
        tests=source.draft.tests if source.draft else 0,
        tests_broken=source.draft.tests_broken if source.draft else 0,
    )
