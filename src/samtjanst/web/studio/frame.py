"""What stands around every screen of a draft: name, state, tabs, who else is here."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services.workshop import Edit, change_draft, note_presence
from samtjanst.building.definitions.types import LineState, OpenDraft
from samtjanst.capabilities.formkit.editing.places import Place, place
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def actor_of(request: ViewerRequest) -> Actor:
    """Who is looking; the view has already let her in."""
    if request.actor is None:
        raise NotFoundError
    return request.actor


def frame(request: ViewerRequest, draft: OpenDraft, tab: str, at: str = "") -> dict[str, Any]:
    """The context that every template of a draft's screens needs; notes that the actor is here."""
    actor = actor_of(request)
    note_presence(draft_id=draft.id, place=at or tab, by=actor)
    return {
        "draft": draft,
        "tabs": tabs(actor, draft.slug, tab),
        "others": workshop.others_at(actor, draft.id),
        "at": at or tab,
    }


def tabs(actor: Actor, slug: str, current: str) -> list[dict[str, Any]]:
    """The screens of an e-service, with what waits on each."""
    lines = workshop.lines(actor, slug)
    waiting = sum(line.state is LineState.MISSING for line in lines)
    said = len(workshop.comments(actor, slug, is_open=True))
    known = (
        ("editor", _("Innehåll"), None),
        ("rules", _("Villkor"), None),
        ("settings", _("Inställningar"), None),
        ("try", _("Prova"), None),
        ("comments", _("Kommentarer"), said or None),
        ("checklist", _("Checklista"), waiting or None),
        ("documentation", _("Dokumentation"), None),
        ("versions", _("Versioner"), None),
    )
    return [
        {
            "href": reverse(f"studio:{name}", args=[slug]),
            "label": label,
            "count": count,
            "current": name == current,
        }
        for name, label, count in known
    ]


def places(draft: OpenDraft) -> list[Place]:
    """Everything that keeps the draft from being a definition, by place."""
    return [place(draft.document, one) for one in problems(draft.document)]


def revision_of(request: ViewerRequest) -> int:
    """The revision that the person saw; 0, which nobody saw, when it is not a number."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def do(request: ViewerRequest, slug: str, edit: Edit) -> None:
    """Make a change to the draft as the person saw it.

    Raises:
        ConflictError: somebody else has changed the same part since.
    """
    change_draft(slug=slug, revision=revision_of(request), edit=edit, by=actor_of(request))
