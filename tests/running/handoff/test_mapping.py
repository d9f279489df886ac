"""From a case to the receiver's fields."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.handoff import mapping

VALUES = {
    "case.reference": "SKJ-2026-1",
    "answer.child.personal_number": "201801012392",
    "answer.reasons": ["distance", "other"],
    "answer.start_date": "2027-01-11",
    "answer.note": "",
}


def _one(**rule: Any) -> tuple[dict[str, Any], tuple[mapping.FieldProblem, ...]]:
    return mapping.apply({"fields": [{"to": "F", **rule}]}, VALUES)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"from": "case.reference"}, "SKJ-2026-1"),
        ({"fixed": "K1"}, "K1"),
        ({"from": "answer.reasons", "codes": {"distance": "10", "other": "99"}}, "10, 99"),
        ({"from": ["case.reference", "answer.start_date"], "join": "/"}, "SKJ-2026-1/2027-01-11"),
        ({"from": "answer.start_date", "date": "YYYYMMDD"}, "20270111"),
        ({"from": "answer.start_date", "date": "DD.MM.YYYY"}, "11.01.2027"),
        ({"from": "answer.note", "required": False}, ""),
    ],
)
def test_field_is_filled(rule: dict[str, Any], value: str) -> None:
    assert _one(**rule) == ({"F": value}, ())


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"from": "answer.note"}, "missing"),
        ({"from": "answer.gone"}, "missing"),
        ({"from": "answer.reasons", "codes": {"distance": "10"}}, "no_code"),
        ({"from": "case.reference", "date": "YYYY"}, "not_a_date"),
    ],
)
def test_field_that_cannot_be_filled_says_why_without_the_value(
    rule: dict[str, Any], reason: str
) -> None:
    made, problems = _one(**rule)
    assert made == {}
    assert problems == (mapping.FieldProblem("F", reason),)


def test_order_is_the_mappings_own() -> None:
    rules = [{"to": name, "fixed": "1"} for name in ("B", "A", "C")]
    assert list(mapping.apply({"fields": rules}, {})[0]) == ["B", "A", "C"]


def test_parts_of_an_answer_are_sources_of_their_own() -> None:
    child = {"name": "Ella", "address": {"city": "Mjölby"}}
    found = dict(mapping.flatten("answer.child", child))
    assert found == {"answer.child.name": "Ella", "answer.child.address.city": "Mjölby"}


@pytest.mark.parametrize(
    "rule",
    [
        {"to": "F"},
        {"to": "F", "from": "answer.gone"},
        {"to": "F", "from": []},
        {"to": "F", "fixed": "1", "from": "case.reference"},
        {"to": "<script>", "fixed": "1"},
        {"to": "", "fixed": "1"},
        {"to": "F", "fixed": "1", "run": "x"},
        {"to": "F", "from": "case.reference", "date": "%Y"},
        {"to": "F", "from": "case.reference", "codes": []},
        "text",
    ],
)
def test_mapping_that_cannot_work_is_refused(rule: Any) -> None:
    with pytest.raises(InvalidInputError) as told:
        mapping.check({"fields": [rule]}, list(VALUES))
    assert list(told.value.problems) == ["field1"]


@pytest.mark.parametrize("fields", [[], None, "x", [{"to": "F", "fixed": "1"}] * 201])
def test_empty_or_endless_mapping_is_refused(fields: Any) -> None:
    with pytest.raises(InvalidInputError):
        mapping.check({"fields": fields}, [])


def test_same_field_twice_is_refused() -> None:
    with pytest.raises(InvalidInputError) as told:
        mapping.check({"fields": [{"to": "F", "fixed": "1"}, {"to": "F", "fixed": "2"}]}, [])
    assert list(told.value.problems) == ["field2"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(_JSON, st.sampled_from([{}, {"date": "YYYY"}, {"codes": {}}, {"join": ""}]))
def test_no_answer_makes_a_mapping_fail(answer: Any, more: dict[str, Any]) -> None:
    values = dict(mapping.flatten("answer.a", answer))
    made, problems = mapping.apply({"fields": [{"to": "F", "from": "answer.a", **more}]}, values)
    assert len(made) + len(problems) == 1
    assert all(isinstance(value, str) for value in made.values())
