"""One municipality with an open scope."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row
