"""What has been changed in a case, field by field."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey.history import Field, Line
from samtjanst.journey.history import history as changes_of
from samtjanst.running.cases.types import Priority
from samtjanst.web.handler.request import actor_of
from samtjanst.web.handler.texts import READ_KINDS
from samtjanst.web.ui.access import staff

FIELDS: dict[Field, Promise] = {
    Field.HANDLER: _("Handläggare"),
    Field.UNIT: _("Enhet"),
    Field.DUE: _("Klart senast"),
    Field.PRIORITY: _("Hur bråttom det är"),
    Field.ASIDE: _("Dag då det ska tas upp"),
    Field.LABEL: _("Märkning"),
    Field.ANSWER: _("Svar"),
}
PRIORITIES: dict[str, Promise] = {
    str(Priority.NORMAL.value): _("Vanligt"),
    str(Priority.HIGH.value): _("Bråttom"),
}


@staff(Permission.CASE_READ)
@require_safe
def history(request: ViewerRequest, reference: str) -> HttpResponse:
    """Every change of a field: who, when, from what to what."""
    case, lines = changes_of(reference=reference, by=actor_of(request))
    context = {"case": case, "lines": [_told(line) for line in lines]}
    return render(request, "handler/history.html", context)


def _told(line: Line) -> dict[str, Any]:
    return {
        "at": line.at,
        "who": line.who,
        "kind": READ_KINDS[line.kind],
        "field": line.question or FIELDS[line.what],
        "before": _words(line, line.before),
        "after": _words(line, line.after),
    }


def _words(line: Line, values: tuple[str, ...]) -> tuple[Any, ...]:
    if line.what is not Field.PRIORITY:
        return values
    return tuple(PRIORITIES.get(value, value) for value in values)
