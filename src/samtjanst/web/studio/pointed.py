"""Trees of controls as templates draw them, with each fault at the control that it is about."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtjanst.building.definitions.services.workshop import Edit
from samtjanst.building.definitions.types import Clash, OpenDraft
from samtjanst.capabilities.formkit.editing.places import Place
from samtjanst.capabilities.formkit.editing.pointing.controls import (
    Control,
    Formula,
    Group,
    Line,
    Posted,
)
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import ConflictError
from samtjanst.web.studio.frame import do
from samtjanst.web.studio.texts import Words
from samtjanst.web.ui.language import spoken

Errors = Mapping[str, Sequence[Words]]  # name of a control -> what is wrong
Fault = tuple[str, str]  # path in the document, what is wrong


# What is to be written, where the control says it better than the document's reader can.
_WANTED: Mapping[str, Words] = {
    "number": gettext_lazy("Skriv ett tal med siffror, till exempel 12 eller 12,5."),
    "date": gettext_lazy("Välj ett datum."),
    "time": gettext_lazy("Skriv klockslaget som timme och minut, till exempel 08:30."),
}


def posted(form: QueryDict, start: str = "") -> Posted:
    """The form as the editing reads it; ``start`` is the question of a new line."""
    act, _sep, about = form.get("do", "").partition(":")
    typed = {name: [str(one) for one in found] for name, found in form.lists()}
    return Posted(typed, act, about, start)


def saved(
    request: ViewerRequest, draft: OpenDraft, edit: Edit
) -> tuple[tuple[str, ...], HttpResponse | None]:
    """Make the change; when somebody else was first, what is said of it, or its own page.

    A part of the page is drawn anew with what she saved, and what could not be.
    """
    try:
        do(request, draft.slug, edit)
    except ConflictError as error:
        clashes: tuple[Clash, ...] = getattr(error, "clashes", ())
        if request.headers.get("HX-Request"):
            mine = (f"{spoken(one.place)}: {spoken(one.mine)}" for one in clashes)
            told = _(
                "Någon annan har just ändrat samma sak. Här står det som hon sparade. Det här av "
                "din senaste ändring sparades inte:"
            )
            return (told, *mine), None
        context = {"draft": draft, "typed": [], "clashes": clashes, "again": request.path}
        return (), render(request, "studio/conflict.html", context, status=409)
    return (), None


def faults_of(found: Iterable[Place], kind: str, part_id: str, within: str = "") -> list[Fault]:
    """What is wrong with one part of the document, or with what stands at a path in it."""
    return [
        (one.field, spoken(one.reason))
        for one in found
        if (one.kind, one.id) == (kind, part_id) and (not within or _is_within(one.field, within))
    ]


def placed(controls: Iterable[Control], faults: Iterable[Fault]) -> tuple[Errors, list[str]]:
    """Faults by the control whose place is nearest around them, and those that have none."""
    known, listed = list(controls), list(faults)
    found: dict[str, list[Words]] = {}
    rest: list[str] = []
    for path, reason in listed:
        if any(_is_within(other, path) and other != path for other, _why in listed):
            continue  # it follows from a fault further in
        around = [one for one in known if _is_within(path, one.path)]
        if around:
            nearest = max(around, key=lambda one: len(one.path))
            found.setdefault(nearest.name, []).append(_WANTED.get(nearest.form, reason))
        else:
            rest.append(reason)
    return found, rest


def _is_within(path: str, place: str) -> bool:
    return path == place or path.startswith((f"{place}.", f"{place}["))


def group(part: Group, errors: Errors) -> dict[str, Any]:
    """A group of conditions."""
    return {
        "kind": "group",
        "name": part.name,
        "how": control(part.how, errors),
        "says_how": part.says_how,
        "parts": [
            group(one, errors) if isinstance(one, Group) else line(one, errors)
            for one in part.items
        ],
        "can_add": part.can_add,
        "can_nest": part.can_nest and part.can_add,
        "can_drop": part.can_drop and not part.is_outermost,
        "is_outermost": part.is_outermost,
    }


def line(part: Line, errors: Errors) -> dict[str, Any]:
    """One comparison."""
    return {
        "kind": "line",
        "name": part.name,
        "what": control(part.controls[0], errors),
        "rest": [control(one, errors) for one in part.controls[1:]],
        "before": [formula(one, errors) for one in part.before],
        "after": [formula(one, errors) for one in part.after],
        "rows": group(part.rows, errors) if part.rows else None,
        "can_drop": part.can_drop,
        "can_wrap": part.can_wrap,
    }


def formula(part: Formula, errors: Errors) -> dict[str, Any]:
    """A value."""
    return {
        "name": part.name,
        "controls": [control(one, errors) for one in part.controls],
        "inner": [formula(one, errors) for one in part.inner],
        "can_add": part.can_add,
        "can_drop": part.can_drop,
    }


def control(part: Control, errors: Errors) -> dict[str, Any]:
    """One control, its choices under their headings."""
    listed = groupby(part.choices, key=lambda one: spoken(one.group))
    return {
        "name": part.name,
        "label": spoken(part.label),
        "form": part.form,
        "value": part.chosen[0] if part.chosen else "",
        "text": "\n".join(part.chosen),
        "groups": [
            (heading, [(one.value, spoken(one.label), one.value in part.chosen) for one in held])
            for heading, held in listed
        ],
        "errors": errors.get(part.name, ()),
    }
