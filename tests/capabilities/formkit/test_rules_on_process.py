"""Rules that demand signatures of whom the applicant names, and that hold statuses and steps."""

from typing import Any

import pytest
from tests.capabilities.formkit import process_sample as processes
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import VALIDATOR, named

from samtjanst.capabilities.formkit import DefinitionError, compare, evaluate, load, parties
from samtjanst.capabilities.formkit.analysis import Code, Severity, analyse
from samtjanst.capabilities.formkit.editing import rule_words
from samtjanst.capabilities.formkit.outgoing import is_joint
from samtjanst.capabilities.formkit.recording import differences, observed
from samtjanst.capabilities.formkit.recording import said as recorded_said

BO, CIA = ("Bo", "198501012390"), ("Cia", "198503012398")
NEAR = {"id": "near", "kind": "yes_no"}
NEIGHBOURS = {"id": "neighbours", "kind": "signatories", "settings": {"min_rows": 1, "max_rows": 4}}
IS_NEAR = {"op": "equals", "question": "near", "value": True}


def demand(party: str, when: Any = IS_NEAR, rule_id: str = "sign") -> dict[str, Any]:
    return {"id": rule_id, "effect": "require", "target": {"party": party}, "when": when}


def rows(*people: tuple[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "personal_number": number} for name, number in people]


def signed_by(document: dict[str, Any], answers: dict[str, Any]) -> list[str]:
    VALIDATOR.validate(document)
    return [one.name for one in parties.due(load(document), answers, sample.context()).named]


def faults(document: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(DefinitionError) as caught:
        load(document)
    return {one.path: str(one.reason) for one in caught.value.problems}


def test_neighbours_sign_only_when_a_rule_demands_it() -> None:
    document = sample.one_page([NEAR, NEIGHBOURS], [demand("neighbours")])
    assert signed_by(document, {"near": True, "neighbours": rows(BO, CIA)}) == ["Bo", "Cia"]
    assert signed_by(document, {"near": False, "neighbours": rows(BO)}) == []
    assert load(document).signing.signatories.is_joint
    assert is_joint(document)
    without = sample.one_page([NEAR, NEIGHBOURS])
    assert not load(without).signing.signatories.is_joint
    assert not is_joint(without)


@pytest.mark.parametrize("name", ["guardians", "property_neighbours"])
def test_question_of_signatories_cannot_be_called_what_rules_call_others(name: str) -> None:
    found = faults(sample.one_page([NEAR, {**NEIGHBOURS, "id": name}]))
    assert found["pages[0].questions[1].id"].startswith(f"”{name}” är vad villkor kallar andra")
    load(sample.one_page([{**NEAR, "id": name}]))  # nobody signs by it, so there is no clash


def test_those_whom_the_applicant_names_are_excused_where_no_rule_holds() -> None:
    document = named({}, NEAR, NEIGHBOURS)
    document["rules"] = [demand("who"), demand("neighbours", rule_id="r2")]
    answers = {"who": rows(BO, CIA), "neighbours": rows(CIA, ("Dag", "198504012399"))}
    assert signed_by(document, {"near": True, **answers}) == ["Bo", "Cia", "Dag"]
    assert signed_by(document, {"near": False, **answers}) == []


def test_party_that_is_nobody_or_cannot_be_counted_is_refused() -> None:
    unknown = faults(sample.one_page([NEAR, NEIGHBOURS], [demand("near")]))
    assert "ingen fråga där den sökande anger undertecknare" in unknown["rules[0].target"]
    document = named({"needed": 2}, NEAR, NEIGHBOURS)
    document["rules"] = [demand("neighbours")]
    assert "räcker att några" in faults(document)["rules[0].target"]
    document["signing"]["confirmation"] = "login"
    document["signing"]["signatories"] = {}
    assert "signing.confirmation" in faults(document)


def test_signature_of_a_party_that_is_never_asked_for_is_told() -> None:
    never = {"op": "and", "of": [IS_NEAR, {"op": "not", "of": IS_NEAR}]}
    shown = sample.show("neighbours", never, "r2")
    document = sample.one_page([NEAR, NEIGHBOURS], [demand("neighbours"), shown])
    report = analyse(load(document), today=sample.TODAY)
    assert [one.id for one in report.of(Code.SIGNING_NEVER)] == ["sign"]
    constant = analyse(
        load(sample.one_page([NEAR, NEIGHBOURS], [demand("neighbours", never)])), today=sample.TODAY
    )
    assert [one.id for one in constant.of(Code.NEVER_TRUE)] == ["sign"]


def hold(target: dict[str, str], when: Any = processes.PLACED, rule_id: str = "hold") -> Any:
    return {"id": rule_id, "effect": "show", "target": target, "when": when}


def with_rules(*rules: Any) -> dict[str, Any]:
    document = processes.document()
    document["rules"] = [*document["rules"], *rules]
    return document


def can(document: dict[str, Any], step: str, *, placed: bool) -> bool:
    VALIDATOR.validate(document)
    definition = load(document)
    state = evaluate(definition, {"placed_school": placed}, sample.context()).state
    holds = definition.program.steps_of_process.get(step)
    return holds is None or holds(state)


def test_step_is_held_by_its_own_condition_and_by_rules_on_it_and_on_its_end() -> None:
    document = with_rules(hold({"step": "quick"}))
    assert can(document, "quick", placed=True)
    assert not can(document, "quick", placed=False)
    assert can(document, "to_write", placed=False)
    document = with_rules(hold({"status": "writing"}))
    for step in ("quick", "to_write", "by_system", "answered"):
        assert can(document, step, placed=True)
        assert not can(document, step, placed=False)
    own = processes.status(document, "review")["steps"][0]
    own["when"] = {"op": "not", "of": processes.PLACED}
    assert not can(document, "to_write", placed=True)
    assert not can(document, "to_write", placed=False)


def test_several_rules_on_a_status_are_enough_one_by_one() -> None:
    other = {"op": "not", "of": processes.PLACED}
    document = with_rules(hold({"status": "writing"}), hold({"status": "writing"}, other, "h2"))
    assert can(document, "to_write", placed=True)
    assert can(document, "to_write", placed=False)


def test_status_that_rules_hold_is_come_to_by_a_step_and_never_by_itself() -> None:
    process = load(with_rules(hold({"status": "review"}))).process
    assert process
    assert process.entry("in_progress").id == "writing"  # type: ignore[union-attr]
    assert process.entry("in_progress", ("review",)).id == "review"  # type: ignore[union-attr]
    only = faults(with_rules(hold({"status": "fresh"})))
    assert "minst en status för läget ”Ny”" in only["process.phases"]


@pytest.mark.parametrize("target", [{"status": "gone"}, {"step": "gone"}, {"step": "review"}])
def test_rule_on_what_the_process_does_not_have_is_refused(target: dict[str, str]) -> None:
    place = len(sample.document()["rules"])
    assert f"rules[{place}].target" in faults(with_rules(hold(target)))
    document = {**sample.document(), "rules": [hold({"status": "review"})]}
    assert "rules[0].target" in faults(document)


def test_step_that_nothing_that_can_be_handed_in_opens_is_told() -> None:
    impossible = {"op": "not", "of": processes.PLACED}
    document = with_rules(hold({"status": "writing"}), hold({"step": "quick"}, impossible, "h2"))
    report = analyse(load(document), today=sample.TODAY)
    found = {(one.id, one.severity) for one in report.of(Code.NEVER_TRUE) if one.kind == "status"}
    assert found == {("quick", Severity.ERROR)}


def test_rules_on_parties_statuses_and_steps_are_told_in_words() -> None:
    document = with_rules()
    said = [str(rule_words.said(document, one)) for one in (
        hold({"status": "writing"}), hold({"step": "quick"}), demand("guardians", processes.PLACED))
    ]  # fmt: skip
    assert said[0].startswith("Öppna statusen ”Skrivs” när ")
    assert said[1].startswith("Öppna steget ”Steget quick” när ")
    assert said[2].startswith("Kräv underskrift av vårdnadshavarna när ")
    document = sample.one_page([NEAR, NEIGHBOURS], [demand("neighbours")])
    words = str(rule_words.said(document, document["rules"][0]))
    assert words == "Kräv underskrift av dem i ”Fråga neighbours” när ”Fråga near” är ja"


ELSE = {"op": "not", "of": processes.PLACED}


def rule_on(effect: str, target: dict[str, str], when: Any = processes.PLACED) -> dict[str, Any]:
    return {"id": "rule", "effect": effect, "target": target, "when": when}


def says(document: dict[str, Any], which: str, name: str, *, placed: bool) -> bool:
    VALIDATOR.validate(document)
    definition = load(document)
    state = evaluate(definition, {"placed_school": placed}, sample.context()).state
    return any(holds(state) for holds in getattr(definition.program, which)[name])


def findings(*rules: Any, change: Any = None) -> dict[str, tuple[str, str, dict[str, Any]]]:
    document = with_rules(*rules)
    if change is not None:
        change(document)
    known = load(document)
    old = {one.id for one in load(processes.document()).rules}
    report = analyse(known, today=sample.TODAY)
    return {
        one.id: (one.code.value, one.severity.value, dict(one.answers))
        for one in report.findings
        if one.kind in {"rule", "status"} and one.id not in old
    }


def test_status_is_demanded_before_the_decision_while_the_condition_holds() -> None:
    document = with_rules(rule_on("require", {"status": "review"}))
    assert says(document, "demanded", "review", placed=True)
    assert not says(document, "demanded", "review", placed=False)
    held = load(document).process
    assert held
    assert held.held == frozenset()


def test_step_is_suggested_while_the_condition_holds_and_stays_open_else() -> None:
    document = with_rules(rule_on("suggest", {"step": "quick"}))
    assert says(document, "suggested", "quick", placed=True)
    assert not says(document, "suggested", "quick", placed=False)
    assert can(document, "quick", placed=False)


@pytest.mark.parametrize(
    ("effect", "target"),
    [
        ("require", {"status": "gone"}),
        ("require", {"status": "carried_out"}),
        ("require", {"step": "quick"}),
        ("suggest", {"step": "answered"}),
        ("suggest", {"status": "review"}),
    ],
)
def test_demand_after_the_decision_and_suggestion_of_what_happens_by_itself_are_refused(
    effect: str, target: dict[str, str]
) -> None:
    place = len(sample.document()["rules"])
    assert any(path.startswith(f"rules[{place}].target")
               for path in faults(with_rules(rule_on(effect, target))))  # fmt: skip


def test_demanded_status_that_no_step_leads_to_with_some_answers_is_a_dead_end() -> None:
    closed = hold({"status": "writing"}, ELSE)
    found = findings(closed, rule_on("require", {"status": "writing"}))
    code, severity, answers = found["rule"]
    assert (code, severity) == ("dead_end", "error")
    assert answers["placed_school"] is True
    assert "rule" not in findings(hold({"status": "writing"}),
                                  rule_on("require", {"status": "writing"}))  # fmt: skip


def test_demanded_status_that_nothing_leads_to_at_all_is_told() -> None:
    def lonely(document: dict[str, Any]) -> None:
        words = {"sv": "Ensam", "en": "Lonely"}
        status = {"id": "lonely", "title": words, "shown": words, "base": "in_progress"}
        document["process"]["phases"][1]["statuses"].append({**status, "steps": [
            {"id": "from_lonely", "title": words, "to": "writing"}]})  # fmt: skip

    found = findings(rule_on("require", {"status": "lonely"}), change=lonely)
    assert found["rule"][:2] == ("dead_end", "error")
    assert found["lonely"][:2] == ("status_unreachable", "warning")


def test_status_behind_steps_that_no_answers_open_is_told() -> None:
    never = {"op": "and", "of": [processes.PLACED, ELSE]}

    def behind(document: dict[str, Any]) -> None:
        words = {"sv": "Bakom", "en": "Behind"}
        status = {"id": "behind", "title": words, "shown": words, "base": "in_progress"}
        way = {"id": "to_behind", "title": words, "to": "behind", "when": never}
        document["process"]["phases"][1]["statuses"].append({**status, "decides": True})
        processes.status(document, "review")["steps"].append(way)

    found = findings(change=behind)
    assert found["to_behind"][:2] == ("never_true", "error")
    assert found["behind"][:2] == ("status_unreachable", "error")


def test_suggestion_of_a_step_that_is_closed_just_then_is_told() -> None:
    found = findings(hold({"step": "quick"}, ELSE), rule_on("suggest", {"step": "quick"}))
    assert found["rule"][:2] == ("never_true", "warning")
    assert "rule" not in findings(hold({"step": "quick"}), rule_on("suggest", {"step": "quick"}))


def test_demand_and_suggestion_are_told_in_words_and_compared() -> None:
    demand_it, suggest = (
        rule_on("require", {"status": "review"}),
        rule_on("suggest", {"step": "quick"}),
    )
    document = with_rules()
    said = [rule_words.said(document, one) for one in (demand_it, suggest)]
    assert str(said[0]).startswith("Kräv att ärendet har haft statusen ”Granskas” före beslut när ")
    assert str(said[1]).startswith("Föreslå steget ”Steget quick” när ")
    before, after = with_rules(demand_it), with_rules({**demand_it, **suggest})
    changed = [str(compare.said(one, before, after)) for one in compare.changes(before, after)]
    assert "är ändrat, till (Föreslå steget ”Steget quick” när " in changed[0]


def test_demand_of_one_and_suggestion_of_another_are_merged() -> None:
    demand_it, suggest = (
        rule_on("require", {"status": "review"}),
        rule_on("suggest", {"step": "quick"}),
    )
    merged = compare.merge(
        with_rules(), with_rules(demand_it), with_rules({**suggest, "id": "mine"})
    )
    assert merged.conflicts == ()
    assert {one["id"] for one in merged.document["rules"]} >= {"rule", "mine"}
    both = compare.merge(
        with_rules(demand_it),
        with_rules({**demand_it, "target": {"status": "writing"}}),
        with_rules({**demand_it, "target": {"status": "waits"}}),
    )
    assert [one.path[-1] for one in both.conflicts] == ["target"]


def test_what_the_process_says_is_recorded_and_what_broke_is_told() -> None:
    before = with_rules(
        rule_on("require", {"status": "review"}),
        {**rule_on("suggest", {"step": "quick"}), "id": "second"},
        hold({"step": "to_write"}, ELSE),
    )
    seen = observed(load(before), sample.complete_answers(), sample.context())
    assert seen["course"] == {
        "closed": ["to_write"],
        "suggested": ["quick"],
        "demanded": ["review"],
    }
    assert "Statusen ”Granskas” krävs före beslut." in [str(one) for one in recorded_said(seen)]
    now = observed(load(with_rules()), sample.complete_answers(), sample.context())
    assert [str(one) for one in differences(seen, now)] == [
        "Så är det inte längre: Steget ”Steget to_write” är stängt.",
        "Så är det inte längre: Steget ”Steget quick” föreslås.",
        "Så är det inte längre: Statusen ”Granskas” krävs före beslut.",
    ]
    older = {key: value for key, value in seen.items() if key != "course"}
    assert differences(older, now) == []
