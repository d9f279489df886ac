"""From a paper form to an e-service: each proposal is accepted, changed or rejected by a person."""

import uuid
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from samtjanst.building.definitions import from_paper
from samtjanst.building.definitions.from_paper import Added, Choice
from samtjanst.building.definitions.queries import paper as found
from samtjanst.building.definitions.queries.paper import PaperView
from samtjanst.building.definitions.services import paper as verbs
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.paper.reading import LARGEST
from samtjanst.capabilities.paper.types import Proposal, Verdict
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.web.studio.fields import Field, read_line
from samtjanst.web.studio.frame import actor_of
from samtjanst.web.studio.views.home import pairs, unit_field, unit_id
from samtjanst.web.ui.access import staff

WIDTH = 1000
MOST_ADDED = 100
FREE_ROWS = 5  # to add questions in, besides those that are filled in
SAID: dict[Verdict, Promise] = {
    Verdict.ASK: _("Blir en fråga"),
    Verdict.KNOWN: _("Behövs inte: är känt"),
    Verdict.JOINED: _("Hör ihop med en annan"),
    Verdict.DROP: _("Behövs inte"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal on the screen, with what the person has chosen."""

    proposal: Proposal
    number: int
    choice: Choice
    said: str
    level: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered frame on the picture of a page."""

    number: int
    x: int
    y: int
    width: int
    height: int
    is_asked: bool
    is_framed: bool

    @property
    def dot_x(self) -> int:
        """Where the number stands: to the right, since labels stand to the left."""
        return self.x + (max(self.width - 16, 12) if self.is_framed else self.width // 2)

    @property
    def dot_y(self) -> int:
        """In the middle of a low field, in the top of a high one."""
        return self.y + min(self.height // 2, 22)


@dataclass(frozen=True, slots=True)
class AddedRow:
    """Room for a question that was not found on the paper."""

    number: int
    added: Added


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of a page with its marks."""

    number: int
    height: int
    marks: tuple[Mark, ...]


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def start(request: ViewerRequest) -> HttpResponse:
    """Choose the file."""
    if request.method != "POST":
        return render(request, "studio/paper.html", {})
    try:
        name, content = _upload(request)
        paper_id = verbs.take_in_paper(name=name, content=content, by=actor_of(request))
    except InvalidInputError as error:
        context = {"errors": error.problems.get("file", []), "problems": pairs(error.problems)}
        return render(request, "studio/paper.html", context, status=422)
    return HttpResponseRedirect(reverse("studio:paper_choose", args=[paper_id]))


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def choose(request: ViewerRequest, paper_id: uuid.UUID) -> HttpResponse:
    """The proposals beside the pictures."""
    if request.method != "POST":
        view = found.paper_form(actor_of(request), paper_id)
        return _screen(request, view, from_paper.proposed(view.paper), {})
    choices = _choices(request)
    if request.POST.get("do") == "more":
        view = found.paper_form(actor_of(request), paper_id)
        return _screen(request, view, from_paper.proposed(view.paper) | choices, {})
    try:
        verbs.build_from_paper(
            paper_id=paper_id,
            title=read_line(request.POST, "title"),
            unit_id=unit_id(request),
            choices=choices,
            added=_added(request),
            by=actor_of(request),
        )
    except InvalidInputError as error:
        view = found.paper_form(actor_of(request), paper_id)
        chosen = from_paper.proposed(view.paper) | choices
        return _screen(request, view, chosen, error.problems)
    return HttpResponseRedirect(reverse("studio:paper_done", args=[paper_id]))


@staff(Permission.ESERVICE_BUILD)
@require_safe
def picture(request: ViewerRequest, paper_id: uuid.UUID, number: int) -> HttpResponse:
    """A page of the paper."""
    content = found.picture(actor_of(request), paper_id, number)
    response = HttpResponse(content, content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@staff(Permission.ESERVICE_BUILD)
@require_safe
def done(request: ViewerRequest, paper_id: uuid.UUID) -> HttpResponse:
    """What the e-service has made unnecessary."""
    return render(
        request, "studio/paper_done.html", {"outcome": found.outcome(actor_of(request), paper_id)}
    )


def _upload(request: ViewerRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    if upload is None:
        raise InvalidInputError({"file": [gettext("Välj en fil.")]})
    return upload.name or "", bytes(upload.read(LARGEST + 1))


def _choices(request: ViewerRequest) -> dict[int, Choice]:
    known = {kind.value for kind in from_paper.KINDS}
    choices: dict[int, Choice] = {}
    for text in request.POST.getlist("n")[:500]:
        label, kind = read_line(request.POST, f"label-{text}"), request.POST.get(f"kind-{text}", "")
        if text.isascii() and text.isdecimal() and len(text) < 5 and label and kind in known:
            choices[int(text)] = Choice(f"ask-{text}" in request.POST, label[:300], kind)
    return choices


def _added(request: ViewerRequest) -> list[Added]:
    """Those with a text; the rows in between were left empty."""
    known = {"", *(kind.value for kind in from_paper.KINDS)}
    made = []
    for number in range(MOST_ADDED):
        label = read_line(request.POST, f"new-label-{number}")[:300]
        kind = request.POST.get(f"new-kind-{number}", "")
        section = read_line(request.POST, f"new-section-{number}")[:150]
        if label and kind in known:
            made.append(Added(label, kind, section))
    return made


def _added_rows(request: ViewerRequest) -> list[AddedRow]:
    typed = _added(request)
    rows = [*typed, *(Added("") for _row in range(FREE_ROWS))]
    return [AddedRow(number, one) for number, one in enumerate(rows[:MOST_ADDED])]


def _screen(
    request: ViewerRequest,
    view: PaperView,
    choices: dict[int, Choice],
    problems: dict[str, list[str]],
) -> HttpResponse:
    english = get_language() == "en"
    kinds = [(kind.value, BEHAVIOURS[kind].title.to("en" if english else "sv"))
             for kind in from_paper.KINDS]  # fmt: skip
    title = request.POST.get("title", view.paper.title)
    context = {
        "view": view,
        "rows": [_row(one, choices[one.number]) for one in view.paper.proposals],
        "report": from_paper.report(view.paper, choices),
        "kinds": kinds,
        "added": _added_rows(request),
        "unread": [number + 1 for number in view.paper.pictures],
        "sheets": _sheets(view, choices),
        "fields": [
            Field("title", gettext("Vad heter e-tjänsten?"), value=title,
                  errors=tuple(problems.get("title", ()))),
            unit_field(request, "", problems.get("unit", [])),
        ],
        "problems": pairs(problems),
        "missing": problems.get("new-label-0", []),
    }  # fmt: skip
    return render(request, "studio/paper_choose.html", context, status=422 if problems else 200)


def _row(one: Proposal, choice: Choice) -> Row:
    level = "info" if one.verdict is Verdict.ASK else "success"
    return Row(one, one.number + 1, choice, str(SAID[one.verdict]), level)


def _sheets(view: PaperView, choices: dict[int, Choice]) -> list[Sheet]:
    return [
        Sheet(number, (high := round(WIDTH * height / max(width, 1))),
              _marks(view, number, high, choices))
        for number, (width, height) in enumerate(view.sizes)
    ]  # fmt: skip


def _marks(view: PaperView, page: int, high: int, choices: dict[int, Choice]) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            number=one.number + 1,
            x=round(one.place.left * WIDTH),
            y=round(one.place.top * high),
            width=max(8, round((one.place.right - one.place.left) * WIDTH)),
            height=max(8, round((one.place.bottom - one.place.top) * high)),
            is_asked=choices[one.number].is_asked,
            is_framed=not view.is_set_anew,
        )
        for one in view.paper.proposals
        if one.place.page == page
    )
