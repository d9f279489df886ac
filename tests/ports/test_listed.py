"""Every adapter that the package lists is in the contract suites and keeps the port's form."""

import inspect
from typing import Any

import pytest
from tests.ports.harness import HARNESSES
from tests.ports.listed import FAILING, PROTOCOLS, adapter, declared, installed, methods

from samtjanst.foundation.plugins.types import Port
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

EVERY = [(port, name) for port, names in declared().items() for name in names]
FAILURES = {"temporary": Temporary, "rejected": Rejected, "not_configured": NotConfigured}


def test_every_port_has_a_protocol_and_a_suite() -> None:
    assert set(PROTOCOLS) == set(HARNESSES) == set(declared()) == {port.value for port in Port}


@pytest.mark.parametrize("port", PROTOCOLS)
def test_every_adapter_is_in_the_suite(port: str) -> None:
    assert set(HARNESSES[port]) | {FAILING} == set(declared()[port])


@pytest.mark.parametrize("port", PROTOCOLS)
def test_what_is_listed_is_what_is_installed(port: str) -> None:
    assert installed(port) == set(declared()[port])


@pytest.mark.parametrize("port", PROTOCOLS)
def test_port_has_at_most_five_methods(port: str) -> None:
    assert 1 <= len(methods(PROTOCOLS[port])) <= 5


@pytest.mark.parametrize(("port", "name"), EVERY)
def test_adapter_takes_what_the_port_says(port: str, name: str) -> None:
    made, protocol = adapter(port, name), PROTOCOLS[port]
    assert list(inspect.signature(made).parameters) == ["settings"]
    for method in methods(protocol):
        wanted = inspect.signature(getattr(protocol, method))
        assert inspect.signature(getattr(made, method)) == wanted, method


@pytest.mark.parametrize(
    ("port", "method"),
    [(port, method) for port, protocol in PROTOCOLS.items() for method in methods(protocol)],
)
@pytest.mark.parametrize("failure", FAILURES)
def test_failing_adapter_fails_as_told(port: str, method: str, failure: str) -> None:
    failing = adapter(port, FAILING)({"failure": failure})
    call = getattr(failing, method)
    arguments: list[Any] = [None for _ in inspect.signature(call).parameters]
    with pytest.raises(FAILURES[failure]) as caught:
        call(*arguments)
    assert type(caught.value) is FAILURES[failure]


@pytest.mark.parametrize("port", PROTOCOLS)
@pytest.mark.parametrize("settings", [{}, {"failure": "perhaps"}, {"failure": 1}])
def test_failing_adapter_must_be_told_how(port: str, settings: dict[str, Any]) -> None:
    with pytest.raises(NotConfigured, match="failure"):
        adapter(port, FAILING)(settings)
