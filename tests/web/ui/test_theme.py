from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samtjanst.web.ui.colour import contrast, read
from samtjanst.web.ui.theme import DARK, LIGHT, edge, theme_css, tones

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PAGES = ("background-default", "background-tinted", "surface-default", "surface-tinted")
# Designsystemet's own tool for #0062ba, in light and dark.
OFFICIAL = {
    LIGHT: {
        "background-tinted": "#eef4fa",
        "surface-tinted": "#ddeaf6",
        "surface-hover": "#c7ddf0",
        "surface-active": "#afcee9",
        "border-subtle": "#99c0e3",
        "border-default": "#2a7cc5",
        "border-strong": "#005db1",
        "text-subtle": "#005db1",
        "text-default": "#002c54",
        "base-default": "#0062ba",
        "base-hover": "#004f96",
        "base-contrast-default": "#ffffff",
    },
    DARK: {
        "background-default": "#0c1927",
        "background-tinted": "#102033",
        "surface-default": "#142941",
        "surface-tinted": "#172f4b",
        "surface-hover": "#1a3757",
        "surface-active": "#21446d",
        "border-subtle": "#285182",
        "border-default": "#5a84b4",
        "border-strong": "#8eaacb",
        "text-subtle": "#8eaacb",
        "text-default": "#e7edf4",
        "base-default": "#4c91cf",
        "base-hover": "#6fa6d8",
        "base-contrast-default": "#000000",
    },
}


def edge_cases(test: Callable[..., None]) -> Callable[..., None]:
    for colour in ("#000000", "#ffffff", "#ffff00", "#777777", "#0000ff", "#be44a8", "#808080"):
        test = example(colour)(test)
    return test


@given(COLOURS)
@settings(max_examples=100)
@edge_cases
def test_text_can_be_read_on_every_page_colour(colour: str) -> None:
    for scheme in (LIGHT, DARK):
        made = tones(colour, scheme)
        for page in (*PAGES, "surface-hover"):
            assert contrast(made["text-default"], made[page]) >= 7
            assert contrast(made["text-subtle"], made[page]) >= 4.5


@given(COLOURS)
@settings(max_examples=100)
@edge_cases
def test_solid_buttons_keep_their_text_readable_when_hovered_and_pressed(colour: str) -> None:
    for scheme in (LIGHT, DARK):
        made = tones(colour, scheme)
        for state in ("base-default", "base-hover", "base-active"):
            assert contrast(made[state], made["base-contrast-default"]) >= 4.5


@given(COLOURS)
@settings(max_examples=100)
@edge_cases
def test_borders_of_controls_can_be_seen(colour: str) -> None:
    for scheme in (LIGHT, DARK):
        made = tones(colour, scheme)
        for page in PAGES:
            assert contrast(made["border-default"], made[page]) >= 3
            assert contrast(made["border-strong"], made[page]) >= 3


@given(COLOURS)
@settings(max_examples=100)
@edge_cases
def test_a_button_that_is_hard_to_tell_from_the_page_gets_an_edge(colour: str) -> None:
    for scheme in (LIGHT, DARK):
        made = tones(colour, scheme)
        drawn = (
            made["base-default"] if edge(colour, scheme) == "transparent" else edge(colour, scheme)
        )
        assert contrast(drawn, made["background-default"]) >= 3


@pytest.mark.parametrize("scheme", OFFICIAL)
def test_tones_equal_those_of_the_official_tool(scheme: int) -> None:
    made = tones("#0062ba", scheme)
    assert {name: made[name] for name in OFFICIAL[scheme]} == OFFICIAL[scheme]


def test_style_sheet_holds_both_schemes() -> None:
    css = theme_css("#0b5d4e")
    assert "--ds-color-accent-base-default:#0b5d4e" in css
    assert "prefers-color-scheme:dark" in css
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize(
    "bad", ["", "red", "#fff", "#0b5d4e;}body{display:none", "0b5d4e", "#gggggg"]
)
def test_what_is_not_a_colour_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        theme_css(bad)


def test_pure_grey_has_no_hue() -> None:
    for value in tones("#808080").values():
        red, green, blue = read(value)
        assert red == green == blue
