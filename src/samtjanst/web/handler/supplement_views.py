"""Asking the applicant or somebody else to supplement; giving more time; taking it back."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.capabilities.formkit.supplement import EXTRA
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import asked_others, own_words, supplement
from samtjanst.journey.asked_others import Whom, Wish
from samtjanst.journey.asked_person import Named
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import Asked, CaseView, LeaseView, Reason, next_state
from samtjanst.web.handler.lease_views import held
from samtjanst.web.handler.problems import told
from samtjanst.web.handler.request import actor_of, day, key, keys, one_of, to_case
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.handler.ways_in import REASONS
from samtjanst.web.ui.access import staff

MOST_PARTIES = 100
# As they stand on the page, which is the order of the summary of what is wrong.
_FIELDS = (
    "whom", "party", "unit", "personal_number", "name", "email", "hidden",
    "text", "questions", "extras", "due",
)  # fmt: skip
ROWS = 3  # free requests that the form has room for at first


@staff(Permission.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def ask(request: ViewerRequest, reference: str) -> HttpResponse:
    """Choose what is missing, say so in own words, and until when."""
    actor = actor_of(request)
    found = cases.get_case(actor, reference)
    asked_of = cases.asked_parties(found.id)
    if not asked_of:
        next_state(found.state, "ask")
    if not cases.acts_in(actor, found.handler_id):
        raise ConflictError
    lease = held(request, found)
    if request.method != "POST":
        asked = Asked(due=supplement.default_due(found), text=own_words.opening(found))
        wish = Wish(whom=Whom.UNIT) if asked_of else Wish()
        return _form(request, found, asked, wish, lease=lease)
    asked, wish = _asked(request), _wish(request)
    if "more" in request.POST:
        return _form(request, found, asked, wish, spare=len(asked.extras) + ROWS)
    try:
        supplement.ask(reference=reference, asked=asked, by=actor, wish=wish)
    except InvalidInputError as error:
        return _form(request, found, asked, wish, error)
    return to_case(reference, "begart")


@staff(Permission.CASE_HANDLE)
@require_POST
def change(request: ViewerRequest, reference: str) -> HttpResponse:
    """Give more time, or take the request back."""
    actor, which = actor_of(request), key(request.POST, "begaran")
    if "ta_tillbaka" in request.POST:
        supplement.withdraw(reference=reference, by=actor, supplement_id=which)
        return to_case(reference, "aterkallat")
    due = day(request.POST, "due")
    try:
        supplement.extend(
            reference=reference, due=due or clock.today(), by=actor, supplement_id=which
        )
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
        hidden=data.get("hidden", "") if "is_hidden" in data else "",
    )


def _wish(request: HttpRequest) -> Wish:
    data = request.POST
    unit, _, colleague = data.get("unit", "").partition(":")
    return Wish(
        whom=one_of(data, "whom", Whom) or Whom.APPLICANT,
        party_ids=tuple(keys(data, "party")[:MOST_PARTIES]),
        unit_id=_key(unit),
        colleague_id=_key(colleague),
        person=Named(
            data.get("personal_number", ""), data.get("name", ""), data.get("email", "").strip()
        ),
        is_hidden="is_hidden" in data,
    )


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _form(  # noqa: PLR0913 - all of them have a plain name
    request: ViewerRequest,
    case: CaseView,
    asked: Asked,
    wish: Wish,
    error: InvalidInputError | None = None,
    *,
    spare: int = ROWS,
    lease: LeaseView | None = None,
) -> HttpResponse:
    why = asked.reasons
    more = [
        (*extra, str(why.get(f"{EXTRA}{number}", "")))
        for number, extra in enumerate(asked.extras, start=1)
    ]
    blank = [("file", "", "")] * max(spare - len(asked.extras), 1 if len(asked.extras) < 10 else 0)
    context = {
        "case": case,
        "held": lease,
        "asked": asked,
        **_whom(request, case, wish),
        "pages": [
            (title, [(key, label, str(why.get(key, ""))) for key, label in questions])
            for title, questions in supplement.choices(case)
        ],
        "extras": [*more, *blank][:10],
        "reasons": REASONS.items(),
        "consequence": supplement.CONSEQUENCE,
        **told(error.problems if error else {}, _FIELDS),
        "today": clock.today(),
    }
    return render(request, "handler/supplement.html", context, status=422 if error else 200)


def _whom(request: ViewerRequest, case: CaseView, wish: Wish) -> dict[str, Any]:
    """Who can be asked, and what has been chosen; only the applicant where it is so."""
    actor = actor_of(request)
    may = can(actor, Permission.OPINION_ASK, case) and not case.is_protected
    others = {name for _title, found in supplement.choices(case, is_of_applicant=False)
              for name, _label in found} if may else set()  # fmt: skip
    free = asked_others.unasked(case) if may else []
    return {
        "may_ask_others": may,
        "asks_applicant": any(one.role == asked_others.APPLICANT_ROLE for one in free),
        "parties": [(ROLES.get(one.role, one.role), one) for one in free],
        "units": asked_others.units_to_ask(case, actor) if may else [],
        "others": others,
        "wish": wish,
        "chosen_unit": request.POST.get("unit", ""),
    }
