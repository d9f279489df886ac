"""Tokens, rest after failures, and answers that hold half of what was asked."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from samtjanst.adapters.bolagsverket import Bolagsverket
from samtjanst.adapters.bolagsverket.answer import read
from samtjanst.adapters.breaker import AFTER, Breaker
from samtjanst.ports.company_register import CompanyQuery
from samtjanst.ports.failures import Rejected, Temporary
from samtjanst.simulators.bolagsverket.companies import PROVCYKEL
from samtjanst.simulators.bolagsverket.server import Running, start

pytestmark = pytest.mark.enable_socket
QUERY = CompanyQuery(PROVCYKEL, "test", "1")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = start(tmp_path)
    yield made
    made.stop()


def test_one_token_serves_many_questions_and_a_withdrawn_one_is_renewed(running: Running) -> None:
    register = Bolagsverket(running.settings)
    for _each in range(3):
        register.look_up(QUERY)
    assert running.register.tokens_given == 1
    running.register.tokens.clear()
    assert register.look_up(QUERY)[0].name == "Provcykel AB"
    assert running.register.tokens_given == 2


def test_register_that_keeps_failing_is_left_in_peace(running: Running) -> None:
    register = Bolagsverket(running.settings)
    running.register.mode = "down"
    for _each in range(AFTER):
        with pytest.raises(Temporary):
            register.look_up(QUERY)
    running.register.mode = "up"
    with pytest.raises(Temporary, match="resting"):
        register.look_up(QUERY)
    assert running.register.asked == []


def test_after_the_rest_one_good_call_closes_the_breaker() -> None:
    breaker = Breaker("x", after=2, rest=0)
    for _each in range(3):
        with pytest.raises(Temporary, match=r"^down$"), breaker.call():
            raise Temporary("down")
    with breaker.call():
        pass
    with breaker.call():
        pass


def test_system_that_refuses_after_the_rest_has_answered() -> None:
    breaker = Breaker("x", after=1, rest=0.01)
    with pytest.raises(Temporary), breaker.call():
        raise Temporary("down")
    time.sleep(0.02)
    with pytest.raises(Rejected), breaker.call():
        raise Rejected("unknown")
    with breaker.call():
        pass


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"organisationer": {}}', b'{"organisationer": [1]}']
)
def test_answer_that_makes_no_sense_is_unreadable(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any kind of it
        read(content)


def test_block_without_a_name_is_asked_again_later() -> None:
    told = {"organisationer": [{"organisationsnamn": {"fel": {"typ": "TIMEOUT"}}}]}
    with pytest.raises(Temporary, match="TIMEOUT"):
        read(json.dumps(told).encode())
