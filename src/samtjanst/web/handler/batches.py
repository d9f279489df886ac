"""What every batch of cases shares: what can be done, which are chosen, how each of them went."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import structlog
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey.decide import Way
from samtjanst.kernel import ids
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import BatchOutcome, Sort, View
from samtjanst.web.handler import filters

log = structlog.get_logger(__name__)
MOST = 500
_LONGEST_NUMBER = 30
Act = Callable[[str], None]
NOTHING: Mapping[str, list[tuple[str, str]]] = MappingProxyType({})
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
    "steg": gettext_lazy("Flytta till en annan status"),
    "besluta": gettext_lazy("Besluta"),
}


def picked(request: ViewerRequest, actor: Actor, view: View) -> list[str]:
    """The numbers of the chosen cases, or of the whole list; may be one more than the most."""
    if "alla" not in request.POST:
        return numbers(request.POST.getlist("arende"))
    selection = replace(filters.selection(actor, view, request.POST), sort=Sort.OLDEST)
    return [case.reference for case in cases.every(actor, selection, MOST)]


def numbers(posted: Iterable[str]) -> list[str]:
    """What can be numbers of cases, each once; of nonsense as much as can be shown again."""
    kept = (one[:_LONGEST_NUMBER].replace("\0", "") for one in posted)
    return list(dict.fromkeys(one for one in kept if one))


def run(  # noqa: PLR0913 - all of them have a plain name
    *,
    key: uuid.UUID,
    action: str,
    act: Act,
    chosen: list[str],
    kept: Mapping[str, list[tuple[str, str]]] = NOTHING,
    by: Actor,
) -> None:
    """Do it to each case by itself, and keep how it went; nothing when the form was sent before.

    ``kept``: what ``act`` fills in by what the outcome calls it: the "letters" that it has
    written, by case and key, or the "ways" that decisions went.
    """
    if not services.begin_batch(key=key, action=action, by=by):
        return
    results = [(reference, outcome(act, reference)) for reference in chosen[:MOST]]
    went = BatchOutcome(
        action=action,
        done=tuple(reference for reference, problem in results if not problem),
        failed=tuple((reference, problem) for reference, problem in results if problem),
        is_cut=len(chosen) > MOST,
        **{name: tuple(rows) for name, rows in kept.items()},
    )
    services.end_batch(key=key, outcome=went, by=by)


def told(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest, *, key: uuid.UUID, action: str, view: str, back: str, by: Actor
) -> HttpResponse:
    """How it went for each; said so when it is still being done."""
    went = cases.batch_outcome(by, key)
    context = {
        "action": ACTIONS[went.action if went else action],
        "told": went,
        "back": back,
        "view": view,
        "once": key,
        "ways": Counter(way for _reference, way in went.ways) if went else {},
        "can_undo": bool(went and can_be_undone(went) and settings.UNDO_SECONDS),
    }
    return render(request, "handler/many.html", context, status=200 if went else 409)


def can_be_undone(went: BatchOutcome) -> bool:
    """Whether something was sent that stays in the house for a while."""
    return bool(went.letters) or any(way == Way.LATER for _reference, way in went.ways)


def outcome(act: Act, reference: str) -> str:
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
