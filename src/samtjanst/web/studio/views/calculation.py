"""How a value is worked out, pointed together."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.declared import calculated_by
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pointing import values
from samtjanst.capabilities.formkit.editing.pointing.controls import At, controls_of
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.studio import outline, pointed
from samtjanst.web.studio.frame import actor_of, frame, places
from samtjanst.web.ui.access import staff

ROOT = "x"


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def calculation(request: ViewerRequest, slug: str, question_id: str) -> HttpResponse:
    """The calculation of a value: what goes into it, and how."""
    draft = workshop.draft_of(actor_of(request), slug)
    setting = _setting(draft.document, question_id)
    if request.method != "POST":
        return _screen(request, draft, question_id)
    edit = Edit(
        lambda document: _changed(document, question_id, request.POST),
        _("En beräkning ändrades"),
        place=f"fraga:{question_id}",
        part=lambda document: _held(editing.question(document, question_id), setting),
        burst=True,
    )
    clashes, refused = pointed.saved(request, draft, edit)
    if refused is not None:
        return refused
    if request.headers.get("HX-Request"):
        fresh = workshop.draft_of(actor_of(request), slug)
        return _screen(request, fresh, question_id, clashes)
    return HttpResponseRedirect(request.path)


def _setting(document: Document, question_id: str) -> str:
    """The setting that holds the calculation.

    Raises:
        NotFoundError: the question does not exist, or is not worked out.
    """
    name = calculated_by(str(editing.question(document, question_id).get("kind")))
    if not name:
        raise NotFoundError
    return name


def _held(question: Part, setting: str) -> dict[str, Any]:
    held = (question.get("settings") or {}).get(setting)
    return held if isinstance(held, dict) else values.blank("number")


def _changed(document: Document, question_id: str, form: QueryDict) -> Document:
    setting = _setting(document, question_id)

    def put(question: Part) -> None:
        held = _held(question, setting)
        made = values.read(held, ROOT, pointed.posted(form), "number")
        question["settings"] = {**(question.get("settings") or {}), setting: made}

    return editing.change_question(document, question_id, put)


def _screen(
    request: ViewerRequest, draft: OpenDraft, question_id: str, clashes: tuple[str, ...] = ()
) -> HttpResponse:
    document = draft.document
    setting = _setting(document, question_id)
    question = editing.question(document, question_id)
    at = At(ROOT, f"settings.{setting}")
    group = editing.group_of(document, question_id)
    drawn = values.draw(Scope(document, group), _held(question, setting), at, "number")
    faults = pointed.faults_of(places(draft), "question", question_id, at.path)
    errors, rest = pointed.placed(controls_of(drawn), faults)
    context = frame(request, draft, "editor", f"fraga:{question_id}") | {
        "question": question,
        "label": outline.label_of(question) or _("Fråga utan text"),
        "question_url": outline.question_url(draft.slug, question_id),
        "says": outline.value_says(document, _held(question, setting), group),
        "value": pointed.formula(drawn, errors),
        "faults": [*clashes, *rest],
        "problems": [
            (name, capfirst(str(one))) for name, listed in errors.items() for one in listed
        ],
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "studio/_calculation.html" if is_part else "studio/calculation.html"
    return render(request, template, context)
