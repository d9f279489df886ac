"""What goes to business systems: the copy card, and what has stopped."""

import uuid
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import hand_over
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.handoff import hand_times, queries, services
from samtjanst.running.handoff.services.again import LONGEST
from samtjanst.running.handoff.types import (
    CopyCard,
    DeliveryState,
    DeliveryView,
    Step,
    Typed,
    Use,
)
from samtjanst.web.handler import export
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download

SINCE = timedelta(days=90)
STATES = {
    DeliveryState.TO_COPY: _("Väntar på att kopieras"),
    DeliveryState.COPIED: _("Kopierat för hand"),
    DeliveryState.WAITING: _("Väntar på en annan överföring"),
    DeliveryState.QUEUED: _("På väg"),
    DeliveryState.SENT: _("Överlämnat, väntar på kvittens"),
    DeliveryState.RECEIVED: _("Mottaget"),
    DeliveryState.PARKED: _("Har stannat"),
}
STEPS = {
    Step.COPY_CARD: _("Kopieringskort"),
    Step.FILE: _("Fil som hämtas av en robot"),
    Step.INTERFACE: _("Gränssnitt"),
    Step.INTERFACE_WITH_RECEIPT: _("Gränssnitt med kvittens"),
}
NEXT = {
    Step.COPY_CARD: _("En fil som en robot hämtar"),
    Step.FILE: _("Ett gränssnitt: det som stannar syns genast"),
    Step.INTERFACE: _("Kvittens från systemet: ärendet följer med dit"),
}
TELLING = 10  # hours; below it, tenths are worth telling
PROBLEMS = {
    services.PROTECTED: _(
        "Någon har skyddade personuppgifter. Lämna uppgifterna på ett säkert sätt."
    ),
    "no_receipt": _("Ingen har hämtat uppgifterna."),
    services.LATE: _("Mottagaren har inte svarat än. Vi fortsätter att fråga."),
    "unreachable": _("Mottagaren gick inte att nå."),
    "timeout": _("Mottagaren svarade inte i tid."),
    "unreadable": _("Mottagarens svar gick inte att läsa."),
    "tls": _("Mottagaren och vi godtog inte varandras certifikat."),
    "status:422": _("Mottagaren godtog inte uppgifterna."),
    "status:401": _("Mottagaren släppte inte in oss."),
    "status:403": _("Mottagaren släppte inte in oss."),
    "folder": _("Mappen gick inte att skriva i."),
    "locked": _("Mottagaren håller på med filen."),
    "not_scanned": _("En bilaga är inte genomsökt efter skadlig kod än."),
    "tampered": _("Det som lämnades in stämmer inte med sitt sigill. Kontakta driften."),
    "no_case": _("Mottagaren behöver hela ärendet, som inte kunde läsas."),
}
_REASONS = {
    "missing": _("%(field)s: uppgiften saknas i ärendet."),
    "no_code": _("%(field)s: svaret har ingen kod hos mottagaren."),
    "not_a_date": _("%(field)s: uppgiften är inget datum."),
    "not_a_number": _("%(field)s: uppgiften är inget tal."),
    "not_a_truth": _("%(field)s: uppgiften är varken ja eller nej."),
    "refused": _("%(field)s: mottagarens schema godtar inte uppgiften."),
    "absent": _("%(field)s: mottagarens schema kräver fältet, men det är inte med."),
    "surplus": _("%(field)s: mottagarens schema har inget sådant fält."),
}


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def copy_card(request: ViewerRequest, reference: str, delivery_id: uuid.UUID) -> HttpResponse:
    """The fields in the receiver's order; what is ticked is kept."""
    actor = _actor(request)
    if request.method == "POST":
        names = request.POST.getlist("copied")
        services.copy(reference=reference, delivery_id=delivery_id, names=names, by=actor)
        return HttpResponseRedirect(reverse("handler:copy_card", args=[reference, delivery_id]))
    card = queries.copy_card(actor, reference, delivery_id)
    services.open_card(reference=reference, delivery_id=delivery_id, by=actor)
    return render(request, "handler/handoff/card.html", {"card": card, "fields": _fields(card)})


@staff(Permission.CASE_HANDLE)
@require_POST
def take_by_hand(request: ViewerRequest, reference: str, delivery_id: uuid.UUID) -> HttpResponse:
    """Copy by hand what could not be delivered."""
    services.take_by_hand(reference=reference, delivery_id=delivery_id, by=_actor(request))
    return HttpResponseRedirect(reverse("handler:copy_card", args=[reference, delivery_id]))


@staff(Permission.HANDOFF_FOLLOW)
@require_safe
def deliveries(request: ViewerRequest) -> HttpResponse:
    """What has stopped, what copying costs, and a trial of a route on an earlier case."""
    actor = _actor(request)
    return render(
        request, "handler/handoff/list.html", _overview(request, actor) | _trial(request, actor)
    )


@staff(Permission.HANDOFF_FOLLOW)
@require_POST
def hand_time(request: ViewerRequest, slug: str) -> HttpResponse:
    """Tell what it takes to type one case of an e-service."""
    actor, written = _actor(request), request.POST.get("minuter", "").strip()
    try:
        hand_times.set_hand_time(e_service=slug, minutes=_minutes(written), by=actor)
    except InvalidInputError as error:
        context = _overview(request, actor)
        for row in context["typed"]:
            if row["typed"].e_service == slug:
                row |= {"minutes": written, "errors": error.problems[slug]}
        context["problems"] = [(f"minuter-{slug}", text) for text in error.problems[slug]]
        return render(request, "handler/handoff/list.html", context, status=422)
    return HttpResponseRedirect(f"{reverse('handler:deliveries')}#for-hand")


def _minutes(text: str) -> int | None:
    """None for nothing written, 0 for what is no number."""
    plain = "".join(text.split())
    if not plain:
        return None
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else 0


@staff(Permission.HANDOFF_FOLLOW)
@require_POST
def restart(request: ViewerRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Start a delivery that has stopped again."""
    hand_over.restart(delivery_id=delivery_id, by=_actor(request))
    return HttpResponseRedirect(reverse("handler:deliveries"))


@staff(Permission.HANDOFF_FOLLOW)
@require_http_methods(["GET", "POST"])
def send_again(request: ViewerRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Send what has been delivered once more; why is kept."""
    actor, ground = _actor(request), request.POST.get("ground", "")
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            services.send_again(delivery_id=delivery_id, ground=ground, by=actor)
        except InvalidInputError as error:
            errors = error.problems
        except TransitionError:  # somebody, or a second press, was before
            return HttpResponseRedirect(reverse("handler:deliveries"))
        else:
            return HttpResponseRedirect(f"{reverse('handler:deliveries')}?besked=igen")
    item = shown([queries.to_send_again(actor, delivery_id)])[0]
    context = {"item": item, "ground": ground, "errors": errors, "longest": LONGEST}
    context["problems"] = [("ground", text) for text in errors.get("ground", ())]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "handler/handoff/again.html", context, status=status)


@staff(Permission.HANDOFF_FOLLOW)
@require_POST
def take_out(request: ViewerRequest) -> HttpResponse:
    """What has stopped, as a list: numbers and reasons, nothing of what was to be delivered."""
    actor = _actor(request)
    found = shown(queries.every_parked(actor))
    services.note_taken_out(count=len(found), by=actor)
    heads = (_("Ärende"), _("Mottagare"), _("Orsak"), _("Kod"), _("Försök"), _("Sedan"))
    table = [tuple(map(str, heads)), *map(_line, found)]
    name = f"overforingar-som-stannat-{clock.today().isoformat()}.csv"
    return download(export.as_csv(table), name, export.CSV)


def _line(item: dict[str, Any]) -> tuple[str, ...]:
    one: DeliveryView = item["delivery"]
    at = clock.local(one.created_at).strftime("%Y-%m-%d %H:%M")
    return (one.reference, one.route, item["problem"], one.problem, str(one.attempts), at)


def shown(deliveries: list[DeliveryView]) -> list[dict[str, Any]]:
    """Deliveries with their states and reasons in words."""
    return [
        {
            "delivery": one,
            "state": STATES[one.state],
            "step": STEPS[one.step],
            "problem": problem(one.problem),
            "can_restart": one.problem != services.PROTECTED,
        }
        for one in deliveries
    ]


def problem(code: str) -> str:
    """A reason in words; an unknown code as it is, for the operator."""
    # An exchange that failed tells first with what kind of system it was.
    if known := PROBLEMS.get(code) or PROBLEMS.get(code.rpartition(":")[2]):
        return str(known)
    field, _colon, reason = code.partition("; ")[0].rpartition(": ")
    named = {"field": field or gettext("Hela paketet")}
    return str(_REASONS[reason]) % named if reason in _REASONS else code


def _overview(request: ViewerRequest, actor: Actor) -> dict[str, Any]:
    sought = request.GET.get("sok", "").strip()[:40]
    used, cost = queries.use(actor, clock.now() - SINCE), _hour_cost(actor)
    return {
        "parked": shown(queries.parked(actor)),
        "late": shown(queries.late(actor)),
        "sought": sought,
        "done": shown(queries.delivered(actor, sought)),
        "is_sent_again": request.GET.get("besked") == "igen",
        "use": [_use(one, cost) for one in used],
        "typed": [_typed(one, cost) for one in hand_times.typed(actor, clock.now() - SINCE, used)],
        "routes": queries.routes(actor),
        "steps": STEPS,
        "may_read": can(actor, Permission.CASE_LIST),
        "days": SINCE.days,
    }


def _use(used: Use, cost: int) -> dict[str, Any]:
    hours = used.hours_a_year(SINCE.days)
    return {
        "use": used,
        "step": STEPS[used.step],
        "minutes": used.seconds // 60,
        "saves": round(hours, 1 if hours < TELLING else 0),
        "kronor": round(hours * cost, -2),
        "next": NEXT.get(used.step, ""),
    }


def _typed(one: Typed, cost: int) -> dict[str, Any]:
    hours, saved = one.hours_a_year(SINCE.days), one.saved_a_year(SINCE.days)
    return {
        "typed": one,
        "minutes": "" if one.minutes is None else str(one.minutes),
        "hours": _rounded(hours),
        "saves": _rounded(saved),
        "kronor": round((saved or 0) * cost, -2),
        "errors": (),
    }


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 1 if hours < TELLING else 0)


def _hour_cost(actor: Actor) -> int:
    """In kronor: the municipality's own, else the operator's; 0 tells hours in hours only."""
    decided = queries.hour_cost(actor)
    if decided is not None:
        return decided
    costs: dict[str, int] = settings.HOUR_COSTS
    return costs.get(current().slug, costs.get("", 0))


def _trial(request: ViewerRequest, actor: Actor) -> dict[str, Any]:
    given, reference = request.GET.get("overforing", ""), request.GET.get("arende", "").strip()
    context: dict[str, Any] = {"chosen": given, "reference": reference}
    if not given:
        return context
    try:
        route = queries.get_route(actor, uuid.UUID(given))
        if not reference:
            return context | _trials(hand_over.trials(route=route, by=actor), route.version)
        made = hand_over.trial(route=route, reference=reference, by=actor)
    except (ValueError, NotFoundError):
        return context | {"not_found": True}
    told = [problem(f"{one.to}: {one.reason}") for one in made.content.problems]
    fields = list(made.content.fields.items())
    return context | {"trial": fields, "trial_problems": told} | _trials([made], route.version)


def _trials(made: list[hand_over.Trial], version: int) -> dict[str, Any]:
    """What the mapping's version makes otherwise than the one before, case by case."""
    return {
        "tried": len(made),
        "changed": [one for one in made if one.differences],
        "version": version,
        "before": max((one.before for one in made), default=0),
    }


def _fields(card: CopyCard) -> list[dict[str, Any]]:
    copied = set(card.delivery.copied)
    return [{"name": name, "value": value, "copied": name in copied} for name, value in card.fields]


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
