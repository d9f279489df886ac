"""The contract of map services."""

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.map_ground import Square

pytestmark = [adapters_of("map_ground"), pytest.mark.enable_socket]
TOWN = Square(507_000, 6_465_000, 512, 256)


def test_square_is_a_picture_of_what_lies_there(harness: Harness) -> None:
    adapter = harness.make()
    found = adapter.picture(TOWN)
    assert (found.content_type, found.content[:4]) == ("image/png", b"\x89PNG")
    assert found.content == adapter.picture(TOWN).content
    other = adapter.picture(Square(507_512, 6_465_000, 512, 256))
    assert other.content != found.content
    assert adapter.source()
    assert "507000" not in repr(TOWN)


def test_disturbance_is_temporary(harness: Harness) -> None:
    each_disturbed(harness, lambda: harness.hasty().picture(TOWN))
    assert harness.make().picture(TOWN).content


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.picture(TOWN))


def test_check_asks_for_a_small_square(harness: Harness) -> None:
    harness.make().check()
