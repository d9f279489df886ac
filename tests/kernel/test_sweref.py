import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtjanst.kernel import sweref

# From PROJ (EPSG:4619 to EPSG:3006).
KNOWN = [
    ((58.3259, 15.1234), (6465001.173, 507227.684)),
    ((59.3293, 18.0686), (6580743.008, 674571.866)),
    ((67.8558, 20.2253), (7536069.970, 719583.123)),
    ((55.6050, 13.0038), (6163926.553, 374243.759)),
]


@pytest.mark.parametrize(("degrees", "metres"), KNOWN)
def test_places_are_where_others_put_them(
    degrees: tuple[float, float], metres: tuple[float, float]
) -> None:
    assert sweref.from_degrees(*degrees) == pytest.approx(metres, abs=0.002)
    assert sweref.to_degrees(*metres) == pytest.approx(degrees, abs=1e-7)


@given(st.floats(55, 69.1), st.floats(10.5, 24.5))
def test_there_and_back_is_the_same_place(latitude: float, longitude: float) -> None:
    there = sweref.from_degrees(latitude, longitude)
    assert sweref.to_degrees(*there) == pytest.approx((latitude, longitude), abs=1e-9)
