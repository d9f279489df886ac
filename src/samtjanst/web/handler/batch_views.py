"""The same thing done to many cases, each by itself; and lists taken out as files."""

import uuid
from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import letters, paper_meter, unsigned
from samtjanst.journey.decide import Way
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, Priority, View
from samtjanst.web.handler import answers, batch_decisions, batch_steps, export, filters
from samtjanst.web.handler.batches import ACTIONS, MOST, Act, picked, run, told
from samtjanst.web.handler.request import actor_of, key
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download

MOST_EXPORTED = 10_000


@staff(Permission.CASE_HANDLE)
@require_POST
def many(request: ViewerRequest, view: str) -> HttpResponse:
    """Do one thing to the chosen cases, or to the whole list; tell how it went for each.

    The same form sent twice does nothing twice: it is told again how it went.
    """
    actor, action = actor_of(request), request.POST.get("gor", "")
    if action not in ACTIONS or view not in set(View):
        raise NotFoundError
    chosen = picked(request, actor, View(view))
    back = f"{reverse('handler:list', args=[view])}?{filters.query(request.POST)}"
    if not chosen:
        return HttpResponseRedirect(back)
    if action == batch_decisions.ACTION:
        require(actor, Permission.CASE_DECIDE)
        return batch_decisions.asked(request, view, chosen)
    if action == batch_steps.ACTION:
        return batch_steps.asked(request, view, chosen)
    form = key(request.POST, "engang") or ids.new_id()
    written: list[tuple[str, str]] = []
    act = _act(request, actor, action, written)
    run(key=form, action=action, act=act, chosen=chosen, kept={"letters": written}, by=actor)
    return told(request, key=form, action=action, view=view, back=back, by=actor)


@staff(Permission.CASE_HANDLE)
@require_POST
def undo_many(request: ViewerRequest, view: str) -> HttpResponse:
    """Take back, in one go, the messages or decisions of a batch that have not left the house."""
    actor, form = actor_of(request), key(request.POST, "engang")
    went = cases.batch_outcome(actor, form) if form else None
    if went is None or view not in set(View):
        raise NotFoundError
    later = [reference for reference, way in went.ways if way == Way.LATER]
    gone = [one for one, letter in went.letters if not _undone(one, letter, actor)]
    gone += [one for one in later if not _undecided(one, actor)]
    context = {
        "action": ACTIONS[went.action],
        "told": went,
        "gone": gone,
        "is_undone": True,
        "taken_back": len(went.letters) + len(later) - len(gone),
        "back": reverse("handler:list", args=[view]),
    }
    return render(request, "handler/many.html", context)


def _undone(reference: str, letter: str, by: Actor) -> bool:
    try:
        letters.take_back(reference=reference, letter_id=uuid.UUID(letter), by=by)
    except ConflictError:
        return False
    except NotFoundError:
        return True  # taken back already
    return True


def _undecided(reference: str, by: Actor) -> bool:
    """Whether the decision is not made: taken back now, or before."""
    try:
        services.take_back_decision(reference=reference, by=by)
    except ConflictError:
        return cases.decision_of(cases.get_case(by, reference).id) is None
    except NotFoundError:
        return False
    return True


@staff(Permission.CASE_EXPORT)
@require_POST
def take_out(request: ViewerRequest, view: str) -> HttpResponse:
    """The whole list as a file, with a trace of who took out how much."""
    actor = actor_of(request)
    if view not in set(View):
        raise NotFoundError
    known = answers.known(request.POST)
    selection = filters.selection(actor, View(view), request.POST, known)
    found = cases.every(actor, selection, MOST_EXPORTED)[:MOST_EXPORTED]
    more = answers.columns(request.POST, known)
    heads = (*export.heads(), *map(known.title, more))
    lines = export.lines(found, answers.cells(found, more), len(more))
    name = f"arenden-{view}-{clock.today().isoformat()}"
    return _as_file(request, name, [heads, *lines], len(lines), actor)


@staff(Permission.CASE_EXPORT)
@require_POST
def take_out_many(request: ViewerRequest, view: str) -> HttpResponse:
    """The chosen cases as a file; its last lines say which were left out, and why."""
    actor = actor_of(request)
    if view not in set(View):
        raise NotFoundError
    chosen = picked(request, actor, View(view))
    if not chosen:
        return HttpResponseRedirect(f"{reverse('handler:list', args=[view])}")
    known = answers.known(request.POST)
    more = answers.columns(request.POST, known)
    held = {case.reference: case for case in cases.cases_in_reach(actor, chosen[:MOST])}
    found = [held[reference] for reference in chosen[:MOST] if reference in held]
    heads = (*export.heads(), *map(known.title, more))
    lines = export.lines(found, answers.cells(found, more), len(more))
    table = [heads, *lines, *_left_out(chosen, held)]
    return _as_file(request, f"arenden-valda-{clock.today().isoformat()}", table, len(lines), actor)


def _left_out(chosen: list[str], held: Mapping[str, CaseView]) -> list[tuple[str, str]]:
    hidden = _("Följer inte med: skyddade personuppgifter.")
    whys = {ref: hidden if case.is_protected else "" for ref, case in held.items()}
    told = [(ref[:30], whys.get(ref, _("Ärendet finns inte."))) for ref in chosen[:MOST]]
    cut = [(ref[:30], _("Följer inte med: högst 500 åt gången.")) for ref in chosen[MOST:]]
    return [line for line in (*told, *cut[:MOST]) if line[1]]


def _as_file(
    request: ViewerRequest, name: str, table: list[tuple[str, ...]], count: int, by: Actor
) -> HttpResponse:
    is_workbook = request.POST.get("format") == "xlsx"
    services.note_export(count=count, kind="xlsx" if is_workbook else "csv", by=by)
    paper_meter.count_list(rows=count, by=by)
    if is_workbook:
        return download(export.as_workbook(table), f"{name}.xlsx", export.XLSX)
    return download(export.as_csv(table), f"{name}.csv", export.CSV)


def _act(request: ViewerRequest, by: Actor, action: str, written: list[tuple[str, str]]) -> Act:
    staff_id, label = key(request.POST, "till_handlaggare"), request.POST.get("marke", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")

    def write(ref: str) -> None:
        letter = letters.write_to_applicant(reference=ref, text=text, by=by)
        written.append((ref, str(letter)))

    acts: dict[str, Act] = {
        "ta": lambda ref: services.take(reference=ref, by=by),
        "fordela": lambda ref: services.assign(
            reference=ref, staff_id=staff_id or uuid.UUID(int=0), by=by
        ),
        "tillbaka": lambda ref: services.release(reference=ref, by=by),
        "mark": lambda ref: services.put_label(reference=ref, name=label, by=by),
        "avmark": lambda ref: services.remove_label(reference=ref, name=label, by=by),
        "brattom": lambda ref: services.prioritise(reference=ref, priority=Priority.HIGH, by=by),
        "lugnt": lambda ref: services.prioritise(reference=ref, priority=Priority.NORMAL, by=by),
        "skriv": write,
        "fraga_igen": lambda ref: unsigned.ask_again(reference=ref, by=by),
        "utan_underskrift": lambda ref: unsigned.go_on(reference=ref, reason=text, by=by),
        "avsluta": lambda ref: unsigned.close(reference=ref, reason=text, by=by),
    }
    return acts[action]
