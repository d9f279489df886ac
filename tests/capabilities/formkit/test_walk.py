"""A walker goes through the shipped e-service: every branch can be completed, page by page."""

import itertools
from typing import Any

import pytest
from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import Context, evaluate, inputs, present
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.present import FieldView

Wishes = dict[str, str | list[str]]
TYPED = {
    "date": "2027-01-11",
    "email": "anna@example.se",
    "phone": "070-174 06 05",
    "integer": "3",
    "text": "Text",
    "long_text": "En beskrivning.",
}
PARTS = {
    "name": "Bo Provsson",
    "personal_number": "198501012390",
    "street": "Lillgatan 2",
    "care_of": "",
    "postal_code": "59530",
    "city": "Mjölby",
}
CHILDS_NUMBER = "201801012392"


def fill(field: FieldView, wishes: Wishes) -> dict[str, list[str]]:
    """What the walker posts for one field."""
    wish = wishes.get(field.id)
    if field.kind in {"information", "calculated", "file"}:
        return {}
    if field.parts:
        given = {f"{field.id}.{part}": [text] for part, text in PARTS.items()}
        if field.id == "child":
            given["child.personal_number"] = [CHILDS_NUMBER]
        return {part.name: given[part.name] for part in field.parts}
    if field.options:
        chosen = wish if wish is not None else field.options[0].id
        return {field.name: [chosen] if isinstance(chosen, str) else chosen}
    return {field.name: [str(wish) if wish is not None else TYPED[field.kind]]}


def walk(wishes: Wishes, context: Context) -> tuple[dict[str, Any], Evaluation]:
    """Go from the first page to the last, as a person without a script would."""
    definition, answers = sample.school(), dict[str, Any]()
    evaluation = evaluate(definition, answers, context)
    for page_id in list(evaluation.visible_pages):
        for _ in range(5):
            view = present.page(definition, page_id, evaluation, answers, show_errors=False)
            data = {"_shown": list(view.shown)}
            for field in view.fields:
                data |= fill(field, wishes)
                if field.kind == "file":
                    answers[field.id] = ["f1"]
            answers |= inputs.read_page(definition, page_id, data, context)
            evaluation = evaluate(definition, answers, context)
            if not inputs.newly_shown(evaluation, page_id, data):
                break
        assert evaluation.errors(page_id) == {}, page_id
    return answers, evaluation


REASONS = ["distance", "traffic", "disability", "other"]
SETS = [list(some) for size in (1, 2, 4) for some in itertools.combinations(REASONS, size)]


@pytest.mark.parametrize("reasons", SETS, ids="-".join)
@pytest.mark.parametrize("alternating", ["yes", "no"])
def test_every_reason_can_be_completed(reasons: list[str], alternating: str) -> None:
    wishes: Wishes = {"reasons": reasons, "alternating": alternating}
    _, evaluation = walk(wishes, sample.context())
    assert evaluation.complete
    assert ("medical_certificate" in evaluation.values) is ("disability" in reasons)
    assert ("second_address" in evaluation.values) is (alternating == "yes")


@pytest.mark.parametrize("year", ["f", *"123456789"])
@pytest.mark.parametrize("municipality", ["mjolby", "norrkoping"])
def test_every_school_year_can_be_completed(year: str, municipality: str) -> None:
    context = sample.context(parameters=sample.values_of(municipality))
    _, evaluation = walk({"reasons": ["distance"], "school_year": year}, context)
    assert evaluation.complete
    limits = sample.values_of(municipality)["distance_limits"]
    assert evaluation.values["distance_limit"] == limits[year]


@pytest.mark.parametrize(
    "wishes",
    [
        {"child": sample.NOA.personal_number},
        {"child": sample.TOVE.personal_number, "alternating": "yes"},
        {"placed_school": "no"},
        {"days_to": []},
        {"days_from": []},
        {"email": ""},
        {"phone": ""},
        {"aids": ["other", "wheelchair"]},
        {"aids": []},
    ],
    ids=str,
)
def test_every_other_branch_can_be_completed(wishes: Wishes) -> None:
    _, evaluation = walk({"reasons": ["traffic"], **wishes}, sample.context())
    assert evaluation.complete


@pytest.mark.parametrize("other", ["yes", "no"])
def test_register_down_can_be_completed(other: str) -> None:
    wishes: Wishes = {"reasons": ["traffic"], "has_other_guardian": other}
    _, evaluation = walk(wishes, sample.context(children=None))
    assert evaluation.complete
    assert evaluation.values["child"]["source"] == "own_statement"
    assert ("other_guardian" in evaluation.values) is (other == "yes")


def test_every_question_is_reached_by_some_walk() -> None:
    walks = [
        walk(
            {
                "reasons": REASONS,
                "alternating": "yes",
                "placed_school": "no",
                "aids": ["other"],
                "distance": "1",
            },
            sample.context(),
        ),
        walk({"child": sample.TOVE.personal_number}, sample.context()),
        walk({"has_other_guardian": "yes"}, sample.context(children=None)),
    ]
    seen = {q.id for q in sample.school().questions() for _, e in walks if e.visible(q.id)}
    assert seen == {question.id for question in sample.school().questions()}


def test_nothing_can_be_handed_in_without_a_day_or_a_way_to_reach_the_applicant() -> None:
    answers = {**sample.complete_answers(), "days_to": [], "days_from": [], "email": None}
    errors = evaluate(sample.school(), answers, sample.context()).errors()
    assert set(errors) == {"days_to", "days_from", "email", "phone"}
