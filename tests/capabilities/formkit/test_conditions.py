"""Every kind of condition and value, on small definitions."""

from dataclasses import replace
from typing import Any

import pytest
from tests.capabilities.formkit.rules_support import (
    DAY,
    HELD,
    MANY,
    NUMBER,
    TEXT,
    counted,
    holds,
    run,
    value,
)
from tests.capabilities.formkit.sample import one_page, show

from samtjanst.capabilities.formkit.context import ApplicantFacts


@pytest.mark.parametrize(
    ("op", "values", "answer", "expected"),
    [
        ("contains_any", ["a", "b"], ["b"], True),
        ("contains_any", ["a", "b"], ["c"], False),
        ("contains_all", ["a", "b"], ["b", "a", "c"], True),
        ("contains_all", ["a", "b"], ["b"], False),
        ("contains_all", ["a", "b"], None, False),
    ],
)
def test_set_conditions(op: str, values: list[str], answer: Any, *, expected: bool) -> None:
    assert holds([MANY], {"op": op, "question": "m", "values": values}, {"m": answer}) is expected


@pytest.mark.parametrize(
    ("op", "wanted", "expected"),
    [
        ("text_contains", "gatan", True),
        ("text_contains", "VÄGEN", False),
        ("starts_with", "stor", True),
        ("starts_with", "gatan", False),
        ("ends_with", "GATAN", True),
        ("ends_with", "stor", False),
    ],
)
def test_text_conditions_do_not_mind_capitals(op: str, wanted: str, *, expected: bool) -> None:
    when = {"op": op, "question": "t", "value": wanted}
    assert holds([TEXT], when, {"t": "Storgatan"}) is expected
    assert holds([TEXT], when, {}) is False


def test_count_and_length_are_numbers() -> None:
    assert counted([MANY], {"of": "count", "question": "m"}, {"m": ["a", "c"]}) == 2
    assert counted([MANY], {"of": "count", "question": "m"}, {}) == 0
    assert counted([TEXT], {"of": "length", "question": "t"}, {"t": "åäö"}) == 3


@pytest.mark.parametrize(
    ("shift", "count", "expected"),
    [
        ("days", 10, "2026-12-05"),
        ("working_days", 1, "2026-11-26"),
        ("working_days", 21, "2026-12-28"),  # past Christmas
        ("months", 3, "2027-02-25"),
        ("years", -1, "2025-11-25"),
    ],
)
def test_dates_are_counted_from_another_answer(shift: str, count: int, expected: str) -> None:
    moved = {
        "of": "shifted",
        "date": {"of": "question", "id": "d"},
        "unit": shift,
        "count": count,
    }
    when = {"op": "same", "left": moved, "right": value(expected)}
    assert holds([DAY], when, {"d": "2026-11-25"})


@pytest.mark.parametrize(
    ("unit", "first", "last", "expected"),
    [
        ("days", "2026-11-25", "2026-12-01", 6),
        ("working_days", "2026-12-23", "2027-01-07", 6),
        ("working_days", "2026-05-13", "2026-05-15", 1),  # Ascension Day between
        ("months", "2026-01-31", "2026-02-28", 1),
        ("months", "2026-01-31", "2026-02-27", 0),
        ("years", "2008-02-29", "2026-02-28", 18),
        ("days", "2026-12-01", "2026-11-25", -6),
    ],
)
def test_time_between_two_dates(unit: str, first: str, last: str, expected: int) -> None:
    held = {
        "of": "between",
        "unit": unit,
        "first": {"of": "question", "id": "d"},
        "last": {"of": "question", "id": "e"},
    }
    questions = [DAY, {"id": "e", "kind": "date"}]
    assert counted(questions, held, {"d": first, "e": last}) == expected


def test_school_year_turns_in_july() -> None:
    held = {"of": "school_year", "date": {"of": "question", "id": "d"}, "give": "year"}
    assert counted([DAY], held, {"d": "2026-06-30"}) == 2025
    assert counted([DAY], held, {"d": "2026-07-01"}) == 2026
    last = {"of": "school_year", "date": {"of": "today"}, "give": "last_day"}
    when = {"op": "more", "left": {"of": "question", "id": "d"}, "right": last}
    assert holds([DAY], when, {"d": "2027-07-01"})
    assert not holds([DAY], when, {"d": "2027-06-30"})


def test_age_of_applicant_and_on_a_day() -> None:
    assert counted([], {"of": "age", "applicant": True}, {}) == 41
    on = {"of": "age", "applicant": True, "on": {"of": "question", "id": "d"}}
    assert counted([DAY], on, {"d": "2003-01-01"}) == 18
    assert counted([DAY], on, {}, applicant=None) is None


def test_age_of_applicant_without_a_number_is_what_the_other_country_tells() -> None:
    age, has_number = (
        {"of": "age", "applicant": True},
        {"op": "fact", "name": "applicant.has_number"},
    )
    abroad = ApplicantFacts("", "Astrid Prøvesen", foreign="NO:1", born="2010-03-14")
    assert counted([], age, {}, applicant=abroad) == 16
    assert counted([], age, {}, applicant=replace(abroad, born="")) is None
    assert not holds([], has_number, {}, applicant=abroad)
    assert holds([], has_number, {})


@pytest.mark.parametrize(
    ("when", "changes", "expected"),
    [
        ({"op": "assurance_at_least", "level": 3}, {"assurance_level": 3}, True),
        ({"op": "assurance_at_least", "level": 3}, {"assurance_level": 2}, False),
        ({"op": "fact", "name": "applicant.protected"}, {}, False),
        ({"op": "fact", "name": "applicant.has_address"}, {}, True),
        ({"op": "fact_is", "name": "applicant.city", "values": ["MJÖLBY"]}, {}, True),
        ({"op": "fact_is", "name": "applicant.postal_code", "values": ["59530"]}, {}, True),
        ({"op": "fact_is", "name": "applicant.city", "values": ["x"]}, {"applicant": None}, False),
        (
            {"op": "at_least", "left": {"of": "fact", "name": "children"}, "right": value(3)},
            {},
            True,
        ),
        (
            {"op": "at_least", "left": {"of": "fact", "name": "children"}, "right": value(0)},
            {"children": None},
            False,
        ),
    ],
)
def test_register_and_assurance(when: Any, changes: dict[str, Any], *, expected: bool) -> None:
    assert holds([], when, {}, **changes) is expected


def test_parameter_text_is_compared() -> None:
    document = one_page(
        [{"id": "note", "kind": "information"}],
        [show("note", {"op": "parameter_is", "id": "where", "value": "Mjölby"})],
        [{"id": "where", "type": "text", "title": {"sv": "Var"}}],
    )
    assert run(document, {}, parameters={"where": "Mjölby"}).visible("note")
    assert not run(document, {}, parameters={"where": "Ydre"}).visible("note")


@pytest.mark.parametrize(
    ("operand", "expected"),
    [
        ({"of": "add", "parts": [HELD, value("0.1"), value("0.2")]}, "3.3"),
        ({"of": "subtract", "parts": [value(10), HELD]}, 7),
        ({"of": "multiply", "parts": [HELD, value("0.50"), value(2)]}, 3),
        ({"of": "divide", "parts": [value(1), HELD], "decimals": 4}, "0.3333"),
        ({"of": "divide", "parts": [value(1), value(8)], "decimals": 2}, "0.13"),
        ({"of": "divide", "parts": [HELD, value(0)]}, None),
        ({"of": "round", "parts": [value("2.5")]}, 3),
        ({"of": "least", "parts": [HELD, value("2.9")]}, "2.9"),
        ({"of": "greatest", "parts": [HELD, value("2.9")]}, 3),
        ({"of": "multiply", "parts": [value(10**12), value(10**12)]}, None),
    ],
    ids=str,
)
def test_arithmetic_is_exact(operand: Any, expected: Any) -> None:
    assert counted([NUMBER], operand, {"n": 3}) == expected
