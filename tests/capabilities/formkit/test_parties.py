"""Who signs: both guardians, one alone, and never automatically where data are protected."""

from dataclasses import replace
from typing import Any

import pytest
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import named

from samtjanst.capabilities.formkit import evaluate, load, parties
from samtjanst.capabilities.formkit.context import GuardianFacts

OWN = {
    "personal_number": "201801012392",
    "name": "Ella Provsson",
    "source": "own_statement",
    "protected": False,
}


def plan(child: dict[str, Any], more: dict[str, Any] | None = None, **changes: Any) -> Any:
    context = sample.context(**changes)
    answers = {**sample.complete_answers(), "child": child, **(more or {})}
    values = evaluate(sample.school(), answers, context).values
    return parties.due(sample.school(), values, context)


def roles(found: Any) -> list[tuple[str, str, str]]:
    return [(party.role, party.name, party.source) for party in found.parties]


def test_those_whom_the_applicant_names_sign_as_she_names_them() -> None:
    definition = load(named({"needed": 2, "order": "in_turn"}))
    rows = [
        {"name": name, "personal_number": number, "email": f"{name.lower()}@example.se"}
        for name, number in (("Cia", "198503012398"), ("Bo", "198501012390"))
    ]
    found = parties.due(definition, {"who": rows}, sample.context())
    assert [one.role for one in found.to_sign] == ["applicant", "signatory", "signatory"]
    assert [(one.name, one.email) for one in found.named] == [
        ("Cia", "cia@example.se"),
        ("Bo", "bo@example.se"),
    ]
    assert (found.needed, found.in_turn) == (2, True)
    nobody = parties.due(definition, {}, sample.context())
    assert (len(nobody.parties), nobody.needed, nobody.in_turn) == (1, None, False)
    hidden = replace(sample.APPLICANT, protected=True)
    official = parties.due(definition, {"who": rows}, sample.context(applicant=hidden))
    assert (official.by_official, len(official.to_sign)) == ("protected", 1)


def test_both_guardians_sign() -> None:
    found = plan(sample.child_value(sample.ELLA))
    assert roles(found) == [
        ("applicant", "Anna Provsson", "navet"),
        ("guardian", "Bo Provsson", "navet"),
    ]
    assert found.to_sign == found.parties
    assert found.by_official == ""


def test_sole_custody_needs_only_the_applicant() -> None:
    found = plan(sample.child_value(sample.NOA))
    assert roles(found) == [("applicant", "Anna Provsson", "navet")]
    assert found.by_official == ""


def test_protected_child_goes_to_an_official() -> None:
    found = plan(sample.child_value(sample.TOVE))
    assert found.by_official == "protected"
    assert [party.role for party in found.to_sign] == ["applicant"]


@pytest.mark.parametrize("who", ["applicant", "guardian"])
def test_protected_adult_goes_to_an_official(who: str) -> None:
    changes: dict[str, Any] = {"applicant": replace(sample.APPLICANT, protected=True)}
    if who == "guardian":
        hidden = replace(sample.BO, protected=True)
        changes = {"children": (replace(sample.ELLA, guardians=(sample.ANNA, hidden)),)}
    assert plan(sample.child_value(sample.ELLA), **changes).by_official == "protected"


def test_guardian_without_number_goes_to_an_official() -> None:
    child = replace(sample.ELLA, guardians=(sample.ANNA, GuardianFacts("", "Utländsk Person")))
    assert plan(sample.child_value(child), children=(child,)).by_official == "no_number"


def test_stated_guardian_is_marked_as_stated() -> None:
    other = {
        "personal_number": "198501012390",
        "name": "Bo Provsson",
        "source": "own_statement",
        "protected": False,
    }
    more = {"has_other_guardian": True, "other_guardian": other}
    found = plan(OWN, more, children=None)
    assert roles(found)[1] == ("guardian", "Bo Provsson", "own_statement")


def test_stated_guardian_that_was_taken_back_does_not_sign() -> None:
    more = {
        "has_other_guardian": False,
        "other_guardian": {"personal_number": "198501012390", "name": "Bo"},
    }
    assert len(plan(OWN, more, children=None).parties) == 1


def test_register_child_with_the_register_down_waits_for_an_official() -> None:
    found = plan(sample.child_value(sample.ELLA), children=None)
    assert found.by_official == "guardians_unknown"


def test_party_does_not_show_personal_data() -> None:
    assert "Provsson" not in repr(plan(sample.child_value(sample.ELLA)))
