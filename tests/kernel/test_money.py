"""Öre as kronor, and what people type as öre."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtjanst.kernel import money


@pytest.mark.parametrize(
    ("ore", "told"),
    [(0, "0 kr"), (5, "0,05 kr"), (30_000, "300 kr"), (125_050, "1 250,50 kr")],
)
def test_ore_are_told_as_kronor(ore: int, told: str) -> None:
    assert money.kronor(ore).replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.parametrize(
    ("text", "ore"),
    [("300", 30_000), ("1 250,50", 125_050), ("99.5", 9_950), ("300 kr", 30_000), ("0,05", 5)],
)
def test_typed_amount_is_read(text: str, ore: int) -> None:
    assert money.typed(text) == ore


@pytest.mark.parametrize("text", ["", "-1", "1,234", "ett", "1,2,3", "٣", "1e3", "9" * 20])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        money.typed(text)


@given(st.integers(0, 10**9))
def test_what_is_told_is_read_again(ore: int) -> None:
    assert money.typed(money.kronor(ore)) == ore
    assert money.typed(money.plain(ore)) == ore
