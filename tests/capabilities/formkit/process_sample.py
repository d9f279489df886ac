"""A process that the tests share: two statuses to work in, a wait, and a follow-up."""

import copy
from typing import Any

from tests.capabilities.formkit import sample

Document = dict[str, Any]
PLACED = {"op": "equals", "question": "placed_school", "value": True}


def process() -> Document:
    """The process of the tests, free to change."""
    return {
        "phases": [
            {
                "id": "arrival",
                "title": {"sv": "Inkommet", "en": "Arrived"},
                "statuses": [
                    _status("fresh", "Ny", "received", steps=[_step("begin", "review")]),
                ],
            },
            {
                "id": "inquiry",
                "title": {"sv": "Utredning", "en": "Inquiry"},
                "guide": {"sv": "Mät vägen till skolan.", "en": "Measure the way to school."},
                "checklist": [
                    {
                        "id": "distance",
                        "text": {"sv": "Vägen är mätt", "en": "Measured"},
                    },
                    {"id": "safety", "text": {"sv": "Vägen är bedömd", "en": "The way is judged"}},
                ],
                "statuses": [
                    _status(
                        "review",
                        "Granskas",
                        "in_progress",
                        steps=[
                            _step("to_write", "writing"),
                            {**_step("quick", "writing"), "who": ["manager"]},
                            {**_step("by_system", "writing"), "who": ["system"]},
                        ],
                        automatic=[
                            {
                                "id": "nudge",
                                "title": {"sv": "Påminnelse", "en": "Reminder"},
                                "trigger": "after",
                                "days": 5,
                                "working_days": True,
                                "message": {
                                    "sv": "Vi granskar {ärendenummer}.",
                                    "en": "Wait.",
                                },
                                "mark": "Dröjer",
                            }
                        ],
                    ),
                    _status(
                        "waits",
                        "Inväntar",
                        "waiting_for_applicant",
                        automatic=[
                            {
                                "id": "answered",
                                "title": {"sv": "Svar har kommit", "en": "An answer has come"},
                                "trigger": "on",
                                "event": "supplement_answered",
                                "to": "writing",
                            }
                        ],
                    ),
                    _status("writing", "Skrivs", "in_progress", decides=True),
                ],
            },
            {
                "id": "after",
                "title": {"sv": "Efter beslut", "en": "After the decision"},
                "statuses": [
                    _status(
                        "carried_out",
                        "Verkställs",
                        "decided",
                        automatic=[
                            {
                                "id": "wrap_up",
                                "title": {"sv": "Avslutas", "en": "Is closed"},
                                "trigger": "after",
                                "days": 30,
                                "to": "ended",
                            }
                        ],
                    ),
                    _status("ended", "Avslutat", "decided"),
                ],
            },
        ]
    }


def document() -> Document:
    """The shipped definition with the process of the tests."""
    return {**sample.document(), "process": process()}


def status(whole: Document, status_id: str) -> Document:
    """One status of a document's process, to change."""
    phases = whole["process"]["phases"]
    found: Document = next(s for one in phases for s in one["statuses"] if s["id"] == status_id)
    return found


def without(whole: Document, status_id: str) -> Document:
    """The document without a status."""
    made = copy.deepcopy(whole)
    for phase in made["process"]["phases"]:
        phase["statuses"] = [one for one in phase["statuses"] if one["id"] != status_id]
    return made


def _status(status_id: str, title: str, base: str, **more: Any) -> Document:
    shown = {"sv": f"För dig: {title.lower()}", "en": f"For you: {status_id}"}
    words = {"sv": title, "en": status_id.replace("_", " ").capitalize()}
    return {"id": status_id, "title": words, "shown": shown, "base": base, **more}


def _step(step_id: str, to: str) -> Document:
    words = {"sv": f"Steget {step_id}", "en": f"The step {step_id}"}
    return {"id": step_id, "title": words, "to": to}
