"""A simulated BankID for all tests of login, as good as new for each."""

from collections.abc import Iterator

import pytest
from tests.simulators_support import bankid
from tests.web.signin.support import municipality

from samtjanst.foundation.people import asking
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.simulators.bankid.server import Running


@pytest.fixture(scope="package")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def bank(_running: Running) -> Iterator[Running]:
    """The simulator, without faults and orders."""
    _running.bank.reset()
    yield _running
    _running.bank.reset()


@pytest.fixture
def mjolby(bank: Running, db: None) -> Municipality:
    """A municipality with BankID."""
    return municipality(bank)


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to wait a second between two questions."""
    monkeypatch.setattr(asking, "EVERY", 0.0)
