"""What narrows a list: read from an address, shown as a form, kept from page to page."""

from datetime import date
from typing import Any

from django.http import QueryDict

from samtjanst.building.definitions import queries as definitions
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import staff_in_units
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import (
    NOBODY,
    CaseState,
    Filters,
    Priority,
    Selection,
    Sort,
    View,
)
from samtjanst.web.handler import answers, columns
from samtjanst.web.handler.request import key, one_of, whole
from samtjanst.web.handler.standing import statuses
from samtjanst.web.handler.texts import SORTS, STATES

NAMES = (
    "sok", "sortera", "tjanst", "lage", "status", "enhet", "handlaggare", "markning", "brattom",
    "fran", "till", "klart", "svar",
)  # fmt: skip


def selection(
    actor: Actor, view: View, data: QueryDict, known: answers.Known | None = None
) -> Selection:
    """What an address or a form asks for; nonsense narrows nothing."""
    known = answers.known(data) if known is None else known
    search_id = key(data, "sok")
    return Selection(
        view=view,
        text=cases.search_text(actor, search_id) if search_id else "",
        sort=one_of(data, "sortera", Sort),
        page=whole(data, "sida", 1),
        filters=_filters(actor, data, known),
    )


def query(data: QueryDict) -> str:
    """The chosen filters as the beginning of a query string, for links to other pages."""
    kept = QueryDict(mutable=True)
    for name in NAMES:
        if value := data.get(name, ""):
            kept[name] = value[:100]
    for name, value in answers.picked(data).items():
        kept[name] = value
    if shown := columns.kept(data):
        kept["kolumner"] = shown
    return f"{kept.urlencode()}&" if kept else ""


def form(actor: Actor, data: QueryDict, chosen: Selection, known: answers.Known) -> dict[str, Any]:
    """Everything that can be chosen, with what is."""
    units, shown = units_with(actor, Permission.CASE_READ), columns.chosen(data)
    return {
        "count": chosen.filters.count,
        "chosen": {name: data.get(name, "") for name in NAMES}
        | answers.picked(data)
        | {"kolumner": columns.kept(data)},
        "columns": columns.choices(shown, answers.choices(answers.columns(data, known), known)),
        "answers": answers.fields(data, known, typed := answers.typed(actor, data)),
        "party": typed.get(answers.PARTY, {}).get("words", ""),
        "estate": typed.get(answers.ESTATE, {}).get("words", ""),
        "sort": chosen.sort,
        "sorts": [(sort.value, text) for sort, text in SORTS.items()],
        "services": [(one.slug, one.title) for one in definitions.all_published()],
        "states": [(state.value, text) for state, text in STATES.items()],
        "statuses": statuses(known.process),
        "units": [u for u in tenancy.units() if u.id in units] if len(units) > 1 else [],
        "staff": [(str(staff_id), name) for staff_id, name in staff_in_units(units)],
        "labels": cases.labels(actor),
        "nobody": NOBODY,
    }


def _filters(actor: Actor, data: QueryDict, known: answers.Known) -> Filters:
    handler, typed = data.get("handlaggare", ""), answers.typed(actor, data)
    return Filters(
        party=typed.get(answers.PARTY, {}).get("words", ""),
        estate=typed.get(answers.ESTATE, {}).get("words", ""),
        answers=answers.wanted(data, known, typed),
        service=data.get("tjanst", "")[:80].replace("\0", ""),
        state=one_of(data, "lage", CaseState),
        status=data.get("status", "")[:64].replace("\0", "") if data.get("tjanst") else "",
        unit_id=key(data, "enhet"),
        handler=NOBODY if handler == NOBODY else key(data, "handlaggare") or "",
        label=data.get("markning", "")[:40].replace("\0", ""),
        priority=Priority.HIGH if data.get("brattom") else None,
        arrived_from=_day(data, "fran"),
        arrived_to=_day(data, "till"),
        due_to=_day(data, "klart"),
    )


def _day(data: QueryDict, name: str) -> date | None:
    try:
        found = date.fromisoformat(data.get(name, "")[:10])
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
