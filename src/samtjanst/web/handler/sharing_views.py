"""How new cases are shared out in a unit, and who is away."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samtjanst.building.definitions.queries import all_published, definition_of
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
    if request.method == "POST":
        try:
            _change(request, actor)
        except InvalidInputError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(f"{reverse('handler:sharing')}?sparat")
    skills = cases.expertise(actor)
    units = units_with(actor, Permission.ASSIGNMENT_TEND)
    people = staff_in_units(units)
    labels = {(one.slug, key): text for one, key, text in _questions()}
    context = {
        "rules": [
            (rule, labels.get((rule.slug, rule.question), rule.question))
            for rule in cases.rules(actor)
        ],
        "absences": cases.absences(actor),
        "skills": skills,
        "fields": sorted({one.name for one in skills}),
        "units": [(one.id, one.name) for one in tenancy.units() if one.id in units],
        "services": [(one.slug, one.title) for one in all_published()],
        "questions": [
            (f"{one.slug}:{key}", f"{one.title}: {text}") for one, key, text in _questions()
        ],
        "people": people,
        "chosen": keys(request.POST, "staff"),
        "posted": request.POST,
        "today": clock.today(),
        "is_saved": "sparat" in request.GET,
        **told(problems),
    }
    return render(request, "handler/sharing.html", context, status=422 if problems else 200)


def _questions() -> list[tuple[PublishedService, str, str]]:
    """Every question of the published e-services: service, id and words."""
    return [
        (one, question.id, question.label.to("sv"))
        for one in all_published()
        for page in definition_of(one.version_id).pages
        for question in page.questions
    ]


def _change(request: ViewerRequest, actor: Actor) -> None:
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
        services.put_rule(given=_rule(request), by=actor)


def _rule(request: ViewerRequest) -> RuleView:
    data = request.POST
    slug, _, question = data.get("question", "").partition(":")
    lines = data.get("answers", "").splitlines()
    return RuleView(
        id=_NOTHING,
        unit_id=key(data, "unit") or _NOTHING,
        name=data.get("name", ""),
        slug=slug or data.get("slug", ""),
        question=question,
        values=tuple(line.strip() for line in lines if line.strip()),
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
