"""Questions and pages are pasted into other definitions with all that belongs to them."""

import copy
import json
from typing import Any

import pytest
from tests.capabilities.formkit import every_kind, sample

from samtjanst import eservices
from samtjanst.capabilities.formkit import load
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import pasting, removing
from samtjanst.capabilities.formkit.editing.blank import blank, filled
from samtjanst.capabilities.formkit.editing.pasting import Clip, Left, paste
from samtjanst.capabilities.formkit.texts import Told
from samtjanst.kernel.errors import NotFoundError

Document = dict[str, Any]


def kinds() -> Document:
    found: Document = json.loads(eservices.read("alla_fragetyper/definition.json"))
    return found


def empty() -> Document:
    return blank("klotter", "Anmäl klotter")


def first(document: Document) -> str:
    return str(document["pages"][0]["id"])


def loaded(document: Document) -> None:
    made = filled(document)
    made["pages"] = [one for one in made["pages"] if one["questions"]]
    load(made)


def rules_of(document: Document) -> dict[str, Any]:
    return {one["id"]: one for one in document["rules"]}


def test_rule_follows_its_questions_into_another_definition() -> None:
    clip = Clip(sample.document(), question_ids=("placed_school", "chosen_school_note"))
    target = empty()
    done = paste(target, clip, first(target))
    assert done.question_ids == ["placed_school", "chosen_school_note"]
    assert done.followed == ["show_chosen_school_note"]
    assert rules_of(done.document)["show_chosen_school_note"]["when"]["question"] == "placed_school"
    assert (done.left, done.bound) == ([], [])
    assert target == empty()
    loaded(done.document)


def test_rule_on_rows_follows_its_group() -> None:
    source = every_kind.with_row_rules()
    target = empty()
    for held in (target, every_kind.document()):
        done = paste(held, Clip(source, question_ids=("group",)), first(held))
        group = editing.question(done.document, done.question_ids[0])
        inner = {one["label"]["sv"]: one["id"] for one in group["questions"]}
        assert sorted(done.followed) == ["row_require", "row_show", "row_validate"]
        made = [one for one in done.document["rules"] if one["target"].get("group") == group["id"]]
        assert len(made) == 3
        for rule in made:
            assert rule["target"]["question"] == inner["Födelsedag"]
            assert rule["when"]["question"] == inner["Arbetar personen?"]
        loaded(done.document)


def test_rule_that_points_outside_is_named_with_what_it_needs() -> None:
    clip = Clip(sample.document(), question_ids=("chosen_school_note",))
    done = paste(empty(), clip, first(empty()))
    missing = Told("frågan ”Har kommunen placerat barnet i den här skolan?”")
    assert done.left == [Left("show_chosen_school_note", (missing,))]
    assert done.document.get("rules", []) == []


def test_rule_about_something_else_stays_and_is_named() -> None:
    done = paste(empty(), Clip(sample.document(), question_ids=("placed_school",)), first(empty()))
    assert "show_chosen_school_note" in done.elsewhere
    assert done.followed == []


def test_rule_looks_at_what_is_there_already() -> None:
    source = sample.document()
    once = paste(empty(), Clip(source, question_ids=("placed_school",)), first(empty()))
    page = once.page_id
    twice = paste(once.document, Clip(source, question_ids=("chosen_school_note",)), page)
    assert twice.followed == ["show_chosen_school_note"]
    assert twice.bound == ["frågan ”Har kommunen placerat barnet i den här skolan?”"]
    loaded(twice.document)


def test_question_of_the_same_id_but_another_kind_is_not_taken_for_it() -> None:
    target = empty()
    other = {"id": "placed_school", "kind": "text", "label": {"sv": "Skola"}, "required": True}
    target["pages"][0]["questions"] = [other]
    done = paste(target, Clip(sample.document(), question_ids=("chosen_school_note",)), "page_1")
    assert [one.about for one in done.left] == ["show_chosen_school_note"]


def test_pasting_twice_gives_new_ids_everywhere() -> None:
    clip = Clip(sample.document(), page_id="the_school")
    target = empty()
    target["pages"][0]["questions"] = [
        {"id": "q", "kind": "text", "label": {"sv": "Q"}, "required": True}
    ]
    once = paste(target, clip, first(target))
    twice = paste(once.document, clip, once.page_id)
    ids = [one["id"] for _, one in editing.every_question(twice.document)]
    assert len(ids) == len(set(ids)) == 1 + 2 * len(once.question_ids)
    assert twice.page_id not in {"the_school", first(target)}
    assert len(twice.document["rules"]) == 2 * len(once.document["rules"]) > 0
    assert [one["id"] for one in twice.document["parameters"]].count("schools") == 1
    loaded(twice.document)


def test_parameters_come_along_once_and_another_one_of_the_name_is_left_alone() -> None:
    clip = Clip(sample.document(), question_ids=("school",))
    target = empty()
    own = {"id": "contact", "type": "number", "title": {"sv": "Något annat"}}
    target["parameters"] = [copy.deepcopy(own)]
    done = paste(target, clip, first(target))
    assert set(done.parameters) == {"Skolor som går att välja", "Kontaktuppgifter"}
    assert done.document["parameters"][0] == own
    renamed = next(one["id"] for one in done.document["parameters"] if one["id"][:8] == "contact_")
    help_text = editing.question(done.document, "school")["help"]["sv"]
    assert f"{{{renamed}}}" in help_text
    loaded(done.document)


def test_setting_that_points_outside_is_left_out_and_named() -> None:
    clip = Clip(sample.document(), question_ids=("distance_limit",))
    done = paste(empty(), clip, first(empty()))
    gone = [one for one in done.left if one.setting]
    missing = (Told("parametern ”Minsta avstånd i kilometer, per årskurs”"),)
    assert gone == [Left("distance_limit", missing, "calculate")]
    both = Clip(sample.document(), question_ids=("school_year", "distance_limit"))
    whole = paste(empty(), both, first(empty()))
    assert [one for one in whole.left if one.setting] == []
    loaded({**whole.document, "rules": []})


def test_groups_bring_their_rows_and_rules_over_rows() -> None:
    source = empty()
    inner = {"id": "fodd", "kind": "date", "label": {"sv": "Född"}, "required": True}
    note = {"id": "not", "kind": "information", "label": {"sv": "Obs"}}
    group = {"id": "barn", "kind": "group", "label": {"sv": "Barn"}, "questions": [inner]}
    source["pages"][0]["questions"] = [group, note]
    when = {"op": "any_row", "group": "barn", "of": {"op": "answered", "question": "fodd"}}
    rule = {"id": "visa", "effect": "show", "target": {"question": "not"}, "when": when}
    source["rules"] = [rule]
    clip = Clip(source, question_ids=("barn", "not"))
    done = paste(source, clip, first(source))
    made = next(one for one in done.document["rules"] if one["id"] != "visa")
    copied_group = editing.question(done.document, done.question_ids[0])
    assert made["when"]["group"] == copied_group["id"] != "barn"
    assert made["when"]["of"]["question"] == copied_group["questions"][0]["id"] != "fodd"
    loaded(done.document)


@pytest.mark.parametrize("name", ["skolskjuts", "alla_fragetyper"])
def test_every_page_of_a_shipped_definition_can_be_pasted(name: str) -> None:
    source = json.loads(eservices.read(f"{name}/definition.json"))
    told = {rule["id"] for rule in source.get("rules", [])}
    for page in source["pages"]:
        clip = Clip(source, page_id=page["id"])
        for target in (empty(), source):
            done = paste(target, clip, first(target))
            if not any(one.setting for one in done.left):
                loaded(done.document)
            said = {*done.followed, *done.elsewhere, *(one.about for one in done.left)}
            about = {r for r in told if _touches(source, r, page)}
            assert about <= said


def _touches(document: Document, rule_id: str, page: Document) -> bool:
    rule = rules_of(document)[rule_id]
    inside = {one["id"] for one in page["questions"]}
    return bool(inside & removing.mentioned(rule)) or rule in removing.rules_on_page(
        document, page["id"]
    )


def test_what_is_gone_is_refused() -> None:
    with pytest.raises(NotFoundError):
        paste(empty(), Clip(sample.document(), question_ids=("borta",)), first(empty()))
    with pytest.raises(NotFoundError):
        paste(empty(), Clip(sample.document(), page_id="the_child"), "borta")
    with pytest.raises(NotFoundError):
        pasting.copied(Clip(sample.document(), page_id="borta"))


def test_removing_takes_rules_that_lead_to_the_page_or_look_at_rows() -> None:
    document = kinds()
    document["rules"] = [
        {"id": "a", "effect": "go_to", "target": {"page": "p2"}, "from": "p1", "when": {}},
        {"id": "b", "effect": "show", "target": {"question": "x"},
         "when": {"op": "any_row", "group": "g", "of": {"op": "answered", "question": "i"}}},
    ]  # fmt: skip
    assert [one["id"] for one in removing.rules_on_page(document, "p1")] == ["a"]
    assert [one["id"] for one in removing.rules_on_page(document, "p2")] == ["a"]
    assert [one["id"] for one in removing.rules_on(document, "g")] == ["b"]
