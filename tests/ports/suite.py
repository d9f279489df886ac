"""How a file of tests says which adapters it is for, and what all ports promise."""

import contextlib
from typing import Any

import pytest
from tests.ports.harness import HARNESSES
from tests.ports.listed import adapter
from tests.ports.made import Harness

from samtjanst.ports.failures import NotConfigured, PortError, Temporary


def adapters_of(*ports: str) -> pytest.MarkDecorator:
    """Run the test with every adapter of the ports."""
    pairs = [(port, name) for port in ports for name in HARNESSES[port]]
    return pytest.mark.parametrize(
        "harness", pairs, indirect=True, ids=["-".join(pair) for pair in pairs], scope="module"
    )


def each_disturbed(harness: Harness, call: Any) -> None:
    """In every disturbance the call is Temporary, with a code; after it all is well again."""
    for kind, disturbed in harness.disturbances.items():
        with disturbed():
            try:
                call()
            except PortError as failure:
                told: Any = failure
            else:
                told = None
        assert type(told) is Temporary, (kind, told)
        assert told.code


def each_misconfigured(harness: Harness, call: Any) -> None:
    """Wrong settings are NotConfigured, when the adapter is made or when it is checked."""
    for kind, settings in harness.misconfigured.items():
        with contextlib.suppress(NotConfigured):
            call(adapter(harness.port, harness.name)(settings))
            raise AssertionError(kind)
