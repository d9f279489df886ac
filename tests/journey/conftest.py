"""Mjölby with a map of its own, and a neighbour without one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast

from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.geodata.server import Running, start


@pytest.fixture(scope="session")
def map_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("geodata"))
    yield running
    running.stop()


@pytest.fixture
def mapped(tmp_path: Path, map_service: Running) -> Iterator[Municipality]:
    map_service.service.mode = "up"
    map_service.service.asked.clear()
    cast.municipality("norrkoping")
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        bind(port=Port.MAP_GROUND, adapter="wms", settings=map_service.settings)
        yield row
