"""Rules as sentences that are pointed together, and the way through the pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import flow, sentences
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.sentences import Line
from samtjanst.capabilities.formkit.reading.rules import FORMS
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.web.studio import drawing
from samtjanst.web.studio.fields import read_line
from samtjanst.web.studio.frame import actor_of, do, frame, places
from samtjanst.web.studio.outline import label_of, target_key, target_name, targets
from samtjanst.web.studio.texts import EFFECTS
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken

MOST_LINES = 20
WITHOUT_CONDITION = frozenset(effect.value for effect, form in FORMS.items() if form.always)


@staff(Permission.ESERVICE_READ)
@require_safe
def rules(request: ViewerRequest, slug: str) -> HttpResponse:
    """Every rule as a sentence, and the pages with what leads to them."""
    return _rules_screen(request, workshop.draft_of(actor_of(request), slug))


def _rules_screen(
    request: ViewerRequest, draft: OpenDraft, errors: tuple[str, ...] = ()
) -> HttpResponse:
    found = places(draft)
    wrong = {one.id for one in found if one.kind == "rule"}
    way, beside = flow.steps(draft.document), flow.ways(draft.document)
    context = frame(request, draft, "rules") | {
        "rules": [
            {
                "id": one["id"],
                "effect": EFFECTS.get(str(one.get("effect")), str(one.get("effect"))),
                "target": target_name(draft.document, one.get("target") or {}),
                "when": spoken(sentences.sentence(draft.document, one.get("when"))),
                "is_always": not sentences.parts_of(one.get("when"))[1],
                "is_wrong": one["id"] in wrong,
            }
            for one in draft.document.get("rules") or []
        ],
        "steps": way,
        "ways": [{"rule_id": one.rule_id, "says": _way_says(way, one)} for one in beside],
        "drawing": drawing.drawn(way, beside),
        "targets": targets(draft.document),
        "circle": [spoken(one.reason) for one in found if one.kind == "rules"],
        "errors": errors,
        "problems": [("target", one) for one in errors],
        "typed": {name: read_line(request.POST, name) for name in ("effect", "target")},
    }
    return render(request, "studio/rules.html", context, status=422 if errors else 200)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def add(request: ViewerRequest, slug: str) -> HttpResponse:
    """A new rule for a target; what it waits for is pointed out on its own screen."""
    draft = workshop.draft_of(actor_of(request), slug)
    target = _target(request.POST.get("target", ""))
    effect = request.POST.get("effect", "show")
    if not target or effect not in {"show", "require"}:
        return HttpResponseRedirect(reverse("studio:rules", args=[slug]))
    asked = read_line(request.POST, "question") or _first_asked(draft.document, target)
    if not asked:
        return _rules_screen(request, draft, (_nothing_to_ask(),))
    rule_id = editing.new_id(f"villkor {target_name(draft.document, target)}", set())
    when = {"op": "answered", "question": asked}
    fresh = {"id": rule_id, "effect": effect, "target": target, "when": when}

    def change(document: Document) -> Document:
        return {**document, "rules": [*(document.get("rules") or []), fresh]}

    do(request, slug, Edit(change, _("Ett villkor lades till")))
    return HttpResponseRedirect(reverse("studio:rule", args=[slug, rule_id]))


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def rule(request: ViewerRequest, slug: str, rule_id: str) -> HttpResponse:
    """One rule: its lines, each with the operators and values that its question has."""
    draft = workshop.draft_of(actor_of(request), slug)
    found = _rule(draft.document, rule_id)
    if request.method != "POST":
        return _rule_screen(request, draft, found)
    act, _colon, about = request.POST.get("do", "").partition(":")
    if act == "remove":
        do(request, slug, Edit(lambda one: _without(one, rule_id), _("Ett villkor togs bort")))
        return HttpResponseRedirect(reverse("studio:rules", args=[slug]))
    edit = Edit(
        lambda document: _changed(document, rule_id, request.POST, act, about),
        _("Ett villkor ändrades"),
        place=f"villkor:{rule_id}",
        part=lambda document: _rule(document, rule_id),
        burst=True,
    )
    try:
        do(request, slug, edit)
    except ConflictError:
        context = {"draft": draft, "typed": [], "again": request.path}
        return render(request, "studio/conflict.html", context, status=409)
    if request.headers.get("HX-Request"):
        fresh = workshop.draft_of(actor_of(request), slug)
        return _rule_screen(request, fresh, _rule(fresh.document, rule_id))
    return HttpResponseRedirect(request.path)


def _way_says(steps: list[flow.Step], way: flow.Way) -> str:
    """A way in words, for those who cannot see the drawing and those who like to read."""
    names = {"start": steps[way.start].title, "when": spoken(way.when), "message": way.message}
    if way.end is None:
        return _("Stopp efter ”%(start)s” när %(when)s: ”%(message)s”") % names
    if way.end == len(steps):
        return _("Från ”%(start)s” till slutet när %(when)s.") % names
    names["end"] = steps[way.end].title
    return _("Från ”%(start)s” till ”%(end)s” när %(when)s.") % names


def _target(value: str) -> dict[str, str]:
    kind, _colon, name = value.partition(":")
    if kind == "option":
        question, _colon, option = name.partition(":")
        return {"question": question, "option": option}
    return {kind: name} if kind in {"page", "question"} and name else {}


def _nothing_to_ask() -> str:
    return _("Lägg först till en annan fråga: ett villkor utgår från svaret på den.")


def _first_asked(document: Document, target: Mapping[str, str]) -> str:
    """The first question that a condition can look at and that is not the target, or ""."""
    asked = [
        one["id"]
        for _page, one in editing.questions(document)
        if sentences.operators(one) and one["id"] != target.get("question")
    ]
    return str(asked[0]) if asked else ""


def _rule(document: Document, rule_id: str) -> Part:
    for one in document.get("rules") or []:
        if one.get("id") == rule_id:
            found: Part = one
            return found
    raise NotFoundError


def _without(document: Document, rule_id: str) -> Document:
    held = document.get("rules") or []
    return {**document, "rules": [one for one in held if one.get("id") != rule_id]}


def _changed(document: Document, rule_id: str, posted: QueryDict, act: str, about: str) -> Document:
    held = _rule(document, rule_id)
    how, parts = sentences.parts_of(held.get("when"))
    how = posted.get("how", how)
    made = [_read_line(document, posted, number, part) for number, part in enumerate(parts)]
    if act == "drop" and about.isdecimal() and len(made) > _least_lines(held):
        made = [part for number, part in enumerate(made) if number != int(about)]
    asked = _first_asked(document, held.get("target") or {})
    if act == "line" and asked and len(made) < MOST_LINES:
        made.append({"op": "answered", "question": asked})
    fresh = {key: value for key, value in held.items() if key != "when"}
    if made:
        fresh["when"] = sentences.joined(how if how == "or" else "and", made)
    if posted.get("effect") in {"show", "require"}:
        fresh["effect"] = posted["effect"]
    if target := _target(posted.get("target", "")):
        fresh["target"] = target
    rules = [fresh if one is held else one for one in document["rules"]]
    return {**document, "rules": rules}


def _least_lines(held: Part) -> int:
    return 0 if held.get("effect") in WITHOUT_CONDITION else 1


def _read_line(
    document: Document, posted: QueryDict, number: int, part: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The condition that a line says now; a line that does not fit becomes one that does."""
    asked = posted.get(f"q{number}", "")
    if not asked:
        return part
    question = editing.question(document, asked)
    line = Line(asked, posted.get(f"o{number}", ""), read_line(posted, f"v{number}"))
    if (made := sentences.condition(document, line)) is not None:
        return made
    known = sentences.operators(question)
    operator = next((one for one in known if one.key == line.operator), known[0] if known else None)
    if operator is None:
        return part
    value = _likely(question, operator.value)
    made = sentences.condition(document, Line(asked, operator.key, value))
    return made if made is not None else {"op": "answered", "question": asked}


def _likely(question: Part, form: str) -> str:
    if form == "option":
        options = question.get("options") or [{}]
        return str(options[0].get("id", ""))
    return {"number": "1", "date": "2030-01-01", "text": "…"}.get(form, "")


def _rule_screen(request: ViewerRequest, draft: OpenDraft, found: Part) -> HttpResponse:
    document = draft.document
    how, parts = sentences.parts_of(found.get("when"))
    asked = [
        (one["id"], label_of(one))
        for _page, one in editing.questions(document)
        if sentences.operators(one)
    ]
    context = frame(request, draft, "rules", f"villkor:{found['id']}") | {
        "rule": found,
        "how": how,
        "lines": [_line(document, number, part) for number, part in enumerate(parts)],
        "asked": asked,
        "targets": targets(document),
        "target": target_key(found.get("target") or {}),
        "effects": [(key, EFFECTS[key]) for key in ("show", "require")],
        "is_plain": found.get("effect") in {"show", "require"},
        "effect_name": EFFECTS.get(str(found.get("effect")), ""),
        "target_name": target_name(document, found.get("target") or {}),
        "says": spoken(sentences.sentence(document, found.get("when"))),
        "can_drop": len(parts) > _least_lines(found),
        "can_add": bool(_first_asked(document, found.get("target") or {})),
        "faults": [spoken(one.reason) for one in places(draft) if one.id == found["id"]],
    }
    template = "studio/_rule.html" if request.headers.get("HX-Request") else "studio/rule.html"
    return render(request, template, context)


def _line(document: Document, number: int, part: Mapping[str, Any]) -> dict[str, Any]:
    line = sentences.line_of(document, part)
    if line is None:
        return {"number": number, "says": spoken(sentences.sentence(document, part))}
    question = editing.question(document, line.question)
    known = sentences.operators(question)
    operator = next(one for one in known if one.key == line.operator)
    return {
        "number": number,
        "question": line.question,
        "operators": [(one.key, spoken(one.words)) for one in known],
        "operator": line.operator,
        "form": operator.value,
        "value": line.value,
        "options": [
            (one["id"], (one.get("label") or {}).get("sv", ""))
            for one in question.get("options") or []
        ],
    }
