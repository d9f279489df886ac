"""Versions are compared on ids, and drafts from one base become one without a silent loss."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import every_kind, sample
from tests.capabilities.formkit.rules_support import named

from samtjanst.capabilities.formkit import schema
from samtjanst.capabilities.formkit.compare import (
    MISSING,
    Change,
    ChangeKind,
    Conflict,
    changes,
    merge,
    said,
    stands,
)
from samtjanst.capabilities.formkit.editing import document as editing

Document = dict[str, Any]
STEADY = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
BASES = (sample.document(), every_kind.document())


@st.composite
def edited(draw: Any, base: Document, side: str) -> Document:
    """Some edits such as people make; ids of what is new are the side's own."""
    made = copy.deepcopy(base)
    for number in range(draw(st.integers(0, 4))):
        pages = [page for page in made["pages"] if page["questions"]]
        if not pages:
            break
        page = draw(st.sampled_from(pages))
        question = draw(st.sampled_from(page["questions"]))
        _edit(draw, made, page, question, f"{side}{number}")
    return made


def _edit(draw: Any, made: Document, page: Document, question: Document, name: str) -> None:
    what = draw(st.sampled_from(["word", "new", "gone", "move", "page", "rule", "about", "set"]))
    if what == "word":
        question["label"] = {"sv": draw(st.sampled_from(["Ny text", name]))}
    elif what == "new":
        new = {"id": f"new_{name}", "kind": "text", "label": {"sv": name}}
        page["questions"].insert(draw(st.integers(0, len(page["questions"]))), new)
    elif what == "gone":
        page["questions"].remove(question)
    elif what == "move":
        page["questions"].remove(question)
        target = draw(st.sampled_from(made["pages"]))["questions"]
        target.insert(draw(st.integers(0, len(target))), question)
    elif what == "page" and len(made["pages"]) > 1:
        made["pages"].remove(page)
    elif what == "rule" and made.get("rules"):
        made["rules"].pop(draw(st.integers(0, len(made["rules"]) - 1)))
    elif what == "about":
        made["about"]["minutes"] = draw(st.integers(1, 99))
    else:
        question.setdefault("settings", {})[draw(st.sampled_from(["a", "b"]))] = name


@st.composite
def three(draw: Any) -> tuple[Document, Document, Document]:
    base = draw(st.sampled_from(BASES))
    return base, draw(edited(base, "t")), draw(edited(base, "m"))


@STEADY
@given(three())
def test_merging_with_what_nobody_changed_gives_the_other(
    case: tuple[Document, Document, Document],
) -> None:
    base, theirs, _mine = case
    for merged in (merge(base, theirs, base), merge(base, base, theirs)):
        assert merged.conflicts == ()
        assert merged.document == theirs
    assert merge(base, theirs, theirs).document == theirs


@STEADY
@given(three())
def test_merging_is_the_same_from_both_sides(case: tuple[Document, Document, Document]) -> None:
    base, theirs, mine = case
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    turned = tuple(Conflict(c.path, c.base, c.mine, c.theirs) for c in other.conflicts)
    assert one.conflicts == turned
    if not one.conflicts:
        assert one.document == other.document


@STEADY
@given(three())
def test_every_change_is_in_the_result_or_in_a_conflict(
    case: tuple[Document, Document, Document],
) -> None:
    base, theirs, mine = case
    merged = merge(base, theirs, mine)
    told = {conflict.path for conflict in merged.conflicts}
    kept = changes(base, merged.document)
    for change in (*changes(base, theirs), *changes(base, mine)):
        if change.kind is ChangeKind.ORDERED:
            continue  # an order is of what is left on both sides; see the test of orders
        assert change in kept or _covered(change, told, kept), change


def _covered(change: Change, told: set[tuple[str, ...]], kept: list[Change]) -> bool:
    own = change.path
    gone = {one.path for one in kept if one.kind is ChangeKind.REMOVED}
    in_conflict = any(own[: len(one)] == one or one[: len(own)] == own for one in told)
    return in_conflict or any(own[: len(one)] == one for one in gone if change.path == one)


@STEADY
@given(three())
def test_merging_leaves_its_arguments_alone(case: tuple[Document, Document, Document]) -> None:
    before = copy.deepcopy(case)
    merge(*case).document["pages"][0]["title"]["sv"] = "Ändrad"
    assert case == before


def small(*names: str, label: str = "Text") -> Document:
    questions = [{"id": name, "kind": "text", "label": {"sv": label}} for name in names]
    return {"pages": [{"id": "p", "title": {"sv": "Sidan"}, "questions": questions}]}


def order(document: Document) -> list[str]:
    return [one["id"] for one in document["pages"][0]["questions"]]


def test_orders_of_both_sides_are_kept_and_told_when_they_differ() -> None:
    base = small("a", "b", "c")
    assert order(merge(base, small("c", "a", "b"), small("a", "b", "n", "c")).document) == [
        "c",
        "a",
        "b",
        "n",
    ]
    (conflict,) = merge(base, small("c", "a", "b"), small("b", "a", "c")).conflicts
    assert conflict.path == ("pages", "#p", "questions", "@order")
    assert (conflict.theirs, conflict.mine) == (["c", "a", "b"], ["b", "a", "c"])


def test_conflict_names_the_exact_place_with_all_three_values() -> None:
    base, theirs, mine = small("a"), small("a", label="Deras"), small("a", label="Min")
    merged = merge(base, theirs, mine)
    place = ("questions", "#a", "label", "sv")
    assert merged.conflicts == (Conflict(place, "Text", "Deras", "Min"),)
    assert merged.document == theirs


def test_question_that_one_removes_and_the_other_changes_is_kept_and_told() -> None:
    merged = merge(small("a", "b"), small("b"), small("a", "b", label="Ny"))
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.theirs) == (("questions", "#a"), MISSING)
    assert order(merged.document) == ["a", "b"]
    assert editing.question(merged.document, "a")["label"] == {"sv": "Ny"}


def test_page_that_one_removes_and_the_other_fills_is_kept_and_told() -> None:
    base = {"pages": [*small("a")["pages"], {"id": "q", "title": {"sv": "B"}, "questions": []}]}
    merged = merge(base, {"pages": base["pages"][1:]}, {"pages": [*small("a", "n")["pages"], base["pages"][1]]})  # fmt: skip  # noqa: E501
    assert [conflict.path for conflict in merged.conflicts] == [("pages", "#p")]
    assert order(merged.document) == ["n"]


def test_changes_are_told_in_plain_swedish() -> None:
    base = {
        "pages": [*small("a", "b")["pages"], {"id": "q", "title": {"sv": "B"}, "questions": []}]
    }
    new = copy.deepcopy(base)
    moved = new["pages"][0]["questions"].pop()
    new["pages"][1]["questions"] = [moved, {"id": "n", "kind": "date", "label": {"sv": "När?"}}]
    new["pages"][0]["questions"][0]["label"]["sv"] = "Namn"
    assert [said(change, base, new) for change in changes(base, new)] == [
        "Frågan ”Namn”: texten var ”Text”, är ”Namn”.",
        "Frågan ”Text” har flyttats till sidan ”B”.",
        "Frågan ”När?” är ny.",
    ]
    assert [change.kind for change in changes(new, base)] == [
        ChangeKind.CHANGED,
        ChangeKind.MOVED,
        ChangeKind.REMOVED,
    ]


def test_change_of_who_signs_is_told() -> None:
    before, after = named({"needed": 1}), named({"needed": 2, "order": "in_turn"})
    told = [str(said(one, before, after)) for one in changes(before, after)]
    assert (
        "E-tjänsten: Underskrift de som skriver under så många som ska göra det var 1" in (told[0])
    )
    assert told[1].endswith("i vilken ordning var alla på en gång, är en i taget.")


def test_hostile_documents_are_compared_whole_where_ids_are_not_to_be_trusted() -> None:
    twice = small("a", "a")
    assert merge(twice, small("a"), twice).document == small("a")
    assert merge({}, {"pages": 3}, {}).document == {"pages": 3}


def _operands() -> Iterator[Document]:
    """One of each that the format has, each holding others."""
    asked, today = {"of": "question", "id": "days"}, {"of": "today"}
    yield {"of": "parameter", "id": "price"}
    yield {"of": "value", "value": 250}
    yield {"of": "time", "value": "08:30"}
    yield {"of": "age", "question": "child", "on": today}
    yield {"of": "age", "applicant": True}
    yield {"of": "shifted", "date": today, "unit": "working_days", "count": -3}
    yield {"of": "school_year", "date": today, "give": "first_day"}
    yield {"of": "between", "first": today, "last": today, "unit": "days"}
    yield {"of": "count", "question": "rows"}
    yield {"of": "length", "question": "days"}
    yield {"of": "fact", "name": "children"}
    yield {"of": "column", "group": "rows", "op": "sum", "question": "n"}
    for name in ("add", "multiply", "subtract", "divide", "least", "greatest"):
        yield {"of": name, "parts": [asked, {"of": "value", "value": 2}]}
    yield {"of": "round", "parts": [asked], "decimals": 1}


def test_value_that_both_have_changed_is_told_in_words_and_never_as_the_document_has_it() -> None:
    rows: Document = {"id": "rows", "kind": "group", "label": {"sv": "Barn", "en": "Children"}}
    rows["questions"] = [{"id": "n", "kind": "integer", "label": {"sv": "Timmar", "en": "Hours"}}]
    days = {"id": "days", "kind": "integer", "label": {"sv": "Dagar", "en": "Days"}}
    cost = {"id": "cost", "kind": "calculated", "label": {"sv": "Kostnad", "en": "Cost"}}
    shapes = {
        one["properties"]["of"]["const"]
        for one in schema.document_schema()["$defs"]["operand"]["oneOf"]
    }
    operands = list(_operands())
    assert {one["of"] for one in operands} | {"question", "today"} == shapes
    told = []
    for operand in operands:
        rule = {"id": "r", "effect": "compute", "target": {"question": "cost"}, "value": operand}
        made = {"pages": [{"id": "p", "questions": [days, rows, cost]}], "rules": [rule]}
        told += [
            stands(("rules", "#r", "value"), operand, made),
            stands(("questions", "#cost", "settings", "calculate"), operand, made),
        ]
    told += [
        stands(path, held, {"pages": []})
        for path, held in (
            (("signing", "reminders_days"), [3, 7]),
            (("questions", "#days", "settings", "accept"), ["application/pdf", "image/jpeg"]),
            (("about", "keywords"), ["buss", "taxi"]),
            (("about", "privacy"), [{"id": "a", "text": {"sv": "Ett", "en": "One"}}, {"x": [1]}]),
            (("blocks", "#b", "names"), {"question": {"a": "b"}, "rule": {}}),
            (("questions", "#days", "kind"), "many_choices"),
        )
    ]
    for one in told:
        assert not set("{}[]_") & set(one + one.en), one
        assert not re.search(r"[åäöÅÄÖ]| och | på |inget", one.en), one.en
    assert told[0] == "Räkna ut ”Kostnad” som kommunens ”price”"
    assert "Räkna ut ”Kostnad” som ”Dagar” + 2" in told
    assert told[-6:-3] == ["3, 7", "PDF, JPG", "”buss”, ”taxi”"]
    assert told[-3].en == "“One”, 1"
