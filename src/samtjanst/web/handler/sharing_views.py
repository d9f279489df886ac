"""How new cases are shared out in a unit, and who is away."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samtjanst.building.definitions.queries import all_published
from samtjanst.building.definitions.types import PublishedService
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.queries import staff_in_units
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import AbsenceView, RuleView
from samtjanst.web.handler.named_answers import Offered, offered
from samtjanst.web.handler.problems import Problems, told
from samtjanst.web.handler.request import actor_of, day, key, keys
from samtjanst.web.ui.access import staff

_NOTHING = uuid.UUID(int=0)


@staff(Permission.ASSIGNMENT_TEND)
@require_http_methods(["GET", "POST"])
def sharing(request: ViewerRequest) -> HttpResponse:
    """The rules and the absences of the actor's units."""
    actor = actor_of(request)
    problems: Problems = {}
    offers = all_published()
    slug, _colon, question = request.POST.get("question", "").partition(":")
    answers = offered(offers, slug, question)
    if request.method == "POST" and "visa" not in request.POST:
        try:
            _change(request, actor, answers)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(f"{reverse('handler:sharing')}?sparat")
    skills = cases.expertise(actor)
    units = units_with(actor, Permission.ASSIGNMENT_TEND)
    people = staff_in_units(units)
    asked = _questions(offers)
    labels = {(one.slug, key): text for one, key, text in asked}
    context = {
        "rules": [
            (
                rule,
                labels.get((rule.slug, rule.question), rule.question),
                offered(offers, rule.slug, rule.question).told(rule.values),
            )
            for rule in cases.rules(actor)
        ],
        "absences": cases.absences(actor),
        "skills": skills,
        "fields": sorted({one.name for one in skills}),
        "units": [(one.id, one.name) for one in tenancy.units() if one.id in units],
        "services": [(one.slug, one.title) for one in offers],
        "questions": [(f"{one.slug}:{key}", f"{one.title}: {text}") for one, key, text in asked],
        "answers": answers,
        "picked": answers.choices(answers.read(request.POST)) if answers.names else (),
        "people": people,
        "chosen": keys(request.POST, "staff"),
        "posted": request.POST,
        "today": clock.today(),
        "is_saved": "sparat" in request.GET,
        **told(problems),
    }
    return render(request, "handler/sharing.html", context, status=422 if problems else 200)


def _questions(offers: list[PublishedService]) -> list[tuple[PublishedService, str, str]]:
    """Every question of the published e-services: service, id and words."""
    return [
        (one, question.id, question.label.to("sv"))
        for one in offers
        for page in one.definition.pages
        for question in page.questions
    ]


def _change(request: ViewerRequest, actor: Actor, answers: Offered) -> None:
    data = request.POST
    if removed := key(data, "ta_bort"):
        services.remove_rule(rule_id=removed, by=actor)
    elif ended := key(data, "ta_bort_franvaro"):
        services.remove_absence(absence_id=ended, by=actor)
    elif forgotten := key(data, "ta_bort_kompetens"):
        services.remove_expertise(expertise_id=forgotten, by=actor)
    elif "kan" in data:
        staff_id = key(data, "skilled") or _NOTHING
        services.put_expertise(staff_id=staff_id, name=data.get("field", ""), by=actor)
    elif "borta" in data:
        services.put_absence(given=_absence(request), by=actor)
    else:
        given = _rule(request, answers)
        if unknown := answers.unknown(given.values):
            raise InvalidInputError({"answers": unknown})
        services.put_rule(given=given, by=actor)


def _rule(request: ViewerRequest, answers: Offered) -> RuleView:
    data = request.POST
    slug, _, question = data.get("question", "").partition(":")
    return RuleView(
        id=_NOTHING,
        unit_id=key(data, "unit") or _NOTHING,
        name=data.get("name", ""),
        slug=slug or data.get("slug", ""),
        question=question,
        values=answers.read(data),
        letters=data.get("letters", ""),
        staff=tuple(keys(data, "staff")),
        expertise=data.get("expertise", ""),
    )


def _absence(request: ViewerRequest) -> AbsenceView:
    data = request.POST
    first = day(data, "first") or clock.today()
    return AbsenceView(
        id=_NOTHING,
        staff_id=key(data, "who") or _NOTHING,
        staff="",
        first=first,
        last=day(data, "last") or first,
        cover_id=key(data, "cover"),
        cover="",
    )
