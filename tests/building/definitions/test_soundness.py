"""What keeps a draft from being published, of all that the analysis tells."""

from typing import Any

from tests.capabilities.formkit import process_sample, sample
from tests.capabilities.formkit.rules_support import NUMBER, calculated, named, rule, value

from samtjanst.building.definitions import soundness
from samtjanst.capabilities.formkit.analysis import Code


def two_pages(when: dict[str, Any]) -> dict[str, Any]:
    document = sample.one_page([{"id": "a", "kind": "text"}])
    second = {
        "id": "second",
        "title": {"sv": "Mer"},
        "questions": [{"id": "b", "kind": "text", "label": {"sv": "Mer"}}],
    }
    rule = {"id": "r", "effect": "show", "target": {"page": "second"}, "when": when}
    return {**document, "pages": [*document["pages"], second], "rules": [rule]}


def test_page_that_nobody_can_reach_blocks() -> None:
    asked = {"op": "answered", "question": "a"}
    never = {"op": "and", "of": [asked, {"op": "not", "of": asked}]}
    found = [one.code for one in soundness.findings(two_pages(never)) if soundness.blocks(one)]
    assert found == [Code.PAGE_UNREACHABLE]
    assert not any(map(soundness.blocks, soundness.findings(two_pages(asked))))


def test_level_that_nobody_reaches_or_below_the_class_is_told() -> None:
    document = sample.one_page([{"id": "a", "kind": "text"}])
    document["signing"]["login"] = {"start": "loa2", "hand_in": "loa4"}
    told = [str(one) for one in soundness.findings(document, 2, reached=lambda: 3)]
    assert [one for one in told if "når dit" in one]
    document["signing"]["login"] = {"start": "loa2", "hand_in": "loa2"}
    found = soundness.findings(document, 2, reached=lambda: 3)
    assert [one.code for one in found].count(Code.LOGIN_LEVEL) == 1
    assert not any(map(soundness.blocks, found))


def blocking(document: dict[str, Any], **more: Any) -> list[Code]:
    return [one.code for one in soundness.findings(document, **more) if soundness.blocks(one)]


def test_level_that_no_connected_e_id_reaches_blocks() -> None:
    document = sample.one_page([{"id": "a", "kind": "text"}])
    document["signing"]["login"] = {"start": "loa2", "hand_in": "loa4"}
    assert blocking(document, reached=lambda: 3) == [Code.LOGIN_LEVEL]
    assert blocking(document, reached=lambda: 4) == []
    assert blocking(document, reached=lambda: 0) == []  # told of the municipality, not of this


def test_answer_that_is_wrong_whatever_it_is_blocks() -> None:
    answered = {"op": "answered", "question": "n"}
    wrong = rule("validate", {"question": "n"}, answered, message={"sv": "Nej."})
    assert Code.CONTRADICTION in blocking(sample.one_page([NUMBER], [wrong]))
    few = {"op": "less", "left": {"of": "question", "id": "n"}, "right": value(3)}
    assert blocking(sample.one_page([NUMBER], [{**wrong, "when": few}])) == []


def test_two_values_at_the_same_time_are_told_and_do_not_block() -> None:
    rules = [
        {**rule("compute", {"question": "sum"}, value=value(number)), "id": f"r{number}"}
        for number in (1, 2)
    ]
    document = sample.one_page([NUMBER, calculated("sum", value(0))], rules)
    assert Code.CONTRADICTION in {one.code for one in soundness.findings(document)}
    assert blocking(document) == []


def test_signatures_that_can_never_be_reached_block() -> None:
    yes = {"id": "y", "kind": "yes_no"}
    asked = {"op": "answered", "question": "y"}
    never = {"op": "and", "of": [asked, {"op": "not", "of": asked}]}
    document = {**named({"needed": 2}, yes), "rules": [rule("show", {"question": "who"}, never)]}
    assert Code.SIGNING_NEVER in blocking(document)
    assert Code.SIGNING_NEVER not in blocking(named({"needed": 2}))


def test_case_that_can_never_be_decided_or_goes_round_by_itself_blocks() -> None:
    assert blocking(process_sample.document()) == []
    stuck = process_sample.document()
    process_sample.status(stuck, "review")["steps"] = []
    process_sample.status(stuck, "waits")["automatic"] = []
    assert Code.STATUS_NO_WAY_OUT in blocking(stuck)
    round_and_round = process_sample.document()
    back = {"id": "back", "title": {"sv": "Tillbaka"}, "trigger": "after", "days": 1,
            "to": "carried_out"}  # fmt: skip
    process_sample.status(round_and_round, "ended")["automatic"] = [back]
    assert blocking(round_and_round) == [Code.TIMERS_LOOP]
