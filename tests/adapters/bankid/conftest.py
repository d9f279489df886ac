"""One simulated BankID per file of tests, as good as new for each test."""

from collections.abc import Iterator

import pytest
from tests.simulators_support import bankid

from samtjanst.simulators.bankid.server import Running


@pytest.fixture(scope="package")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def server(_running: Running) -> Iterator[Running]:
    """The simulator, without faults and orders."""
    _running.bank.reset()
    yield _running
    _running.bank.reset()
