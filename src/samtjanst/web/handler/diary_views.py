"""The diary, and the log of what has been given out of cases."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import paper_meter
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import DiaryFilter, DiaryLine
from samtjanst.web.handler import export
from samtjanst.web.handler.request import actor_of, day, whole
from samtjanst.web.handler.texts import DISCLOSED, ENTRIES
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download


@staff(Permission.DIARY_READ)
@require_safe
def diary(request: ViewerRequest) -> HttpResponse:
    """The diary of the actor's units; ``format`` gives it as a file, which leaves a trace."""
    actor = actor_of(request)
    first, last = _period(request)
    page = max(whole(request.GET, "sida", 1), 1)
    wanted = DiaryFilter(first, last, request.GET.get("tjanst", ""), page)
    kind = request.GET.get("format", "")
    is_file = kind in {"csv", "xlsx"}
    found, has_more = cases.diary(actor, wanted, whole=is_file)
    if is_file:
        table = [_heads(), *map(_line, found)]
        services.note_export(count=len(found), kind=f"diary.{kind}", by=actor)
        paper_meter.count_list(rows=len(found), by=actor)
        name = f"diarium-{first}-{last}"
        if kind == "xlsx":
            return download(export.as_workbook(table), f"{name}.xlsx", export.XLSX)
        return download(export.as_csv(table), f"{name}.csv", export.CSV)
    context = {
        "rows": [(line, ENTRIES[line.entry]) for line in found],
        "has_more": has_more,
        "wanted": wanted,
        "services": [(one.slug, one.title) for one in all_published()],
    }
    return render(request, "handler/diary.html", context)


@staff(Permission.CASE_DISCLOSE)
@require_safe
def disclosures(request: ViewerRequest) -> HttpResponse:
    """What has been given out, or refused, in a period."""
    first, last = _period(request)
    found = cases.disclosures(actor_of(request), first, last)
    rows = [(line, *DISCLOSED[line.state]) for line in found]
    context = {"rows": rows, "first": first, "last": last}
    return render(request, "handler/disclosures.html", context)


def _period(request: ViewerRequest) -> tuple[date, date]:
    """The chosen days; this month when none are chosen."""
    today = clock.today()
    first = day(request.GET, "fran") or today.replace(day=1)
    return first, max(first, day(request.GET, "till") or today)


def _heads() -> tuple[str, ...]:
    return (
        _("Handling"), _("Datum"), _("In eller ut"), _("Från eller till"), _("Ärendet rör"),
        _("Slag"),
    )  # fmt: skip


def _line(line: DiaryLine) -> tuple[str, ...]:
    return (
        f"{line.reference}:{line.number}",
        clock.local(line.at).strftime("%Y-%m-%d"),
        _("In") if line.entry.is_incoming else _("Ut"),
        line.who or _("Utelämnat"),
        line.title,
        str(ENTRIES[line.entry]),
    )
