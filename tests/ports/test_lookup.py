"""The contract of look-ups in JSON."""

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.failures import NotConfigured, Rejected
from samtjanst.ports.lookup import Access, AccessKind, LookupQuery
from samtjanst.simulators.meters import server as meters

pytestmark = [adapters_of("lookup"), pytest.mark.enable_socket]


def _query(
    harness: Harness, value: str = meters.HOUSE, access: Access | None = None
) -> LookupQuery:
    key = Access(AccessKind.HEADER, meters.HEADER, harness.secret)
    return LookupQuery(harness.outside, value, access or key)


def test_answer_is_given_as_it_is_and_numbers_as_they_were_written(harness: Harness) -> None:
    told = harness.make().ask(_query(harness))
    assert told["mätare"]["anläggning"]["fastighet"] == "MJÖLBY FISKEN 4"
    assert told["mätare"]["dimension"] == "20.5"
    assert told["mätare"]["avläsningar"][0]["m3"] == 812


def test_every_way_of_showing_who_asks(harness: Harness) -> None:
    token_url = harness.outside.partition(meters.ROOT)[0] + "/oauth2/token"
    adapter = harness.make()
    for access in (
        Access(AccessKind.BASIC, meters.CLIENT, harness.secret),
        Access(AccessKind.OAUTH, meters.CLIENT, harness.secret, token_url, "read"),
    ):
        assert adapter.ask(_query(harness, access=access))
        assert harness.secret not in repr(access)
    for wrong in (
        Access(),
        Access(AccessKind.OAUTH, meters.CLIENT, "x", token_url),
        Access(AccessKind.HEADER, "Host", harness.secret),
        Access(AccessKind.HEADER, meters.HEADER, "a\r\nHost: b"),
    ):
        with pytest.raises(NotConfigured):
            adapter.ask(_query(harness, access=wrong))


def test_nothing_is_none_and_a_value_never_changes_where_the_question_goes(
    harness: Harness,
) -> None:
    adapter = harness.make()
    assert adapter.ask(_query(harness, meters.NOBODY)) is None
    for value in (f"../matare/{meters.HOUSE}", f"{meters.HOUSE}?a=b", "a/../../x", "%2e%2e", "å ö"):
        assert adapter.ask(_query(harness, value)) is None
    for value in ("..", ".", "", "x" * 3000, "\ud800"):
        with pytest.raises(Rejected):
            adapter.ask(_query(harness, value))
    assert meters.HOUSE not in repr(_query(harness))


def test_disturbance_is_temporary(harness: Harness) -> None:
    each_disturbed(harness, lambda: harness.hasty().ask(_query(harness)))
    assert harness.make().ask(_query(harness))


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())


def test_hosts_are_told_as_the_operator_wrote_them(harness: Harness) -> None:
    made = harness.make(allowed_hosts="API.example  10.1.2.3:8080 [fd00::1]:443")
    assert made.hosts() == ("api.example", "10.1.2.3:8080", "[fd00::1]:443")
