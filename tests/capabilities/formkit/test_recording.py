"""A recorded run comes back as it was, and says in words what has changed since."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import every_kind, sample

from samtjanst.capabilities.formkit import load
from samtjanst.capabilities.formkit.recording import differences, kept, observed, restored

Document = dict[str, Any]
CONTEXT = every_kind.context()


def seen(document: Document, answers: Document | None = None) -> Document:
    """What happens, as it would be kept."""
    given_answers = sample.complete_answers() if answers is None else answers
    found: Document = json.loads(
        json.dumps(observed(load(document), given_answers, sample.context()))
    )
    return found


def question(document: Document, name: str) -> Document:
    pages = document["pages"]
    return next(one for page in pages for one in page["questions"] if one["id"] == name)


def test_context_comes_back_as_it_was() -> None:
    content = json.loads(json.dumps(kept(CONTEXT)))
    assert "parameters" not in content
    assert restored(content, CONTEXT.parameters) == CONTEXT
    assert restored({**content, "applicant": None, "children": None}, {}).applicant is None


# A loaded machine is no fault of the code.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_same_definition_and_answers_never_differ(data: st.DataObject) -> None:
    definition = every_kind.definition()
    answers = {
        one.id: data.draw(every_kind.good(one), label=one.id)
        for one in definition.questions()
        if one.kind.is_asked and data.draw(st.booleans())
    }
    context = restored(json.loads(json.dumps(kept(CONTEXT))), CONTEXT.parameters)
    first = json.loads(json.dumps(observed(definition, answers, CONTEXT)))
    assert differences(first, observed(definition, answers, context)) == []


def _removed(document: Document) -> None:
    page = document["pages"][1]
    page["questions"] = [one for one in page["questions"] if one["id"] != "start_date"]


def _optional(document: Document) -> None:
    question(document, "start_date").pop("required")


def _hidden(document: Document) -> None:
    rule = {"op": "equals", "question": "placed_school", "value": False}
    document["rules"].append(sample.show("start_date", rule, "ny"))


def _page_hidden(document: Document) -> None:
    when = {"op": "not", "of": {"op": "answered", "question": "child"}}
    target = {"page": "the_journey"}
    document["rules"].append({"id": "ny", "effect": "show", "target": target, "when": when})


def _stopped(document: Document) -> None:
    when = {"op": "answered", "question": "child"}
    rule = {"id": "ny", "effect": "stop", "target": {"page": "the_child"}, "when": when}
    document["rules"].append({**rule, "message": {"sv": "Nej."}})


def _stricter(document: Document) -> None:
    when = {"op": "answered", "question": "child"}
    rule = {"id": "ny", "effect": "validate", "target": {"question": "start_date"}, "when": when}
    document["rules"].append({**rule, "message": {"sv": "Fel dag."}})


def _alone(document: Document) -> None:
    document["signing"]["signatories"] = {}


LABEL = "Från vilket datum behöver barnet skolskjuts?"
BROKEN: list[tuple[Callable[[Document], None], str]] = [
    (_removed, f"Frågan ”{LABEL}” finns inte längre."),
    (_optional, f"”{LABEL}” får lämnas tom. Förut måste den besvaras."),
    (_hidden, f"Frågan ”{LABEL}” visas inte längre."),
    (_page_hidden, "Sidan ”Resan” visas inte längre."),
    (_stopped, "Det tar stopp: ”Nej.”"),
    (_stricter, f"Nytt fel vid ”{LABEL}”: ”Fel dag.”"),
    (_stricter, "Det går inte längre att lämna in."),
    (_alone, "När den lämnas in blir status ”Ny”. Förut blev den ”Väntar på underskrift”."),
    (
        _alone,
        (
            "När den lämnas in går det inte längre inbjudan att skriva under "
            "till en vårdnadshavare till, med e-post."
        ),
    ),
    (
        _alone,
        "Skriver under: den sökande. Förut: Skriver under: den sökande och en vårdnadshavare till.",
    ),
]


@pytest.mark.parametrize(("change", "told"), BROKEN)
def test_what_broke_is_told_in_words(change: Callable[[Document], None], told: str) -> None:
    before = sample.document()
    after = copy.deepcopy(before)
    change(after)
    assert told in differences(seen(before), seen(after))
    back = differences(seen(after), seen(before))
    assert back
    assert told not in back


def test_texts_alone_break_nothing() -> None:
    after = sample.document()
    for page in after["pages"]:
        for one in page["questions"]:
            one["label"]["sv"] += " (ny text)"
    assert differences(seen(sample.document()), seen(after)) == []


def test_calculated_value_is_told_before_and_now() -> None:
    answers = sample.complete_answers() | {"reasons": ["distance"]}
    before = sample.document()
    after = copy.deepcopy(before)
    question(after, "distance_limit")["settings"]["calculate"] = {"of": "value", "value": 77}
    found = differences(seen(before, answers), seen(after, answers))
    assert any("blir 77. Förut blev det" in one for one in found), found
