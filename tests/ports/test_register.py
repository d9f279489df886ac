"""The contract of a population register."""

from dataclasses import replace

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError, Temporary
from samtjanst.ports.register import PersonQuery
from samtjanst.simulators import personas
from samtjanst.simulators.personas import ANNA, BO, ELLA, NOA, PETRA, SAM, UNKNOWN_NUMBER

pytestmark = adapters_of("register")


def _query(number: str = ANNA) -> PersonQuery:
    return PersonQuery(PersonalNumber(number), "test", "1")


def test_person_has_name_address_and_municipality(harness: Harness) -> None:
    anna = harness.make().look_up(_query())
    assert anna.personal_number == PersonalNumber(ANNA)
    assert anna.name == "Anna Provsson"
    assert anna.address.postal_code == "59530"
    assert anna.municipality_code == personas.MJOLBY
    assert not anna.is_protected


@pytest.mark.parametrize(("child", "guardians"), [(ELLA, {ANNA, BO}), (NOA, {ANNA})])
def test_guardians_stand_on_the_childs_record(
    harness: Harness, child: str, guardians: set[str]
) -> None:
    found = harness.make().look_up(_query(child))
    assert {guardian.personal_number.digits for guardian in found.guardians} == guardians


@pytest.mark.parametrize("number", [PETRA, SAM])
def test_address_of_a_protected_person_is_never_given(harness: Harness, number: str) -> None:
    found = harness.make().look_up(_query(number))
    assert found.is_protected
    assert found.address is None


def test_nobody_is_no_error(harness: Harness) -> None:
    assert harness.make().look_up(_query(UNKNOWN_NUMBER)) is None


def test_disturbance_is_temporary(harness: Harness) -> None:
    hasty = harness.hasty()
    each_disturbed(harness, lambda: hasty.look_up(_query()))
    each_disturbed(harness, hasty.check)
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())


def test_failure_names_nobody(harness: Harness) -> None:
    for disturbed in harness.disturbances.values():
        with disturbed(), pytest.raises(PortError) as caught:
            harness.hasty().look_up(_query())
        told: BaseException | None = caught.value
        while told is not None:
            assert ANNA not in repr(told)
            assert "Provsson" not in repr(told)
            told = told.__cause__ or told.__context__


def test_nobody_waits_longer_than_she_asked_for(harness: Harness) -> None:
    register = harness.make()
    for kind in ("slow", "dripping"):
        with harness.disturbances[kind](), pytest.raises(Temporary):
            register.look_up(replace(_query(), within=0.2))
