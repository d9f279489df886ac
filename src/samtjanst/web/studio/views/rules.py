"""Rules as sentences that are pointed together, and the way through the pages."""

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import flow
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pointing import effects, given, groups
from samtjanst.capabilities.formkit.editing.pointing.controls import Control, controls_of
from samtjanst.capabilities.formkit.texts import NO_WORDS
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.studio import drawing, outline, pointed
from samtjanst.web.studio.fields import Field, put_words, read_line, words_fields
from samtjanst.web.studio.frame import actor_of, do, frame, places
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken


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
    told = outline.told(draft)
    way, beside = flow.steps(told), flow.ways(told)
    typed = {name: read_line(request.POST or request.GET, name) for name in ("effect", "target")}
    effect = typed["effect"] if typed["effect"] in effects.ORDER else effects.ORDER[0]
    aims = tuple(effects.targets(draft.document, effect))
    target = Control("target", "", NO_WORDS, "one_of", (typed["target"],), aims)
    context = frame(request, draft, "rules") | {
        "rules": [
            {
                "id": one["id"],
                "says": outline.rule_says(told, one),
                "is_wrong": one["id"] in wrong,
            }
            for one in draft.document.get("rules") or []
        ],
        "steps": way,
        "ways": [{"rule_id": one.rule_id, "says": _way_says(way, one)} for one in beside],
        "drawing": drawing.drawn(way, beside),
        "effects": [(one, spoken(effects.TITLES[one]), one == effect) for one in effects.ORDER],
        "targets": pointed.control(target, {})["groups"],
        "circle": [spoken(one.reason) for one in found if one.kind == "rules"],
        "errors": errors,
        "problems": [("target", one) for one in errors],
    }
    return render(request, "studio/rules.html", context, status=422 if errors else 200)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def add(request: ViewerRequest, slug: str) -> HttpResponse:
    """A new rule for a target; what it waits for is pointed out on its own screen."""
    draft = workshop.draft_of(actor_of(request), slug)
    effect = request.POST.get("effect", "show")
    if effect not in effects.ORDER:
        return HttpResponseRedirect(reverse("studio:rules", args=[slug]))
    known = [one.value for one in effects.targets(draft.document, effect)]
    aimed = request.POST.get("target", "")
    if aimed not in known:
        return _rules_screen(request, draft, (_nothing_to_aim_at(effect, known),))
    target = effects.target_of(aimed)
    made = effects.fresh(draft.document, effect, target)
    if made is None:
        return _rules_screen(request, draft, (_nothing_to_ask(),))
    name = spoken(effects.TITLES[effect])
    rule_id = editing.new_id(f"villkor {name}", editing.taken_ids(draft.document))
    fresh = {"id": rule_id, **made}

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
    if request.POST.get("do") in {"remove", "copy"}:
        return _removed_or_copied(request, draft, rule_id)
    edit = Edit(
        lambda document: _changed(document, draft, rule_id, request.POST),
        _("Ett villkor ändrades"),
        place=f"villkor:{rule_id}",
        part=lambda document: _rule(document, rule_id),
        burst=True,
    )
    clashes, refused = pointed.saved(request, draft, edit)
    if refused is not None:
        return refused
    if request.headers.get("HX-Request"):
        fresh = workshop.draft_of(actor_of(request), slug)
        return _rule_screen(request, fresh, _rule(fresh.document, rule_id), clashes)
    return HttpResponseRedirect(request.path)


def _removed_or_copied(request: ViewerRequest, draft: OpenDraft, rule_id: str) -> HttpResponse:
    slug = draft.slug
    if request.POST["do"] == "remove":
        do(request, slug, Edit(lambda one: _without(one, rule_id), _("Ett villkor togs bort")))
        return HttpResponseRedirect(reverse("studio:rules", args=[slug]))
    twin = editing.new_id(rule_id, editing.taken_ids(draft.document))
    do(request, slug, Edit(lambda one: _twice(one, rule_id, twin), _("Ett villkor kopierades")))
    return HttpResponseRedirect(reverse("studio:rule", args=[slug, twin]))


def _way_says(steps: list[flow.Step], way: flow.Way) -> str:
    """A way in words, for those who cannot see the drawing and those who like to read."""
    names = {"start": steps[way.start].title, "when": spoken(way.when), "message": way.message}
    if way.end is None:
        return _("Stopp efter ”%(start)s” när %(when)s: ”%(message)s”") % names
    if way.end == len(steps):
        return _("Från ”%(start)s” till slutet när %(when)s.") % names
    names["end"] = steps[way.end].title
    return _("Från ”%(start)s” till ”%(end)s” när %(when)s.") % names


def _nothing_to_ask() -> str:
    return _("Lägg först till en annan fråga: ett villkor utgår från svaret på den.")


def _nothing_to_aim_at(effect: str, known: list[str]) -> str:
    if known:
        return _("Välj vad det ska gälla.")
    missing = {
        "limit": _("Lägg först till en fråga med alternativ."),
        "compute": _("Lägg först till ett beräknat värde."),
        "go_to": _("Lägg först till en sida till."),
        "suggest": _("Lägg först till steg under Ärendets gång."),
    }
    return missing.get(effect, _("Lägg först till en fråga."))


def _rule(document: Document, rule_id: str) -> Part:
    for one in document.get("rules") or []:
        if one.get("id") == rule_id:
            found: Part = one
            return found
    raise NotFoundError


def _without(document: Document, rule_id: str) -> Document:
    held = document.get("rules") or []
    return {**document, "rules": [one for one in held if one.get("id") != rule_id]}


def _twice(document: Document, rule_id: str, twin: str) -> Document:
    """The document with a copy of the rule right after it."""
    held, found = document.get("rules") or [], _rule(document, rule_id)
    place = held.index(found) + 1
    return {**document, "rules": [*held[:place], {**found, "id": twin}, *held[place:]]}


def _changed(document: Document, draft: OpenDraft, rule_id: str, form: QueryDict) -> Document:
    held = _rule(document, rule_id)
    start = effects.first_asked(document, str(held.get("effect")), held.get("target") or {})
    fresh = effects.read(
        document, held, pointed.posted(form, start), outline.listed(document, draft)
    )
    form_of = effects.form_of(str(fresh.get("effect")))
    for name in {"message", "instead"}.intersection((*form_of.needs, *form_of.maybe)):
        put_words(fresh, form, name, required=name in form_of.needs)
    rules = [fresh if one is held else one for one in document["rules"]]
    return {**document, "rules": rules}


def _rule_screen(
    request: ViewerRequest, draft: OpenDraft, found: Part, clashes: tuple[str, ...] = ()
) -> HttpResponse:
    document, effect = draft.document, str(found.get("effect"))
    head = effects.controls(document, found)
    question = effects.question_of(document, found.get("target") or {})
    told = outline.told(draft)
    scope = effects.scope_of(told, found.get("target") or {})
    value = given.draw(scope, question, found) if "value" in found else None
    group = groups.draw(
        scope,
        found.get("when") or None,
        may_be_empty=effect in effects.ALWAYS,
    )
    known = [*head, *(controls_of(value) if value else ()), *controls_of(group)]
    faults = pointed.faults_of(places(draft), "rule", found["id"])
    errors, rest = pointed.placed(known, [one for one in faults if not _is_text(one[0])])
    context = frame(request, draft, "rules", f"villkor:{found['id']}") | {
        "rule": found,
        "says": outline.rule_says(told, found),
        "head": [pointed.control(one, errors) for one in head],
        "value": pointed.formula(value, errors) if value else None,
        "texts": _texts(found, faults),
        "group": pointed.group(group, errors),
        "faults": [*clashes, *rest],
        "problems": [
            (name, capfirst(str(one))) for name, listed in errors.items() for one in listed
        ],
    }
    template = "studio/_rule.html" if request.headers.get("HX-Request") else "studio/rule.html"
    return render(request, template, context)


def _texts(found: Part, faults: list[tuple[str, str]]) -> list[Field]:
    """What the applicant reads, in both languages."""
    form = effects.form_of(str(found.get("effect")))
    labels = {"message": _("Det som sägs till den sökande"), "instead": _("Vad man gör i stället")}
    return [
        field
        for name in (*form.needs, *form.maybe)
        if name in labels
        for field in words_fields(
            name,
            labels[name],
            found.get(name),
            form="text",
            errors=[reason for path, reason in faults if path.split(".")[0] == name],
        )
    ]


def _is_text(path: str) -> bool:
    return path.split(".", maxsplit=1)[0] in {"message", "instead"}
