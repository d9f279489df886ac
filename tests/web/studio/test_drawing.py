"""The drawing of the way: nothing lies on something else, everything lies inside."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samtjanst.capabilities.formkit.editing.flow import Step, Way
from samtjanst.capabilities.formkit.texts import Told
from samtjanst.web.studio.drawing import drawn


def way(start: int, end: int | None, name: str = "r") -> Way:
    return Way(name, start, end, Told("när det är så"))


PAGES = [Step(f"p{n}", f"Sida {n}", Told("ibland" if n == 1 else ""), 3, n) for n in range(5)]


def test_ways_that_would_cross_get_lanes_of_their_own() -> None:
    crossing = drawn(PAGES, [way(0, 2), way(1, 4), way(2, 3)]).branches
    assert [one.number for one in crossing] == [1, 2, 3]
    assert crossing[0].x == crossing[2].x < crossing[1].x


def test_stop_stands_on_the_other_side() -> None:
    found = drawn(PAGES, [way(1, None), way(0, 5)])
    stop, past = found.branches
    assert stop.is_stop
    assert stop.x < found.boxes[0].x < past.x


# A loaded machine is no fault of the code.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 12).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(
                st.integers(0, count - 1).flatmap(
                    lambda start: st.tuples(
                        st.just(start), st.none() | st.integers(start + 1, count)
                    )
                ),
                max_size=12,
            ),
        )
    )
)
def test_everything_lies_inside_the_drawing(case: tuple[int, list[tuple[int, int | None]]]) -> None:
    count, ends = case
    steps = [
        Step(f"p{n}", "En ganska lång rubrik på en sida " * 3, Told(), 1, 0) for n in range(count)
    ]
    found = drawn(steps, [way(start, end) for start, end in ends])
    paths = [one.path for one in found.branches] + [box.arrow for box in found.boxes]
    for path in paths:
        for letter, x in re.findall(r"([MHV])(\d+)", path):
            assert int(x) <= (found.height if letter == "V" else found.width)
    assert all(one.x + 13 <= found.width and one.x >= 13 for one in found.branches)
    assert all(len(box.lines) <= 2 for box in found.boxes)
    assert len({(one.x, one.y) for one in found.branches if not one.is_stop}) == sum(
        not one.is_stop for one in found.branches
    )
