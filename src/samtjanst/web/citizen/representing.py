"""For whom somebody acts: chosen at the start, and told on each page of the filing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import RepresentedFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.present.represented import who
from samtjanst.capabilities.signing.types import APPLICANT
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import represent
from samtjanst.running.cases.types import CaseView
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot

_LONGEST = 40  # characters of a number


def wish_of(request: HttpRequest) -> represent.Wish:
    """What was chosen."""
    return represent.Wish(
        kind=request.POST.get("for", represent.SELF),
        number=hygiene.stored(request.POST.get("number", ""))[:_LONGEST],
        is_stated="stated" in request.POST,
        principal=hygiene.stored(request.POST.get("principal", ""))[:_LONGEST],
    )


def for_whom(
    request: HttpRequest, definition: Definition, problems: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The choice as it stands, when the e-service offers one."""
    fields = ("principal", "number", "stated")
    told = [(name, text) for name in fields for text in problems.get(name, [])]
    return {
        "offers_company": represent.can_be_company(definition),
        "offers_person": represent.can_be_person(definition),
        "chosen": request.POST.get("for", ""),
        "number": hygiene.shown(request.POST.get("number", "")[:_LONGEST]),
        "company": next(iter(problems.get("name", [])), ""),
        "asks_for_word": "stated" in problems,
        "problems": told,
        "number_problem": next(iter(problems.get("number", [])), ""),
        "principal": hygiene.shown(request.POST.get("principal", "")[:_LONGEST]),
        "principal_problem": next(iter(problems.get("principal", [])), ""),
        "stated_problem": next(iter(problems.get("stated", [])), ""),
    }


def represented_in(
    case: CaseView, actor: Actor, snapshot: SealedSnapshot | None = None
) -> dict[str, Any]:
    """For the same line on a page of a case; nothing for whom it does not concern."""
    sealed = snapshot or filings.snapshot(case.snapshot_id)
    found = represent.of_content(sealed.content)
    is_theirs = any(p.citizen_id == actor.id and p.role == APPLICANT for p in case.parties)
    return represented(found) if found and (is_theirs or found.kind == represent.CHILD) else {}


def represented(found: RepresentedFacts | None) -> dict[str, Any]:
    """For the line that stands on each page of the filing."""
    if found is None:
        return {}
    return {
        "represents": found,
        "represents_who": ", ".join(who(found)),
        "represents_ended": represent.why_not(found) if found.ended else "",
    }
