"""Every way through a process is followed, with all the conditions on it together."""

from typing import Any

from tests.capabilities.formkit import process_sample as processes
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.test_rules_on_process import ELSE, findings, rule_on, with_rules

from samtjanst.capabilities.formkit import load
from samtjanst.capabilities.formkit.analysis import Code, analyse
from samtjanst.capabilities.formkit.process.ways import ways

KILOMETRES = {"of": "value", "value": 6}


def two_steps(first: Any, second: Any, *, also: Any = None) -> Any:
    """A change: a status that is come to by two steps, each with its condition, through another.

    ``also`` holds a second way through another status.
    """

    def change(document: dict[str, Any]) -> None:
        def step(name: str, to: str, when: Any) -> dict[str, Any]:
            return {"id": name, "title": {"sv": name, "en": name}, "to": to, "when": when}

        def status(name: str, *steps: Any) -> dict[str, Any]:
            words = {"sv": name, "en": name}
            made = {"id": name, "title": words, "shown": words, "base": "in_progress"}
            return {**made, "decides": True, "steps": list(steps)}

        document["process"]["phases"][1]["statuses"] += [
            status("half", step("second", "whole", second)),
            status("other", step("fourth", "whole", also or second)),
            status("whole"),
        ]
        begin = [step("first", "half", first)]
        begin += [step("third", "other", also)] if also else []
        processes.status(document, "review")["steps"] += begin

    return change


def test_status_whose_steps_are_opened_by_different_answers_is_told() -> None:
    found = findings(change=two_steps(processes.PLACED, ELSE))
    assert found["whole"][:2] == ("status_unreachable", "warning")
    assert "half" not in found
    assert "whole" not in findings(change=two_steps(processes.PLACED, processes.PLACED))
    assert "whole" not in findings(change=two_steps(processes.PLACED, ELSE, also=ELSE))


def test_demanded_status_that_is_closed_further_back_is_a_dead_end() -> None:
    demanded = rule_on("require", {"status": "whole"})  # where the school is placed
    found = findings(demanded, change=two_steps(ELSE, processes.PLACED, also=ELSE))
    code, severity, answers = found["rule"]
    assert (code, severity) == ("dead_end", "error")
    assert answers["placed_school"] is True
    open_by_one = two_steps(ELSE, processes.PLACED, also=processes.PLACED)
    assert "rule" not in findings(demanded, change=open_by_one)


def test_step_that_compares_numbers_which_no_rule_looks_at_is_analysed() -> None:
    def change(document: dict[str, Any]) -> None:
        far = {"op": "more", "left": {"of": "question", "id": "distance"}, "right": KILOMETRES}
        processes.status(document, "review")["steps"][0]["when"] = far

    number = {"id": "distance", "kind": "integer", "label": {"sv": "Avstånd"}, "required": True}
    document = {**sample.one_page([number]), "process": processes.process()}
    change(document)
    assert not analyse(load(document), today=sample.TODAY).of(Code.NEVER_TRUE)


def test_ways_are_the_least_sets_of_held_steps() -> None:
    document = with_rules()
    two_steps(processes.PLACED, ELSE, also=ELSE)(document)
    process = load(document).process
    assert process
    held = {"first", "second", "third", "fourth"}
    found = ways(process, held)
    assert found["whole"] == {frozenset({"first", "second"}), frozenset({"third", "fourth"})}
    assert found["half"] == {frozenset({"first"})}
    assert found["review"] == found["fresh"] == {frozenset()}
    assert ways(process, held - {"third", "fourth"})["whole"] == {frozenset()}


def test_nothing_is_said_of_a_status_with_more_ways_than_are_looked_at() -> None:
    document = with_rules()
    words = {"sv": "S", "en": "S"}
    names = [f"s{place}" for place in range(9)]  # two ways between each: 2 ** 8 to the last
    document["process"]["phases"][1]["statuses"] += [
        {"id": name, "title": words, "shown": words, "base": "in_progress", "decides": True,
         "steps": [{"id": f"{name}_{n}", "title": words, "to": onward} for n in "ab"]}
        for name, onward in zip(names, [*names[1:], "review"], strict=True)
    ]  # fmt: skip
    step = {"id": "in", "title": words, "to": "s0"}
    processes.status(document, "review")["steps"].append(step)
    process = load(document).process
    assert process
    held = {f"{name}_{n}" for name in names for n in "ab"}
    found = ways(process, held)
    assert len(found["s6"]) == 64
    assert "s7" not in found
    assert ways(process, set())["s8"] == {frozenset()}
