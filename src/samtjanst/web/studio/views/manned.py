"""Who handles, decides and gets the cases of an e-service: what is set, where, what is missing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.deciding import SecondReader
from samtjanst.capabilities.formkit.process import Who
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import manned
from samtjanst.journey.manned import MILD, Gap
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.ui.access import staff

ROLES, ROUTING = "roller", "fordelning"
GAPS: dict[Gap, Promise] = {
    Gap.NO_HANDLER: _("Ingen i enheten får handlägga. Ge någon rollen handläggare."),
    Gap.NO_MANAGER: _(
        "Enheten har ingen chef, så ingen kan fördela ärenden eller ta chefens steg."
    ),
    Gap.NOBODY_DECIDES: _("Enhetens delegation ger ingen rätt att besluta i den här e-tjänsten."),
    Gap.ADVERSE_TO_BOARD: _(
        "Beslut som går parten emot fattas av nämnden: delegationen ger dem inte till någon."
    ),
    Gap.NO_SECOND_READER: _("Beslut ska läsas av någon mer, men bara en i enheten får handlägga."),
    Gap.QUESTION_GONE: _("Frågan finns inte i formuläret."),
    Gap.VALUE_GONE: _("Något av svaren går inte att välja i formuläret."),
    Gap.NOBODY_THERE: _("De som regeln ger till finns inte kvar."),
    Gap.NEVER_REACHED: _("Nås aldrig: en regel före tar alla ärenden."),
    Gap.SOME_ARE_NOBODYS: _(
        "Ärenden som ingen regel passar på står i enhetens lista tills någon tar dem."
    ),
}
READERS: dict[SecondReader, Promise] = {
    SecondReader.NEVER: _("Nej"),
    SecondReader.ADVERSE: _("När beslutet går parten emot"),
    SecondReader.ALWAYS: _("Alltid"),
}
_WHO = {
    Who.HANDLER.value: _("handläggare"),
    Who.MANAGER.value: _("chef"),
    Who.SYSTEM.value: _("anslutet system"),
}
_ROLES = {"handler": _("Handläggare"), "manager": _("Chef")}


@staff(Permission.ESERVICE_READ)
@require_safe
def roles(request: ViewerRequest, slug: str) -> HttpResponse:
    """Who owns, gets, handles, decides and reads, each with where that is set."""
    actor = actor_of(request)
    draft, service = workshop.draft_of(actor, slug), workshop.e_service(actor, slug)
    found = manned.manned(slug=slug, document=draft.document, by=actor)
    context = frame(request, draft, "settings", f"installningar:{ROLES}") | {
        "service": service,
        "manned": found,
        "points": [(one, _ROLES.get(one.role, one.role)) for one in found.points],
        "steps": [(title, at, [_WHO[one] for one in who]) for title, at, who in found.steps],
        "reader": READERS[found.second_reader],
        "missing": _told(found.gaps, mild=False),
        "notes": _told(found.gaps, mild=True),
        "can_give_roles": can(actor, Permission.STAFF_MANAGE),
        "can_delegate": can(actor, Permission.DELEGATION_TEND),
    }
    return render(request, "studio/roles.html", context)


@staff(Permission.ESERVICE_READ)
@require_safe
def routing(request: ViewerRequest, slug: str) -> HttpResponse:
    """Who gets new cases by which rule, what is wrong with each, and where they are set."""
    actor = actor_of(request)
    draft, service = workshop.draft_of(actor, slug), workshop.e_service(actor, slug)
    found = manned.manned(slug=slug, document=draft.document, by=actor)
    context = frame(request, draft, "settings", f"installningar:{ROUTING}") | {
        "service": service,
        "manned": found,
        "routed": [(one, _told(one.gaps, mild=False)) for one in found.routed],
        "notes": _told(found.routing_gaps, mild=True),
        "is_wrong": bool(set(found.routing_gaps) - MILD),
        "can_set": can(actor, Permission.ASSIGNMENT_TEND),
    }
    return render(request, "studio/routing.html", context)


def screens(actor: Actor, draft: OpenDraft) -> list[dict[str, object]]:
    """The two screens in the overview of settings, with how much is missing on each."""
    found = manned.manned(slug=draft.slug, document=draft.document, by=actor)
    lead = _("Vilka som handlägger, beslutar och läser beslut, och var det bestäms.")
    return [
        _screen(draft, "roles", _("Roller"), lead, found.gaps),
        _screen(
            draft, "routing", _("Fördelning"), _("Vem som får nya ärenden."), found.routing_gaps
        ),
    ]


def _screen(
    draft: OpenDraft, name: str, title: Promise, lead: Promise, gaps: tuple[Gap, ...]
) -> dict[str, object]:
    return {
        "url": reverse(f"studio:{name}", args=[draft.slug]),
        "title": title,
        "lead": lead,
        "missing": sum(gap not in MILD for gap in gaps),
    }


def _told(gaps: tuple[Gap, ...], *, mild: bool) -> list[Promise]:
    return [GAPS[gap] for gap in dict.fromkeys(gaps) if (gap in MILD) is mild]
