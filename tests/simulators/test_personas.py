"""The cast must hold together: what one record says, the other must know about."""

from datetime import date

import pytest

from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.simulators.personas import (
    ANNA,
    BO,
    ELLA,
    HANNA,
    UNKNOWN_NUMBER,
    Persona,
    people,
    person,
)

TODAY = date(2026, 1, 15)
IDS = [one.personal_number for one in people()]


@pytest.mark.parametrize("persona", people(), ids=IDS)
def test_every_number_is_valid(persona: Persona) -> None:
    assert PersonalNumber.parse(persona.personal_number, today=TODAY).digits in IDS


@pytest.mark.parametrize("persona", people(), ids=IDS)
def test_custody_is_the_same_on_both_records(persona: Persona) -> None:
    children = [one.personal_number for one in people() if persona.personal_number in one.guardians]
    assert sorted(children) == sorted(persona.custody_of)


@pytest.mark.parametrize("persona", people(), ids=IDS)
def test_forenames_hold_the_call_name(persona: Persona) -> None:
    assert persona.given_name in (persona.forenames or persona.given_name)


def test_numbers_are_used_once() -> None:
    assert len(set(IDS)) == len(IDS)


def test_person_found_and_absent() -> None:
    ella = person(ELLA)
    assert ella is not None
    assert ella.guardians == (ANNA, BO)
    assert ella.name == "Ella Provsson"
    assert person(UNKNOWN_NUMBER) is None


def test_staff_are_marked() -> None:
    hanna = person(HANNA)
    assert hanna is not None
    assert hanna.staff
    assert sum(one.staff for one in people()) == 6
