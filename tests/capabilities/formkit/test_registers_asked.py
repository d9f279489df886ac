"""Every register that an e-service asks has a purpose and a legal basis, or the analysis tells."""

from datetime import date
from typing import Any

import pytest
from tests.capabilities.formkit import every_kind, sample

from samtjanst.capabilities.formkit.analysis import Code, Severity, analyse
from samtjanst.capabilities.formkit.definition import DefinitionError, load
from samtjanst.capabilities.formkit.registers_asked import Register, asked, asked_in, undeclared

TODAY = date(2026, 11, 2)


def test_registers_follow_from_what_is_asked() -> None:
    assert asked(sample.school()) == (Register.PERSON,)
    assert asked(load(every_kind.document())) == tuple(Register)


def test_missing_declaration_is_told_for_each_register() -> None:
    document = every_kind.document()
    document["about"]["registers"] = document["about"]["registers"][:2]
    definition = load(document)
    missing = tuple(undeclared(definition))
    assert missing == (Register.MANDATE, Register.PROPERTY, Register.OWNER)
    told = analyse(definition, today=TODAY).of(Code.REGISTER_BASIS)
    assert {one.severity for one in told} == {Severity.WARNING}
    assert [one.place for one in told] == ["about.registers"] * 3
    assert "Mina ombud" in str(told[0].reason)
    assert "legal basis is not stated" in told[0].reason.to("en")


def test_neighbours_who_sign_are_asked_for_in_the_registers_of_property() -> None:
    document = sample.one_page([{"id": "estate", "kind": "property"}])
    assert asked(load(document)) == (Register.PERSON,)
    document["signing"]["signatories"] = {"neighbours_of": "estate"}
    assert asked(load(document)) == (Register.PERSON, Register.PROPERTY, Register.OWNER)
    assert asked_in(document) == asked(load(document))


def test_what_is_declared_is_not_told() -> None:
    assert not analyse(sample.school(), today=TODAY).of(Code.REGISTER_BASIS)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"register": "belastningsregistret"}, "about.registers[0].register"),
        ({"purpose": {"sv": "x" * 301}}, "about.registers[0].purpose"),
        ({"legal_basis": {"sv": ""}}, "about.registers[0].legal_basis.sv"),
        ({"purpose": {"sv": "Åt {decision_maker}"}}, "about.registers[0].purpose"),
        ({"told_to_others": "ja"}, "about.registers[0].told_to_others"),
    ],
)
def test_declaration_that_cannot_hold_is_refused_at_its_place(
    change: dict[str, Any], place: str
) -> None:
    document = sample.document()
    document["about"]["registers"][0] |= change
    with pytest.raises(DefinitionError) as refused:
        load(document)
    assert place in [one.path for one in refused.value.problems]


def test_register_is_declared_once() -> None:
    document = sample.document()
    first = document["about"]["registers"][0]
    document["about"]["registers"].append(first | {"id": "again"})
    with pytest.raises(DefinitionError) as refused:
        load(document)
    assert [one.path for one in refused.value.problems] == ["about.registers[1].register"]
