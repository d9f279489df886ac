"""What a new list changes, and what points at what goes away."""

from typing import Any

from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import uploaded

OLD: list[dict[str, Any]] = [
    {"id": "a", "name": "A"},
    {"id": "b", "name": "B"},
    {"id": "c", "name": "C"},
]
NEW: list[dict[str, Any]] = [
    {"id": "a", "name": "Alfa"},
    {"id": "c", "name": "C", "names": {"en": "Sea"}},
    {"id": "d", "name": "D"},
]


def test_added_removed_renamed_and_translated_are_told_apart() -> None:
    found = uploaded.changes(OLD, NEW)
    assert [one["id"] for one in found.added] == ["d"]
    assert [one["id"] for one in found.removed] == ["b"]
    assert [(one["name"], two["name"]) for one, two in found.renamed] == [("A", "Alfa")]
    assert [one["id"] for one in found.translated] == ["c"]
    assert not uploaded.changes(NEW, NEW)


def test_rules_calculations_and_questions_in_rows_that_point_at_items_are_found() -> None:
    listed = {"id": "unit", "kind": "list", "settings": {"parameter": "units"}}
    other = {"id": "else", "kind": "list", "options": [{"id": "b", "label": {"sv": "B"}}]}
    inner = {**listed, "id": "inner", "label": {"sv": "Enhet"}}
    group = {"id": "rows", "kind": "group", "questions": [inner]}
    extra = {"id": "extra", "kind": "text"}
    in_row = {"op": "any_row", "group": "rows",
              "where": {"op": "is", "question": "inner", "value": "c"}}  # fmt: skip
    rules = [
        sample.show("extra", {"op": "all", "of": [
            {"op": "is_any_of", "question": "unit", "values": ["a", "b"]}, in_row]}),
        sample.show("extra", {"op": "is", "question": "else", "value": "b"}, "r2"),
    ]  # fmt: skip
    document = sample.one_page([listed, other, group, extra], rules)
    found = {(one.kind, one.id, one.item_id) for one in uploaded.uses(document, "units")}
    assert found == {("rule", "r1", "a"), ("rule", "r1", "b"), ("rule", "r1", "c")}
