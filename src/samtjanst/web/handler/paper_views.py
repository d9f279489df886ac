"""The paper meter: the pages of the last twelve months, by e-service."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import PaperMonth, WhyAsked, WrongWay
from samtjanst.web.handler.request import actor_of
from samtjanst.web.handler.ways_in import CHANNELS, REASONS
from samtjanst.web.ui.access import staff


@staff(Permission.STATISTICS_READ)
@require_safe
def paper(request: ViewerRequest) -> HttpResponse:
    """How many pages are still printed, downloaded and exported."""
    found = cases.paper(actor_of(request))
    names = {one.slug: one.title for one in all_published()} | {"": _("Listor över flera")}
    whole = [_sum(months) for months in zip(*found.values(), strict=True)]
    context = {
        "months": _drawn(whole),
        "services": [(names.get(slug, slug), _drawn(months)) for slug, months in found.items()],
        "asked": [_why(one, names) for one in cases.why_asked(actor_of(request))],
        "wrong": [_wrong(one, names) for one in cases.wrong_ways(actor_of(request))],
        **_trend(whole),
    }
    return render(request, "handler/paper.html", context)


def _why(one: WhyAsked, names: dict[str, str]) -> tuple[str, int, list[tuple[Any, int]]]:
    counts = [(REASONS[reason], count) for reason, count in one.reasons]
    return names.get(one.slug, one.slug), one.whole, counts


def _wrong(one: WrongWay, names: dict[str, str]) -> tuple[str, int, list[tuple[Any, int]]]:
    title = names.get(one.slug, one.slug) if one.slug else _("Okänd e-tjänst")
    return title, one.whole, [(CHANNELS[channel], count) for channel, count in one.counts]


def _sum(months: Iterable[PaperMonth]) -> PaperMonth:
    found = list(months)
    return PaperMonth(
        found[0].month,
        sum(one.printed for one in found),
        sum(one.downloaded for one in found),
        sum(one.exported for one in found),
        sum(one.own for one in found),
    )


def _drawn(months: list[PaperMonth]) -> list[tuple[PaperMonth, int]]:
    """Each month with the length of its bar, 0 to 100; those before the first page are left out."""
    while len(months) > 1 and not (months[-1].pages or months[-1].own):
        months = months[:-1]
    most = max((one.pages for one in months), default=0) or 1
    return [(one, round(100 * one.pages / most)) for one in months]


def _trend(months: list[PaperMonth]) -> dict[str, Any]:
    """The last whole month beside the one before; nothing when there is none to compare with."""
    if len(months) < 3 or not months[2].pages:
        return {}
    change = round(100 * (months[1].pages - months[2].pages) / months[2].pages)
    return {"last": months[1], "change": abs(change), "is_less": change < 0, "is_same": change == 0}
