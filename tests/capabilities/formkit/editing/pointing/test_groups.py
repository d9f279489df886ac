"""Every condition that the format has is pointed together, and kept when nobody touches it."""

from typing import Any

import pytest
from tests.capabilities.formkit.editing.pointing.support import (
    everything,
    faults,
    posted,
    questions,
)

from samtjanst.capabilities.formkit.conditions.operand_readers import READERS as OPERANDS
from samtjanst.capabilities.formkit.conditions.reading import READERS
from samtjanst.capabilities.formkit.conditions.tree import COMPARISONS
from samtjanst.capabilities.formkit.editing.pointing import groups, lines, operators, picks, values
from samtjanst.capabilities.formkit.editing.pointing.controls import Line, controls_of
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope

DOCUMENT = everything()
SCOPE = Scope(DOCUMENT)
KINDS = {one["kind"]: one["id"] for one in questions(DOCUMENT)}
GROUP = next(one for one in questions(DOCUMENT) if one["kind"] == "group")
ROW = {one["kind"]: one["id"] for one in GROUP["questions"]}
A = {"op": "answered", "question": KINDS["text"]}
B = {"op": "answered", "question": KINDS["date"]}
N = {"of": "question", "id": KINDS["integer"]}
DAY = {"of": "question", "id": KINDS["date"]}
ONE: dict[str, Any] = {"of": "value", "value": 1}
OPTION = next(one for one in questions(DOCUMENT) if one["id"] == KINDS["choice"])["options"][0][
    "id"
]
CONDITIONS: list[dict[str, Any]] = [
    A,
    {"op": "not", "of": A},
    {"op": "or", "of": [A, {"op": "and", "of": [B, {"op": "or", "of": [A, B]}]}]},
    {"op": "not", "of": {"op": "or", "of": [A, B]}},
    {"op": "not", "of": {"op": "less", "left": N, "right": ONE}},
    {"op": "and", "of": [{"op": "or", "of": [A]}]},
    {"op": "equals", "question": KINDS["choice"], "value": OPTION},
    {"op": "not", "of": {"op": "any_of", "question": KINDS["choice"], "values": [OPTION]}},
    {"op": "equals", "question": KINDS["yes_no"], "value": False},
    {"op": "not", "of": {"op": "equals", "question": KINDS["yes_no"], "value": True}},
    {"op": "equals", "question": KINDS["integer"], "value": 3},
    {"op": "equals", "question": KINDS["date"], "value": "2030-01-02"},
    {"op": "any_of", "question": KINDS["text"], "values": ["ett", "två ord"]},
    {"op": "fact", "name": "applicant.protected"},
    {"op": "register_answered"},
    {"op": "fact_is", "name": "applicant.city", "values": ["Mjölby"]},
    {"op": "assurance_at_least", "level": 4},
    {"op": "parameter_is", "id": "kommun", "value": "Mjölby"},
    {"op": "any_row", "group": GROUP["id"],
     "of": {"op": "and", "of": [{"op": "answered", "question": GROUP["questions"][0]["id"]}, A]}},
    {"op": "not", "of": {"op": "every_row", "group": GROUP["id"],
                         "of": {"op": "answered", "question": GROUP["questions"][0]["id"]}}},
    {"op": "at_least", "left": {"of": "age", "question": KINDS["child"], "on": DAY}, "right": ONE},
    {"op": "at_least", "left": {"of": "age", "question": KINDS["personal_number"]}, "right": ONE},
    {"op": "less", "left": DAY,
     "right": {"of": "shifted", "date": {"of": "today"}, "count": 5, "unit": "working_days"}},
    {"op": "more", "right": {"of": "parameter", "id": "taxa"},
     "left": {"of": "between", "first": DAY, "last": {"of": "today", "days": -3}, "unit": "years"}},
    {"op": "same", "left": {"of": "question", "id": KINDS["time"]},
     "right": {"of": "time", "value": "08:30"}},
    {"op": "not", "of": {"op": "same", "left": {"of": "question", "id": KINDS["text"]},
                         "right": {"of": "question", "id": KINDS["email"]}}},
    {"op": "less", "right": {"of": "school_year", "date": {"of": "today"}, "give": "year"},
     "left": {"of": "add", "parts": [N, {"of": "multiply", "parts": [
         {"of": "value", "value": "2.5"}, {"of": "count", "question": KINDS["file"]}]}]}},
    {"op": "less", "left": {"of": "round", "parts": [N], "decimals": 1},
     "right": {"of": "divide", "parts": [N, {"of": "age", "applicant": True}]}},
    {"op": "less", "left": {"of": "length", "question": KINDS["text"]},
     "right": {"of": "fact", "name": "children"}},
]  # fmt: skip


def read(said: Any, do: str = "", about: str = "", **changes: Any) -> Any:
    controls = controls_of(groups.draw(SCOPE, said))
    return groups.read(SCOPE, said, posted(controls, do, about, **changes))


@pytest.mark.parametrize("said", CONDITIONS)
def test_condition_that_nobody_touches_is_as_it_was(said: dict[str, Any]) -> None:
    assert not faults(DOCUMENT, said)
    assert read(said) == said


def offered() -> list[tuple[str, operators.Operator]]:
    found = []
    for subject in operators.subjects(SCOPE):
        value = values.made(subject.value, {}, "number")
        listed = operators.operators(SCOPE, subject.value, picks.gives(SCOPE, value))
        found += [(subject.value, one) for one in listed if one.is_offered]
    return found


def filled(said: Any) -> Any:
    """With a value wherever one is still to be written."""
    if isinstance(said, list):
        return [filled(one) for one in said] or ["x"]
    if not isinstance(said, dict):
        return said
    known = {"value": "x", "id": KINDS["email"]}
    blanks = {"value": 1, "time": "08:00"}
    made = {}
    for key, held in said.items():
        fits = blanks.get(str(said.get("of")), known.get(key)) if key == "value" else known.get(key)
        made[key] = fits if held == "" else filled(held)
    return made


def test_everything_that_is_offered_fits() -> None:
    wrong = []
    for subject, operator in offered():
        made = filled(lines.refitted(SCOPE, A, subject, operator.key))
        said = lines.bare(made)
        if picks.gives(SCOPE, said.get("left") or {}) == "date":
            assert isinstance(said, dict)
            said["right"] = {"of": "value", "value": "2030-01-01"}
        wrong += [(subject, operator.key, made, one) for one in faults(DOCUMENT, made)]
    assert wrong == []


def test_every_condition_of_the_format_is_offered() -> None:
    made = {operator.op for _subject, operator in offered()}
    joined = {"and", "or", "not", "register_answered"}  # the last is the fact of the same name
    assert made == (set(READERS) | set(COMPARISONS)) - joined


def test_every_test_that_the_reader_takes_is_offered() -> None:
    known = {(subject, one.op) for subject, one in offered()}
    tested: dict[str, dict[str, Any]] = {
        op: {"value": "a"} for op in ("contains", "text_contains", "starts_with", "ends_with")
    }
    tested |= {op: {"values": ["a"]} for op in ("any_of", "contains_any", "contains_all")}
    tested |= {"answered": {}, "own_statement": {}, "protected": {}}
    missing = []
    for one in questions(DOCUMENT):
        option = next((o["id"] for o in one.get("options") or []), "a")
        for op, more in tested.items():
            given = {key: option if key == "value" else [option] for key in more}
            condition = {"op": op, "question": one["id"], **given}
            if not faults(DOCUMENT, condition) and (f"question:{one['id']}", op) not in known:
                missing.append(condition)
    assert missing == []


def test_every_value_of_the_format_is_offered() -> None:
    inside = SCOPE.inside(GROUP["id"])
    keys = {one.value for sort in ("number", "date", "time", "text")
            for one in picks.choices(inside, sort)}  # fmt: skip
    assert {key.partition(":")[0] for key in keys} == set(OPERANDS)


def test_lines_are_added_wrapped_opened_and_taken_away() -> None:
    held = read(A, "line", "w")
    assert held == {"op": "and", "of": [A, {"op": "answered", "question": "first"}]}
    held = read(held, "wrap", "w-0")
    assert held["of"][0] == {"op": "and", "of": [A]}
    held = read(held, "line", "w-0", w_0_h="not_or")
    assert held["of"][0]["op"] == "not"
    assert len(held["of"][0]["of"]["of"]) == 2
    held = read(held, "group", "w-0")
    assert held["of"][0]["of"]["of"][2]["op"] == "and"
    held = read(held, "drop", "w-0-2-0")
    assert len(held["of"][0]["of"]["of"]) == 2
    assert len(read(held, "open", "w-0")["of"]) == 3
    assert read(held, "drop", "w-0") == {"op": "answered", "question": "first"}
    assert read(A, "drop", "w-0") is None


def test_row_of_a_group_is_asked_with_its_own_questions() -> None:
    said = read(A, w_0_s=f"question:{GROUP['id']}", w_0_o="any_row")
    first = GROUP["questions"][0]["id"]
    assert said == {"op": "any_row", "group": GROUP["id"],
                    "of": {"op": "answered", "question": first}}  # fmt: skip
    drawn = groups.draw(SCOPE, said).items[0]
    assert isinstance(drawn, Line)
    assert drawn.rows is not None
    listed = next(controls_of(drawn.rows.items[0])).choices
    assert [one.group for one in listed][: len(GROUP["questions"])] == ["Svar på raden"] * len(
        GROUP["questions"]
    )
    assert len(read(said, "line", "w-0-r")["of"]["of"]) == 2


def test_change_of_test_keeps_what_was_written() -> None:
    said = {"op": "equals", "question": KINDS["text"], "value": "Mjölby"}
    several = read(said, w_0_o="any_of")
    assert several["values"] == ["Mjölby"]
    assert read(several, w_0_v="Mjölby\r\nBoxholm")["values"] == ["Mjölby", "Boxholm"]
    assert read(said, w_0_o="not_ends_with", w_0_v="by")["of"]["value"] == "by"
    less = {"op": "less", "left": N, "right": {"of": "value", "value": 7}}
    assert read(less, w_0_s="count:" + KINDS["file"])["right"] == less["right"]
    assert read(less, w_0_s="question:" + KINDS["date"])["right"] == {"of": "value", "value": ""}


def test_what_is_no_number_is_kept_as_it_was_typed() -> None:
    less = {"op": "less", "left": N, "right": ONE}
    assert read(less, w_0_b_value="12,5")["right"]["value"] == "12.5"
    held = read(less, w_0_b_value="tolv, ungefär")
    assert held["right"]["value"] == "tolv, ungefär"
    assert faults(DOCUMENT, held)[0].path == "when.right.value"


def test_calculation_grows_around_what_stood_there() -> None:
    less = {"op": "less", "left": N, "right": ONE}
    held = read(less, w_0_b_p="add")["right"]
    assert held == {"of": "add", "parts": [ONE, {"of": "value", "value": ""}]}
    held = {**less, "right": held}
    assert len(read(held, "part", "w-0-b")["right"]["parts"]) == 3
    assert len(read(held, "unpart", "w-0-b-1")["right"]["parts"]) == 2  # it has two at the least
    assert read(held, w_0_b_p="divide")["right"]["of"] == "divide"
    nested = read(held, w_0_b_1_p="multiply")["right"]["parts"][1]
    assert nested["of"] == "multiply"


def test_age_is_offered_of_people_and_typed_numbers_and_of_no_other_text() -> None:
    offered = {one.value for one in picks.choices(SCOPE, "number")}
    for kind in ("child", "person", "personal_number"):
        assert f"age:{KINDS[kind]}" in offered
    assert f"age:{KINDS['text']}" not in offered
