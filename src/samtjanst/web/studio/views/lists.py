"""A list of the municipality's out of a file: read, looked at, and put in place of the old one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.building.definitions.queries import recorded, workshop
from samtjanst.building.definitions.services import workshop as verbs
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit import uploaded
from samtjanst.capabilities.formkit.uploaded.changes import asked
from samtjanst.capabilities.formkit.uploaded.tables import UnreadableFileError
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.canonical import digest
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.web.studio import outline, process_section
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.studio.parameters_form import language_name
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download
from samtjanst.web.ui.language import spoken

SHOWN = 50  # so many items, faults and changes are shown; the rest is counted
Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The first of many, and how many more there are."""

    first: Sequence[Any]
    more: int


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that would go away though a rule, the process or a test points at it."""

    name: str
    said: str
    url: str


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def upload(request: ViewerRequest, slug: str, parameter: str) -> HttpResponse:
    """Choose a file, see what it says and changes, and take it."""
    draft = workshop.draft_of(actor_of(request), slug)
    declared = _declared(draft, parameter)
    held = draft.parameters.get(parameter) or []
    if request.method == "POST" and "take" in request.POST:
        return _take(request, draft, declared)
    if request.method == "POST":
        return _read(request, draft, declared, held)
    return _screen(request, draft, declared)


@staff(Permission.ESERVICE_BUILD)
@require_safe
def file(request: ViewerRequest, slug: str, parameter: str) -> HttpResponse:
    """The list as a file that can be changed and read back."""
    draft = workshop.draft_of(actor_of(request), slug)
    _declared(draft, parameter)
    content = uploaded.written(draft.parameters.get(parameter) or [])
    return download(content, f"{slug}-{parameter}.csv", "text/csv; charset=utf-8")


def _declared(draft: OpenDraft, parameter: str) -> Mapping[str, Any]:
    listed: list[dict[str, Any]] = draft.document.get("parameters") or []
    for one in listed:
        if one.get("id") == parameter and one.get("type") == "options":
            return one
    raise NotFoundError


def _read(
    request: ViewerRequest, draft: OpenDraft, declared: Mapping[str, Any], held: Items
) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is None:
        return _screen(request, draft, declared, errors=(_("Välj en fil."),))
    try:
        found = uploaded.read(bytes(sent.read(uploaded.LARGEST + 1)), held)
    except UnreadableFileError as error:
        return _screen(request, draft, declared, errors=(spoken(error.reason),))
    return _screen(request, draft, declared, found=found, seen=digest(list(held)))


def _take(request: ViewerRequest, draft: OpenDraft, declared: Mapping[str, Any]) -> HttpResponse:
    """What was looked at is read once more: nothing that comes back is taken on trust."""
    kept = request.POST.get("list", "")[: uploaded.LARGEST].encode()
    held = draft.parameters.get(declared["id"]) or []
    try:
        found = uploaded.read(kept, held)
    except UnreadableFileError as error:
        return _screen(request, draft, declared, errors=(spoken(error.reason),))
    if found.faults:
        return _screen(request, draft, declared, found=found, seen=digest(list(held)))
    try:
        verbs.set_list(
            slug=draft.slug,
            parameter=declared["id"],
            items=found.items,
            seen=request.POST.get("seen", ""),
            by=actor_of(request),
        )
    except ConflictError:
        again = _("Listan har ändrats sedan du läste filen. Så här blir det nu.")
        return _screen(
            request, draft, declared, errors=(again,), found=found, seen=digest(list(held))
        )
    return HttpResponseRedirect(f"{request.path}?sparat=1")


def _screen(  # noqa: PLR0913 - all that the screen can say
    request: ViewerRequest,
    draft: OpenDraft,
    declared: Mapping[str, Any],
    *,
    errors: tuple[str, ...] = (),
    found: uploaded.Read | None = None,
    seen: str = "",
) -> HttpResponse:
    held = draft.parameters.get(declared["id"]) or []
    at = f"installningar:parametrar:{declared['id']}"
    context = frame(request, draft, "settings", at) | {
        "title": str((declared.get("title") or {}).get("sv") or declared["id"]),
        "parameter": declared["id"],
        "count": len(held),
        "errors": errors,
        "problems": [("file", one) for one in errors],
        "is_saved": request.method == "GET" and "sparat" in request.GET,
        "asks": bool(asked(draft.document, declared["id"])),
    }
    if found is not None:
        context |= _told(request, draft, declared["id"], held, found) | {"seen": seen}
    status = 422 if errors or (found and found.faults) else 200
    return render(request, "studio/list.html", context, status=status)


def _told(
    request: ViewerRequest, draft: OpenDraft, parameter: str, held: Items, found: uploaded.Read
) -> dict[str, Any]:
    changes = uploaded.changes(held, found.items)
    columns = [_("Värde"), _("Svenska")]
    columns += [language_name(one).capitalize() for one in found.languages]
    faults = [(one.row, spoken(one.reason)) for one in found.faults]
    return {
        "found": found,
        "faults": _shown(sorted(faults)),
        "fault_count": len(faults),
        "columns": columns,
        "items": _shown([_row(one, columns, found.languages) for one in found.items]),
        "changes": changes,
        "added": _shown(changes.added),
        "removed": _shown(changes.removed),
        "renamed": _shown(changes.renamed),
        "lost": [] if faults else _lost(request, draft, parameter, changes.removed),
        "list": uploaded.written(found.items).decode("utf-8-sig"),
    }


def _row(
    item: Mapping[str, Any], columns: Sequence[str], languages: Sequence[str]
) -> list[tuple[str, str]]:
    names = item.get("names") or {}
    cells = [item["id"], item["name"], *(names.get(code, "") for code in languages)]
    return list(zip(columns, cells, strict=True))


def _shown(listed: Sequence[Any]) -> Shown:
    return Shown(listed[:SHOWN], max(0, len(listed) - SHOWN))


def _lost(request: ViewerRequest, draft: OpenDraft, parameter: str, removed: Items) -> list[Lost]:
    """What points at items that would go away."""
    names = {one["id"]: str(one["name"]) for one in removed}
    rules = {str(one.get("id")): one for one in draft.document.get("rules") or []}
    found = [
        Lost(names[use.item_id], *_pointing(draft, use, rules))
        for use in uploaded.uses(draft.document, parameter)
        if use.item_id in names
    ]
    questions = asked(draft.document, parameter)
    tests = reverse("studio:tests", args=[draft.slug])
    for name, item in recorded.answered_with(actor_of(request), draft.slug, questions):
        if item in names:
            found.append(Lost(names[item], _("Testet ”%(name)s”") % {"name": name}, tests))
    return found


def _pointing(
    draft: OpenDraft, use: uploaded.Use, rules: Mapping[str, Mapping[str, Any]]
) -> tuple[str, str]:
    if use.kind == "rule":
        said = outline.rule_says(outline.told(draft), rules[use.id])
        return said, reverse("studio:rule", args=[draft.slug, use.id])
    if use.kind == "question":
        return _("En beräkning"), reverse("studio:question", args=[draft.slug, use.id])
    at = reverse("studio:section", args=[draft.slug, process_section.KEY])
    return _("Processen"), at
