"""Where cases stand, in words: by the e-service's own process, else by the state."""

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.process import Process, drawing, words
from samtjanst.foundation.people.types import Actor
from samtjanst.journey.process import Standing, standing, status_of
from samtjanst.running.cases.services import not_here
from samtjanst.running.cases.types import CaseView
from samtjanst.web.handler.texts import STATES


def state_of(case: CaseView) -> str:
    """What a case's place is called at the desk."""
    status = status_of(case)
    return status.title.to(get_language() or "sv") if status else str(STATES[case.state])


def statuses(process: Process | None) -> list[tuple[str, str]]:
    """What a list of an e-service can be narrowed to; nothing without a process of its own."""
    language = get_language() or "sv"
    return [(one.id, one.title.to(language)) for one in process.statuses()] if process else []


def shown(case: CaseView, by: Actor) -> dict[str, Any] | None:
    """The process of a case on its page; None without one of its own."""
    stands = standing(case, by)
    if stands is None:
        return None
    language = get_language() or "sv"
    labels = _labels(case, language)
    return {
        "status": stands.status.id,
        "is_aside": stands.is_aside,
        "steps": [
            (one.id, one.title.to(language), one.id in stands.suggested)
            for one in sorted(stands.steps, key=lambda one: one.id not in stands.suggested)
        ],
        "missing": [one.title.to(language) for one in stands.missing],
        "decides": stands.process.decides(stands.status.id),
        "decided_in": not_here(stands.process),
        "phases": list(_phases(stands, language)),
        "phase": stands.phase.title.to(language),
        "guide": stands.phase.guide.to(language),
        "checklist": [
            {"id": one.id, "text": one.text.to(language), "tick": stands.ticks.get(one.id)}
            for one in stands.phase.checklist
        ],
        "ticked": sum(one.id in stands.ticks for one in stands.phase.checklist),
        "can_tick": stands.can_move,
        "can_put": stands.can_put,
        "by_itself": [
            (
                one.title.to(language),
                words.when(one, labels).to(language),
                words.effects(one, stands.process).to(language),
            )
            for one in stands.status.automatic
        ],
        "drawing": _drawing(stands, language),
        "described": _described(stands, language),
    }


def _labels(case: CaseView, language: str) -> dict[str, str]:
    questions = definition_of(case.version_id).questions()
    return {one.id: one.label.to(language) for one in questions}


def _phases(stands: Standing, language: str) -> Iterator[dict[str, Any]]:
    last = {one.status: one for one in stands.history}
    is_past = True
    for phase in stands.process.phases:
        is_now = phase.id == stands.phase.id
        is_past = is_past and not is_now
        statuses = [
            {
                "title": one.title.to(language),
                "is_now": one.id == stands.status.id,
                "at": last[one.id].at if one.id in last else None,
                "who": last[one.id].who if one.id in last else "",
            }
            for one in phase.statuses
        ]
        yield {
            "title": phase.title.to(language),
            "is_now": is_now,
            "is_done": is_past,
            "statuses": statuses,
        }


def _drawing(stands: Standing, language: str) -> str:
    drawn = drawing.drawn(stands.process, stands.status.id, language)
    return mark_safe(drawn)  # noqa: S308 - escaped where it is drawn


def _described(stands: Standing, language: str) -> str:
    names = ", ".join(one.title.to(language) for one in stands.process.statuses())
    here = stands.status.title.to(language)
    return _("Statusarna i ordning: %(names)s. Ärendet är i %(here)s.") % {
        "names": names,
        "here": here,
    }
