"""Time as it is told."""

from datetime import UTC, datetime

import pytest

from samtjanst.kernel import clock


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25 kl. 02:30:00 (sommartid)"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25 kl. 02:30:00 (normaltid)"),
        (datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC), "2026-10-25 kl. 01:59:59"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "2026-10-25 kl. 03:00:00"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29 kl. 03:00:00"),
        (datetime(2026, 7, 1, 10, 0, tzinfo=UTC), "2026-07-01 kl. 12:00:00"),
    ],
)
def test_instants_of_the_hour_that_comes_twice_are_told_apart(moment: datetime, told: str) -> None:
    assert clock.exact(moment) == told
