"""Asking the applicant to supplement; giving her more time; taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.capabilities.formkit.supplement import EXTRA
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import own_words, supplement
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import Asked, CaseView, LeaseView, Reason, next_state
from samtjanst.web.handler.lease_views import held
from samtjanst.web.handler.request import actor_of, day, to_case
from samtjanst.web.handler.ways_in import REASONS
from samtjanst.web.ui.access import staff

ROWS = 3  # free requests that the form has room for at first


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def ask(request: ViewerRequest, reference: str) -> HttpResponse:
    """Choose what is missing, say so in own words, and until when."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    next_state(found.state, "ask")
    if found.handler_id != actor.id:
        raise ConflictError
    lease = held(request, found)
    if request.method != "POST":
        asked = Asked(due=supplement.default_due(found), text=own_words.opening(found))
        return _form(request, found, asked, lease=lease)
    asked = _asked(request)
    if "more" in request.POST:
        return _form(request, found, asked, spare=len(asked.extras) + ROWS)
    try:
        supplement.ask(reference=reference, asked=asked, by=actor)
    except InvalidInputError as error:
        return _form(request, found, asked, error)
    return to_case(reference, "begart")


@staff(Permission.CASE_HANDLE)
@require_POST
def change(request: ViewerRequest, reference: str) -> HttpResponse:
    """Give more time, or take the request back."""
    actor = actor_of(request)
    if "ta_tillbaka" in request.POST:
        supplement.withdraw(reference=reference, by=actor)
        return to_case(reference, "aterkallat")
    due = day(request.POST, "due")
    try:
        supplement.extend(reference=reference, due=due or clock.today(), by=actor)
    except InvalidInputError:
        return to_case(reference, "fel-dag")
    return to_case(reference, "forlangt")


def _asked(request: HttpRequest) -> Asked:
    data = request.POST
    kinds, texts = data.getlist("extra_kind"), data.getlist("extra_text")
    whys = data.getlist("extra_reason")
    questions = tuple(data.getlist("questions"))
    kept = [place for place, text in enumerate(texts) if text.strip()]
    given = {name: data.get(f"reason-{name}", "") for name in questions}
    given |= {
        f"{EXTRA}{number}": whys[place] if place < len(whys) else ""
        for number, place in enumerate(kept, start=1)
    }
    return Asked(
        due=day(data, "due") or clock.today(),
        text=data.get("text", "").strip(),
        questions=questions,
        extras=tuple(
            ("text" if kind == "text" else "file", text.strip())
            for kind, text in zip(kinds, texts, strict=False)
            if text.strip()
        ),
        is_order="is_order" in data,
        reasons={name: Reason(why) for name, why in given.items() if why in set(Reason)},
    )


def _form(  # noqa: PLR0913 - all of them have a plain name
    request: HttpRequest,
    case: CaseView,
    asked: Asked,
    error: InvalidInputError | None = None,
    *,
    spare: int = ROWS,
    lease: LeaseView | None = None,
) -> HttpResponse:
    problems = error.problems if error else {}
    why = asked.reasons
    told = [
        (*extra, str(why.get(f"{EXTRA}{number}", "")))
        for number, extra in enumerate(asked.extras, start=1)
    ]
    blank = [("file", "", "")] * max(spare - len(asked.extras), 1 if len(asked.extras) < 10 else 0)
    context = {
        "case": case,
        "held": lease,
        "asked": asked,
        "pages": [
            (title, [(key, label, str(why.get(key, ""))) for key, label in questions])
            for title, questions in supplement.choices(case)
        ],
        "extras": [*told, *blank][:10],
        "reasons": REASONS.items(),
        "consequence": supplement.CONSEQUENCE,
        "errors": problems,
        "problems": [(name, text) for name, texts in problems.items() for text in texts],
        "today": clock.today(),
    }
    return render(request, "handler/supplement.html", context, status=422 if error else 200)
