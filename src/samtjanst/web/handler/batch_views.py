"""The same thing done to many cases, each by itself; and lists taken out as files."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import letters, paper_meter, unsigned
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import BatchOutcome, CaseView, Priority, Sort, View
from samtjanst.web.handler import answers, export, filters
from samtjanst.web.handler.request import actor_of, key
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download

log = structlog.get_logger(__name__)
MOST = 500
MOST_EXPORTED = 10_000
Act = Callable[[str], None]
ACTIONS: dict[str, Promise] = {
    "ta": gettext_lazy("Ta"),
    "fordela": gettext_lazy("Fördela"),
    "tillbaka": gettext_lazy("Lägg tillbaka bland nya"),
    "mark": gettext_lazy("Sätt märkning"),
    "avmark": gettext_lazy("Ta bort märkning"),
    "brattom": gettext_lazy("Märk som bråttom"),
    "lugnt": gettext_lazy("Ta bort bråttom"),
    "skriv": gettext_lazy("Skriv till den sökande"),
    "fraga_igen": gettext_lazy("Be om underskrift igen"),
    "utan_underskrift": gettext_lazy("Handlägg utan underskrift"),
    "avsluta": gettext_lazy("Avsluta utan underskrift"),
}


@staff(Permission.CASE_HANDLE)
@require_POST
def many(request: ViewerRequest, view: str) -> HttpResponse:
    """Do one thing to the chosen cases, or to the whole list; tell how it went for each.

    The same form sent twice does nothing twice: it is told again how it went.
    """
    actor, action = actor_of(request), request.POST.get("gor", "")
    if action not in ACTIONS or view not in set(View):
        raise NotFoundError
    chosen = _chosen(request, actor, View(view))
    back = f"{reverse('handler:list', args=[view])}?{filters.query(request.POST)}"
    if not chosen:
        return HttpResponseRedirect(back)
    form = key(request.POST, "engang") or ids.new_id()
    if services.begin_batch(key=form, action=action, by=actor):
        written: list[tuple[str, str]] = []
        done = _done(_act(request, actor, action, written), action, chosen)
        services.end_batch(key=form, outcome=replace(done, letters=tuple(written)), by=actor)
    told = cases.batch_outcome(actor, form)
    context = {
        "action": ACTIONS[told.action if told else action],
        "told": told,
        "back": back,
        "view": view,
        "once": form,
        "can_undo": bool(told and told.letters and settings.UNDO_SECONDS),
    }
    return render(request, "handler/many.html", context, status=200 if told else 409)


@staff(Permission.CASE_HANDLE)
@require_POST
def undo_many(request: ViewerRequest, view: str) -> HttpResponse:
    """Take back, in one go, the messages of a batch that have not left the house."""
    actor, form = actor_of(request), key(request.POST, "engang")
    told = cases.batch_outcome(actor, form) if form else None
    if told is None or view not in set(View):
        raise NotFoundError
    gone = [
        reference for reference, letter in told.letters if not _undone(reference, letter, actor)
    ]
    context = {
        "action": ACTIONS[told.action],
        "told": told,
        "gone": gone,
        "is_undone": True,
        "taken_back": len(told.letters) - len(gone),
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


def _done(act: Act, action: str, chosen: list[str]) -> BatchOutcome:
    results = [(reference, _outcome(act, reference)) for reference in chosen[:MOST]]
    return BatchOutcome(
        action=action,
        done=tuple(reference for reference, problem in results if not problem),
        failed=tuple((reference, problem) for reference, problem in results if problem),
        is_cut=len(chosen) > MOST,
    )


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
    chosen = _chosen(request, actor, View(view))
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


def _chosen(request: ViewerRequest, actor: Actor, view: View) -> list[str]:
    if "alla" not in request.POST:
        return list(dict.fromkeys(request.POST.getlist("arende")))
    selection = replace(filters.selection(actor, view, request.POST), sort=Sort.OLDEST)
    return [case.reference for case in cases.every(actor, selection, MOST)]


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


def _outcome(act: Act, reference: str) -> str:
    """Why it did not go, in words; "" when it did. Each case is a transaction of its own."""
    try:
        act(reference)
    except NotFoundError:
        return _("Ärendet finns inte.")
    except TransitionError:
        return _("Det går inte i det läge som ärendet är i.")
    except ConflictError:
        return _("Det är redan så.")
    except InvalidInputError as error:
        return " ".join(text for texts in error.problems.values() for text in texts)
    except Exception as error:  # noqa: BLE001 - one case's trouble must not stop the others
        number = ids.error_reference()
        # Without the traceback: a database error can quote what a person has written.
        log.error("batch.error", reference=number, kind=type(error).__name__)  # noqa: TRY400
        return _("Något gick fel hos oss. Ange numret %(n)s för driften.") % {"n": number}
    return ""
