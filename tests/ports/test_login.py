"""The contract of a log-in at somebody else's."""

from typing import Any

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.failures import Rejected
from samtjanst.ports.login import StartLogin

pytestmark = adapters_of("login")
BACK = "https://mjolby.example/logga-in/hos/katalog/klar/"
START = StartLogin(BACK)
HANNA = "197001012397"


def test_whoever_logged_in_comes_back_with_key_and_groups(harness: Harness) -> None:
    provider = harness.make()
    started = provider.start(START)
    person = provider.finish(started.kept, harness.come_back(started.url, HANNA))
    again = provider.start(START)
    same = provider.finish(again.kept, harness.come_back(again.url, HANNA))
    assert person.subject
    assert (person.issuer, person.subject) == (same.issuer, same.subject)
    assert person.name == "Hanna Handläggare"
    assert person.groups


def test_browser_gets_no_secret(harness: Harness) -> None:
    started = harness.make().start(START)
    hidden = harness.hidden(started.kept)
    assert hidden
    assert not [secret for secret in hidden if secret in started.url]
    for secret in (started.url, started.handle, *hidden):
        assert secret not in repr(started)


def test_two_log_ins_share_nothing(harness: Harness) -> None:
    one, other = harness.make().start(START), harness.make().start(START)
    assert {*map(str, one.kept.values())} & {*map(str, other.kept.values())} == {BACK, "[]"}


def test_answer_to_another_log_in_is_refused(harness: Harness) -> None:
    provider = harness.make()
    mine, theirs = provider.start(START), provider.start(START)
    answer = harness.come_back(theirs.url, HANNA)
    with pytest.raises(Rejected):
        provider.finish(mine.kept, answer)
    # Even when the thief has put his own state in.
    with pytest.raises(Rejected):
        provider.finish(mine.kept, {**answer, "state": mine.handle, "RelayState": mine.handle})


def test_answer_is_good_once(harness: Harness) -> None:
    provider = harness.make()
    started = provider.start(START)
    answer = harness.come_back(started.url, HANNA)
    provider.finish(started.kept, answer)
    with pytest.raises(Rejected):
        provider.finish(started.kept, answer)


def test_bent_answer_is_refused(harness: Harness) -> None:
    assert harness.bent
    for change in harness.bent:
        provider = harness.make()
        started = provider.start(START)
        answer = harness.come_back(started.url, HANNA)
        with pytest.raises(Rejected):
            provider.finish(started.kept, {**answer, **change})


def test_breaking_off_is_told_apart(harness: Harness) -> None:
    provider = harness.make()
    started = provider.start(START)
    with pytest.raises(Rejected) as refused:
        provider.finish(started.kept, harness.break_off(started))
    assert refused.value.code == "cancelled"


def test_every_lie_is_refused_and_named(harness: Harness) -> None:
    told = {}
    for lie in harness.lies:
        provider: Any = harness.make()
        started = provider.start(START)
        with harness.lies[lie](), pytest.raises(Rejected) as refused:
            provider.finish(started.kept, harness.come_back(started.url, HANNA))
        told[lie] = refused.value.code
    assert harness.lies
    assert all(told.values())
    assert HANNA not in str(told)


def test_lower_level_than_demanded_is_refused(harness: Harness) -> None:
    provider = harness.make()
    started = provider.start(StartLogin(BACK, levels=(4,)))
    with pytest.raises(Rejected):
        provider.finish(started.kept, harness.come_back(started.url, HANNA))


def test_what_is_published_of_us_names_where_to_come_back_to(harness: Harness) -> None:
    told = harness.make().describe(BACK)
    assert not told or BACK in told
    assert not [secret for secret in harness.hidden({"verifier": "-"}) if secret in told]


def test_disturbance_is_temporary(harness: Harness) -> None:
    def log_in() -> None:
        hasty = harness.hasty()
        hasty.start(START)

    each_disturbed(harness, log_in)
    each_disturbed(harness, lambda: harness.hasty().check())
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())
