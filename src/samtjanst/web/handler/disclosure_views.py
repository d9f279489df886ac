"""Giving a case out to somebody who asks: choosing what is masked, looking, giving, refusing."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files.sniff import PDF
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import extract, masking, paper_meter
from samtjanst.journey.drawn import PAGED
from samtjanst.journey.extract import Looked
from samtjanst.journey.masking import Mark, Marks
from samtjanst.journey.parts import Part
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import DisclosureDraft, PaperKind
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key
from samtjanst.web.handler.texts import DISCLOSED
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.download import download, inline

# Provisions that masks often rest on; any other is written by hand.
GROUNDS = (
    "21 kap. 1 § OSL", "21 kap. 3 § OSL", "22 kap. 1 § OSL", "23 kap. 1 § OSL", "23 kap. 2 § OSL",
    "25 kap. 1 § OSL", "26 kap. 1 § OSL", "31 kap. 16 § OSL", "40 kap. 5 § OSL", "2 kap. 12 § TF",
)  # fmt: skip


@staff(Permission.CASE_DISCLOSE)
@require_http_methods(["GET", "POST"])
def disclose(request: ViewerRequest, reference: str) -> HttpResponse:
    """Choose what is masked, look at what it becomes, give it."""
    actor = actor_of(request)
    looked = extract.look(reference=reference, by=actor)
    if request.method != "POST":
        return _page(request, looked)
    if request.POST.get("seen") != looked.digest:
        told_now = _("Något nytt har kommit in i ärendet. Gå igenom det innan du lämnar ut det.")
        return _page(request, looked, {"parts": [told_now]})
    try:
        marks = _marks(request, looked)
        if "look" in request.POST:
            made = extract.make(looked=looked, marks=marks, by=actor)
            paper_meter.count_file(
                case=looked.case, content=made.content, content_type=PDF,
                kind=PaperKind.PRINT, by=actor,
            )  # fmt: skip
            return inline(made.content, f"{_('utkast')}-{reference}.pdf", PDF)
        draft, seen = _draft(request), looked.digest
        extract.give(reference=reference, seen=seen, marks=marks, draft=draft, by=actor)
    except InvalidInputError as error:
        return _page(request, looked, error.problems)
    return _back(reference)


@staff(Permission.CASE_DISCLOSE)
@require_POST
def refuse(request: ViewerRequest, reference: str) -> HttpResponse:
    """Refuse; in a decision if that is asked for."""
    actor = actor_of(request)
    formally = "formally" in request.POST
    try:
        extract.refuse(reference=reference, draft=_draft(request), formally=formally, by=actor)
    except InvalidInputError as error:
        looked = extract.look(reference=reference, by=actor)
        problems = {f"refuse_{name}": texts for name, texts in error.problems.items()}
        return _page(request, looked, problems)
    return _back(reference)


@staff(Permission.CASE_DISCLOSE)
@require_safe
def file(request: ViewerRequest, reference: str, disclosure_id: uuid.UUID) -> HttpResponse:
    """What was given, or the decision."""
    info, content = extract.opened(
        reference=reference, disclosure_id=disclosure_id, by=actor_of(request)
    )
    return download(content, info.name, info.content_type)


def _back(reference: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('handler:disclose', args=[reference])}?sparat")


def _marks(request: ViewerRequest, looked: Looked) -> Marks:
    problems: Problems = {}
    parts = {}
    for part in looked.parts:
        pages = masking.pages_in(request.POST.get(f"pages-{part.id}", ""))
        if pages is None:
            problems[part.id] = [_("Skriv sidor så här: 1, 3-5.")]
        parts[part.id] = Mark(
            ground=request.POST.get(f"ground-{part.id}", "").strip(),
            whole=f"whole-{part.id}" in request.POST,
            words=masking.words_in(request.POST.get(f"words-{part.id}", "")),
            pages=pages or frozenset(),
        )
    if problems:
        raise InvalidInputError(problems)
    everywhere = masking.words_in(request.POST.get("everywhere", ""))
    return Marks(parts, everywhere, request.POST.get("ground", "").strip())


def _draft(request: ViewerRequest) -> DisclosureDraft:
    return DisclosureDraft(
        id=key(request.POST, "key") or uuid.uuid4(),
        asked_on=day(request.POST, "asked_on") or clock.today(),
        asked_by=request.POST.get("asked_by", ""),
        wish=request.POST.get("wish", "").replace("\r\n", "\n"),
        reasons=request.POST.get("reasons", "").replace("\r\n", "\n"),
        ground=request.POST.get("ground", "").strip(),
    )


def _page(request: ViewerRequest, looked: Looked, problems: Problems | None = None) -> HttpResponse:
    faults, posted = problems or {}, request.POST
    groups: dict[str, list[dict[str, Any]]] = {}
    for part in looked.parts:
        groups.setdefault(part.group, []).append(_shown(request, looked, part, faults))
    context = {
        "case": looked.case,
        "seen": looked.digest,
        "groups": groups.items(),
        "grounds": GROUNDS,
        "posted": posted,
        "key": posted.get("key", "") or uuid.uuid4(),
        "today": clock.today(),
        "log": [(line, *DISCLOSED[line.state]) for line in cases.disclosures_of(looked.case)],
        "is_saved": "sparat" in request.GET,
        **told(faults),
        "problems": _listed(faults, looked),
    }
    return render(request, "handler/disclosure.html", context, status=422 if faults else 200)


def _shown(
    request: ViewerRequest, looked: Looked, part: Part, problems: Problems
) -> dict[str, Any]:
    posted = request.POST
    # Nobody protected is given out by a slip: everything is masked until it is let through.
    whole = f"whole-{part.id}" in posted if posted else looked.case.is_protected
    words, pages = posted.get(f"words-{part.id}", ""), posted.get(f"pages-{part.id}", "")
    ground = posted.get(f"ground-{part.id}", "")
    faults = problems.get(part.id, [])
    return {
        "part": part,
        "whole": whole,
        "words": words,
        "pages": pages,
        "ground": ground,
        "faults": faults,
        "is_open": bool(words or pages or ground or faults),
        "has_pages": part.file is not None and part.file.content_type in PAGED,
    }


def _listed(problems: Problems, looked: Looked) -> list[tuple[str, str]]:
    """What is wrong, with the name of the part where it is."""
    names = {part.id: f"{part.label}: " for part in looked.parts}
    return [(n, names.get(n, "") + text) for n, texts in problems.items() for text in texts]
