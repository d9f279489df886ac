"""The harness of the adapter whose turn it is; one per adapter and file of tests."""

from collections.abc import Iterator

import pytest
from tests.ports.harness import started
from tests.ports.made import Harness


@pytest.fixture(scope="module")
def harness(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Harness]:
    """The parameter is the pair of port and adapter."""
    port, name = request.param
    with started(port, name, tmp_path_factory.mktemp(f"{port}-{name}")) as found:
        yield found
