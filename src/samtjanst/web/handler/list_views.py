"""Work lists and the search."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST, require_safe

from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.messages.types import MessageView
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RoomState, RoomView
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import KINDS, CaseView, Selection, View, WorkPage
from samtjanst.web.handler import answers, columns, filters
from samtjanst.web.handler.batches import ACTIONS
from samtjanst.web.handler.columns import Column
from samtjanst.web.handler.notices import MESSAGES
from samtjanst.web.handler.request import actor_of
from samtjanst.web.handler.standing import state_of
from samtjanst.web.handler.texts import ASKED_WHOM, EMPTY, KIND_TEXTS, LEVELS, VIEWS
from samtjanst.web.ui.access import staff

_FITS = 4  # columns beside the number, on a common screen


@staff(Permission.CASE_LIST)
@require_safe
def work_list(request: ViewerRequest, view: str = View.NEW.value) -> HttpResponse:
    """A work list with what each case waits for."""
    actor = actor_of(request)
    if view not in set(View):
        raise NotFoundError
    known = answers.known(request.GET)
    page = cases.work_list(actor, filters.selection(actor, View(view), request.GET, known))
    shown, more = columns.chosen(request.GET), answers.columns(request.GET, known)
    context = {
        "columns": shown,
        "view": page.selection.view,
        "heading": VIEWS[page.selection.view],
        **_tabs(actor, page.selection),
        "rows": _with_answers(_rows(page, _units(shown)), more, known),
        "is_wide": len(shown) + len(more) > _FITS,
        "page": page,
        "empty": EMPTY[page.selection.view],
        "query": filters.query(request.GET),
        "filters": filters.form(actor, request.GET, page.selection, known),
        "actions": ACTIONS.items(),
        "once": ids.new_id(),
        "kind_list": page.selection.view in KINDS and not page.selection.text,
        "waits_for_an_eid": cases.waits_for_an_eid(actor),
        "moved": request.GET.get("overlamnat", "")[:30],
        "own_space": _own_space(actor, page.selection),
    }
    return render(request, "handler/list.html", context)


@staff(Permission.CASE_LIST)
@require_POST
def narrow(request: ViewerRequest, view: str) -> HttpResponse:
    """Narrow a list by answers. What is typed is kept for a day, and stands in no address."""
    actor, chosen = actor_of(request), request.POST.copy()
    if view not in set(View):
        raise NotFoundError
    chosen.pop("svar", None)
    if typed := answers.remember(actor, chosen, answers.known(chosen)):
        chosen["svar"] = str(typed)
    kept = filters.query(chosen).removesuffix("&")
    return HttpResponseRedirect(f"{reverse('handler:list', args=[view])}?{kept}")


@staff(Permission.CASE_LIST)
@require_POST
def search(request: ViewerRequest) -> HttpResponse:
    """Look for words. They are kept for a day, so that no name stands in an address."""
    actor, text = actor_of(request), request.POST.get("q", "").strip()[:200]
    if not text:
        return HttpResponseRedirect(reverse("handler:home"))
    if reference := cases.reference_in_reach(actor, text):
        return HttpResponseRedirect(reverse("handler:case", args=[reference]))
    search_id = services.remember_search(text=text, by=actor)
    return HttpResponseRedirect(f"{reverse('handler:list', args=['alla'])}?sok={search_id}")


def _tabs(actor: Actor, selection: Selection) -> dict[str, list[dict[str, Any]]]:
    """The lists, and among those that wait the kinds: each with how many it has."""
    counts, view = cases.counts(actor), None if selection.text else selection.view
    here = View.WAITS if view in KINDS else view
    of_lists = {one: text for one, text in VIEWS.items() if one not in KINDS[1:]}
    kinds = _links(KIND_TEXTS, counts, view) if view in KINDS else []
    return {"tabs": _links(of_lists, counts, here), "kinds": kinds}


def _links(
    texts: Mapping[View, Promise], counts: Mapping[View, int], here: View | None
) -> list[dict[str, Any]]:
    return [
        {
            "href": reverse("handler:list", args=[view.value]),
            "label": text,
            "count": _number(counts.get(view)),
            "current": view is here,
        }
        for view, text in texts.items()
    ]


def _number(count: int | None) -> str | None:
    if count is None:
        return None
    return f"{cases.MOST_COUNTED}+" if count > cases.MOST_COUNTED else str(count)


def _units(shown: Sequence[Column]) -> dict[uuid.UUID, str]:
    """The names of the units, when there is a column for them."""
    return {unit.id: unit.name for unit in tenancy.units()} if Column.UNIT in shown else {}


def _rows(page: WorkPage, units: dict[uuid.UUID, str]) -> list[dict[str, Any]]:
    is_waiting = page.selection.view is View.WAITING and not page.selection.text
    keys = [case.filing_id for case in page.rows] if is_waiting else []
    rooms = signing.rooms_of([("filing", filing_id) for filing_id in keys]) if keys else {}
    sent = messages.of_subjects("filing", [str(filing_id) for filing_id in keys]) if keys else {}
    return [_row(case, rooms, sent) | {"unit": units.get(case.unit_id, "")} for case in page.rows]


def _with_answers(
    rows: list[dict[str, Any]], shown: tuple[Question, ...], known: answers.Known
) -> list[dict[str, Any]]:
    held = answers.cells((row["case"] for row in rows), shown)
    titles = [known.title(one) for one in shown]
    for row in rows:
        told = held.get(row["case"].id, ("",) * len(shown))
        row["answers"] = list(zip(titles, told, strict=True))
    return rows


def _row(
    case: CaseView, rooms: dict[uuid.UUID, RoomView], sent: dict[str, list[MessageView]]
) -> dict[str, Any]:
    days, room = case.days_left(clock.today()), rooms.get(case.filing_id)
    return {
        "case": case,
        "state": state_of(case),
        "level": LEVELS[case.state],
        "days": days,
        "late": -days if days is not None and days < 0 else None,
        "room": room,
        "can_remind": room is not None and room.can_be_reminded(clock.now()),
        "left": _days_left(room),
        "waits": _waits(case),
        "sent": _last_sent(room, sent.get(str(case.filing_id), [])),
    }


def _waits(case: CaseView) -> list[tuple[str, date, bool]]:
    """What the case waits for, until which day, and whether that has passed; by the day."""
    ends = case.signing_until
    until = {
        View.WAITING: clock.local(ends).date() if ends else None,
        View.SUPPLEMENT: case.asked_until,
        View.HEARING: case.hearing_until,
        View.OPINION: case.opinion_until,
        View.PAYMENT: case.payment_until,
    }
    found = sorted((day, kind) for kind, day in until.items() if day)
    return [(_kind(case, kind), day, day < clock.today()) for day, kind in found]


def _kind(case: CaseView, kind: View) -> str:
    """What is waited for; of a supplement, from whom too."""
    if kind is not View.SUPPLEMENT or case.asked_whom in {"", "applicant"}:
        return str(KIND_TEXTS[kind])
    whom = ASKED_WHOM.get(case.asked_whom, case.asked_whom.removeprefix("="))
    return f"{KIND_TEXTS[kind]}: {whom}"


def _days_left(room: RoomView | None) -> int | None:
    """How many days are left to sign, today not counted; None when nobody is waited for."""
    if room is None or room.expires_at is None or room.state is not RoomState.OPEN:
        return None
    return max((clock.local(room.expires_at).date() - clock.today()).days, 0)


def _last_sent(room: RoomView | None, sent: list[MessageView]) -> list[Any]:
    """The latest message to somebody who is missing, as what it is and the message."""
    missing = {request.citizen_id for request in room.missing} if room else set()
    to_missing = [message for message in sent if message.citizen_id in missing]
    return [(MESSAGES.get(m.template, ""), m) for m in to_missing[-1:]]


def _own_space(actor: Actor, selection: Selection) -> dict[str, Any]:
    """Those that have waited longest, and of how many where there are more."""
    if selection.view is not View.WAITING or selection.text or selection.page > 1:
        return {}
    found = signing.waiting_in_own_space(units_with(actor, Permission.CASE_READ))
    is_cut = found.number > len(found.longest)
    return {"rows": found.longest, "of": _number(found.number) if is_cut else None}
