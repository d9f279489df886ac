"""Every effect is pointed out with a target that it can have, and with all that it needs."""

import json
from typing import Any

import pytest
from tests.capabilities.formkit.editing.pointing.support import everything, posted, questions

from samtjanst import eservices
from samtjanst.capabilities.formkit.editing.pointing import effects, given, groups
from samtjanst.capabilities.formkit.editing.pointing.controls import controls_of
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.capabilities.formkit.model import Effect
from samtjanst.capabilities.formkit.reading.rules import FORMS

DOCUMENT = everything()
SHIPPED = ("alla_fragetyper", "fardtjanst", "skolskjuts")


def controls(document: dict[str, Any], rule: dict[str, Any]) -> list[Any]:
    found = effects.controls(document, rule)
    if "value" in rule:
        question = effects.question_of(document, rule["target"])
        found += controls_of(given.draw(effects.scope_of(document, rule["target"]), question, rule))
    return [*found, *controls_of(groups.draw(Scope(document), rule.get("when")))]


def read(document: dict[str, Any], rule: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return effects.read(document, rule, posted(controls(document, rule), **changes))


def test_titles_are_told_of_every_effect() -> None:
    assert set(effects.TITLES) == set(effects.ORDER) == {one.value for one in FORMS}


@pytest.mark.parametrize("name", SHIPPED)
def test_rule_of_a_shipped_e_service_that_nobody_touches_is_as_it_was(name: str) -> None:
    document = json.loads(eservices.read(f"{name}/definition.json"))
    for rule in document["rules"]:
        assert read(document, rule) == rule


@pytest.mark.parametrize("effect", effects.ORDER)
def test_whatever_is_offered_as_a_target_is_taken(effect: str) -> None:
    known = effects.targets(DOCUMENT, effect)
    assert known
    for one in known:
        made = effects.fresh(DOCUMENT, effect, effects.target_of(one.value))
        if made is None:
            assert not effects.first_asked(DOCUMENT, effect, effects.target_of(one.value))
            continue
        rule = {"id": "ny", **made}
        for name in effects.form_of(effect).needs:
            if name == "message":
                rule["message"] = {"sv": "Så går det inte."}
        if rule.get("value") == {"constant": ""}:
            continue  # still to be written
        if rule.get("value") == {"of": "value", "value": ""}:
            rule["value"] = {"of": "value", "value": "2030-01-01" if _is_day(rule) else 1}
        if rule.get("value") == {"of": "time", "value": ""}:
            rule["value"]["value"] = "08:00"
        found = problems({**DOCUMENT, "rules": [rule]})
        assert [(one.path, str(one.reason)) for one in found] == [], rule


def _is_day(rule: dict[str, Any]) -> bool:
    return str(effects.question_of(DOCUMENT, rule["target"])["kind"]) == "date"


def test_target_that_the_reader_refuses_is_never_offered() -> None:
    required = [one.value for one in effects.targets(DOCUMENT, "require")]
    assert {one.partition(":")[0] for one in required} == {"question", "row", "party", "status"}
    worked_out = [one.value for one in effects.targets(DOCUMENT, "compute")]
    kinds = {effects.question_of(DOCUMENT, effects.target_of(one))["kind"] for one in worked_out}
    assert kinds == {"calculated"}
    for effect in effects.ORDER:
        offered = {one.value.partition(":")[0] for one in effects.targets(DOCUMENT, effect)}
        assert offered <= FORMS[Effect(effect)].targets


def test_new_condition_looks_at_a_question_before_the_target() -> None:
    pages = [page for page in DOCUMENT["pages"] if page["questions"]]
    second = pages[1]
    asked = effects.first_asked(DOCUMENT, "show", {"page": second["id"]})
    assert asked not in {one["id"] for one in second["questions"]}
    alone = {**DOCUMENT, "pages": [second]}
    assert effects.first_asked(alone, "show", {"page": second["id"]}) == ""
    own = second["questions"][0]["id"]
    assert effects.first_asked(alone, "show", {"question": own}) != own
    assert effects.first_asked(alone, "validate", {"question": own}) == own


def test_rule_on_rows_looks_at_the_row_first() -> None:
    group = next(one for one in questions(DOCUMENT) if one["kind"] == "group")
    first, second = (str(one["id"]) for one in group["questions"][:2])
    target = {"group": group["id"], "question": second}
    assert effects.target_of(effects.key_of(target)) == target
    made = effects.fresh(DOCUMENT, "show", target)
    assert made
    assert made["when"] == {"op": "answered", "question": first}
    rule = {"id": "r", **made}
    scope = effects.scope_of(DOCUMENT, target)
    drawn = next(controls_of(groups.draw(scope, rule["when"]).items[0]))
    assert [one.group for one in drawn.choices[:2]] == ["Svar på raden", "Svar på raden"]
    controls_now = [
        *effects.controls(DOCUMENT, rule),
        *controls_of(groups.draw(scope, rule["when"])),
    ]
    more = effects.read(DOCUMENT, rule, posted(controls_now, "line", "w"))
    assert len(more["when"]["of"]) == 2
    assert not problems({**DOCUMENT, "rules": [more]})


def test_another_effect_keeps_what_it_can_have() -> None:
    page = DOCUMENT["pages"][0]["id"]
    when = {"op": "answered", "question": DOCUMENT["pages"][0]["questions"][0]["id"]}
    stop = {"id": "r", "effect": "stop", "target": {"page": page}, "when": when,
            "message": {"sv": "Nej"}, "instead": {"sv": "Ring"}}  # fmt: skip
    validate = read(DOCUMENT, stop, effect="validate")
    assert (validate["message"], validate["when"]) == (stop["message"], when)
    assert "instead" not in validate
    limit = read(DOCUMENT, validate, effect="limit")
    assert limit["options"]
    assert "message" not in limit


def test_fixed_answer_is_given_in_the_form_of_the_question() -> None:
    given_for = {
        one.value.removeprefix("question:")
        for one in effects.targets(DOCUMENT, "prefill")
        if one.value.startswith("question:")
    }
    by_kind = {effects.question_of(DOCUMENT, {"question": one})["kind"]: one for one in given_for}
    rule = {"id": "r", "effect": "prefill", "target": {"question": by_kind["yes_no"]},
            "value": {"constant": True}}  # fmt: skip
    assert read(DOCUMENT, rule, x_value="no")["value"] == {"constant": False}
    rule = {**rule, "target": {"question": by_kind["text"]}, "value": {"constant": "Ja"}}
    assert read(DOCUMENT, rule, x_value="Ett  svar")["value"] == {"constant": "Ett svar"}
    rule = {**rule, "target": {"question": by_kind["money"]}, "value": {"of": "value", "value": 5}}
    assert read(DOCUMENT, rule, x_p="multiply")["value"]["parts"][0] == {"of": "value", "value": 5}
