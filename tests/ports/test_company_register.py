"""The contract of a register of companies."""

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.company_register import CompanyQuery, CompanyStatus
from samtjanst.ports.failures import Rejected
from samtjanst.simulators.bolagsverket import companies as invented
from samtjanst.simulators.personas import ANNA

pytestmark = [adapters_of("company_register"), pytest.mark.enable_socket]


def _query(number: str = invented.PROVCYKEL) -> CompanyQuery:
    return CompanyQuery(number, "test", "1")


def test_company_has_name_form_status_and_address(harness: Harness) -> None:
    (company,) = harness.make().look_up(_query())
    assert (company.name, company.form) == ("Provcykel AB", "AB")
    assert company.status is CompanyStatus.ACTIVE
    assert company.address.city == "MJÖLBY"
    assert invented.PROVCYKEL not in repr(company)


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (invented.BANKRUPT, CompanyStatus.BANKRUPT),
        (invented.LIQUIDATED, CompanyStatus.LIQUIDATION),
        (invented.GONE, CompanyStatus.DEREGISTERED),
        (invented.IDLE, CompanyStatus.INACTIVE),
        (invented.UNSURE, CompanyStatus.UNKNOWN),
    ],
)
def test_what_one_must_know_before_relying_on_it_is_told(
    harness: Harness, number: str, status: CompanyStatus
) -> None:
    (company,) = harness.make().look_up(_query(number))
    assert company.status is status


def test_association_that_only_the_statistics_know_has_a_name(harness: Harness) -> None:
    (company,) = harness.make().look_up(_query(invented.KLUBBEN))
    assert (company.name, company.form) == ("Provstads idrottsförening", "")


def test_sole_trader_has_each_of_her_firms(harness: Harness) -> None:
    found = harness.make().look_up(_query(ANNA))
    assert [one.name for one in found] == ["Annas provkeramik", "Annas provkafé"]
    assert all(one.is_sole_trader for one in found)


def test_nobody_is_no_error_and_a_number_that_is_none_is_refused(harness: Harness) -> None:
    assert harness.make().look_up(_query(invented.NOBODY)) == ()
    with pytest.raises(Rejected):
        harness.make().look_up(_query("1"))


def test_disturbance_is_temporary(harness: Harness) -> None:
    hasty = harness.hasty()
    each_disturbed(harness, lambda: hasty.look_up(_query()))
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())
