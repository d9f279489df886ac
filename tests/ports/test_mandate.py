"""The contract of a register of powers of attorney."""

from typing import Any

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.failures import NotConfigured, Temporary
from samtjanst.ports.mandate import Mandate, MandateQuery
from samtjanst.simulators.bolagsverket.companies import NOBODY, PROVCYKEL, TRAVAROR
from samtjanst.simulators.minaombud.server import POWER
from samtjanst.simulators.personas import BERI, KIM, TEOFIL

pytestmark = [adapters_of("mandate"), pytest.mark.enable_socket]


def _query(principal: str = PROVCYKEL, holder: str = BERI, power: str = POWER) -> MandateQuery:
    return MandateQuery(holder, principal, power, "test", "1")


def _found(harness: Harness, *query: str) -> Mandate | None:
    found: Mandate | None = harness.make().find(_query(*query))
    return found


def test_power_names_who_gave_it_and_carries_its_proof(harness: Harness) -> None:
    company, person = _found(harness), _found(harness, TEOFIL)
    assert company
    assert person
    assert (company.principal_name, company.is_joint) == ("Provcykel AB", False)
    assert person.principal_name == "Teofil Testsson"
    assert company.mandate_id.encode() in company.proof
    assert b'"_sig"' in company.proof
    assert "Provcykel" not in repr(company)


@pytest.mark.parametrize(
    "query", [(NOBODY,), (PROVCYKEL, TEOFIL), (BERI, TEOFIL), (PROVCYKEL, KIM)]
)
def test_no_power_another_power_and_one_only_to_pass_on_are_none(
    harness: Harness, query: tuple[str, ...]
) -> None:
    assert _found(harness, *query) is None


def test_power_that_others_share_says_so(harness: Harness) -> None:
    found = _found(harness, TRAVAROR)
    assert found
    assert found.is_joint


def test_power_without_a_code_here_is_not_configured(harness: Harness) -> None:
    with pytest.raises(NotConfigured):
        _found(harness, PROVCYKEL, BERI, "bygglov")


def test_what_is_not_to_be_believed_is_no_power(harness: Harness) -> None:
    made: Any = harness.make()
    for lie, told in harness.lies.items():
        with told():
            if lie in {"withdrawn", "another"}:
                assert made.find(_query()) is None, lie
            else:
                with pytest.raises(Temporary):
                    made.find(_query())
    assert made.find(_query())


def test_disturbance_is_temporary(harness: Harness) -> None:
    hasty = harness.hasty()
    each_disturbed(harness, lambda: hasty.find(_query()))
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())
