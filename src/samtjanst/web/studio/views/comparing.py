"""What has changed between two versions, and in the draft."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samtjanst.building.definitions.queries import workshop
from samtjanst.capabilities.formkit.compare import changes, said
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.web.studio.frame import actor_of
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken

# What a document remembers of a block so that a program can follow it.
BOOKKEEPING = frozenset({"sha256", "names"})


def sentences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Every change as one sentence."""
    found = (
        spoken(said(change, before, after))
        for change in changes(before, after)
        if change.path[0] != "blocks" or change.path[-1] not in BOOKKEEPING
    )
    return list(dict.fromkeys(found))


@staff(Permission.ESERVICE_READ)
@require_safe
def compared(request: ViewerRequest, slug: str, number: int) -> HttpResponse:
    """A version beside the one before it."""
    actor = actor_of(request)
    version = workshop.version(actor, slug, number)
    earlier = [one.number for one in workshop.versions(actor, slug) if one.number < number]
    before = workshop.version(actor, slug, earlier[0]).document if earlier else {}
    context = {
        "slug": slug,
        "number": number,
        "earlier": earlier[0] if earlier else None,
        "changes": sentences(before, version.document) if earlier else [],
    }
    return render(request, "studio/compared.html", context)
