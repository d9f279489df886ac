"""When a step of the process can be taken, or happens by itself: a condition pointed together."""

from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pointing import groups
from samtjanst.capabilities.formkit.editing.pointing.controls import controls_of
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.studio import outline, pointed, process_section
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def condition(request: ViewerRequest, slug: str, step_id: str) -> HttpResponse:
    """The condition of one step."""
    draft = workshop.draft_of(actor_of(request), slug)
    _find(draft.document, step_id)
    if request.method != "POST":
        return _screen(request, draft, step_id)
    edit = Edit(
        lambda document: _changed(document, draft, step_id, request.POST),
        _("Ett stegs villkor ändrades"),
        place=f"installningar:{process_section.KEY}:{step_id}",
        part=lambda document: _find(document, step_id)[1].get("when"),
        burst=True,
    )
    clashes, refused = pointed.saved(request, draft, edit)
    if refused is not None:
        return refused
    if request.headers.get("HX-Request"):
        return _screen(request, workshop.draft_of(actor_of(request), slug), step_id, clashes)
    return HttpResponseRedirect(request.path)


def _find(document: Document, step_id: str) -> tuple[str, Part]:
    """The step with its path in the document.

    Raises:
        NotFoundError: the process has no such step.
    """
    for path, step in _steps(document):
        if step.get("id") == step_id:
            return path, step
    raise NotFoundError


def _steps(document: Document) -> Iterator[tuple[str, Part]]:
    for number, phase in enumerate((document.get("process") or {}).get("phases") or ()):
        for place, status in enumerate(phase.get("statuses") or ()):
            for kind in ("steps", "automatic"):
                for which, step in enumerate(status.get(kind) or ()):
                    yield f"process.phases[{number}].statuses[{place}].{kind}[{which}]", step


def _changed(document: Document, draft: OpenDraft, step_id: str, form: QueryDict) -> Document:
    made = editing.copied(document)
    step = _find(made, step_id)[1]
    asked = next((str(one.get("id")) for one in Scope(made).asked()), "")
    when = groups.read(
        Scope(outline.listed(made, draft)), step.get("when") or None, pointed.posted(form, asked)
    )
    step.pop("when", None)
    if when:
        step["when"] = when
    return made


def _screen(
    request: ViewerRequest, draft: OpenDraft, step_id: str, clashes: tuple[str, ...] = ()
) -> HttpResponse:
    document = draft.document
    path, step = _find(document, step_id)
    told = outline.told(draft)
    scope = Scope(told)
    group = groups.draw(scope, step.get("when") or None, may_be_empty=True)
    faults = [
        (one.path.removeprefix(f"{path}."), spoken(one.reason))
        for one in problems(document)
        if one.path.startswith(f"{path}.when")
    ]
    errors, rest = pointed.placed(controls_of(group), faults)
    at = f"installningar:{process_section.KEY}"
    context = frame(request, draft, "settings", f"{at}:{step_id}") | {
        "title": editing.text_of(step, "title").sv or _("Steg utan namn"),
        "section": process_section.KEY,
        "says": spoken(sentences.sentence(told, step.get("when") or None)),
        "group": pointed.group(group, errors),
        "can_ask": next(scope.asked(), None) is not None,
        "faults": [*clashes, *rest],
        "problems": [
            (name, capfirst(str(one))) for name, listed in errors.items() for one in listed
        ],
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "studio/_step_condition.html" if is_part else "studio/step_condition.html"
    return render(request, template, context)
