"""A municipality's whole theme from one colour, readable by construction.

Each colour has sixteen tones. Eleven stand at fixed luminance, as in Designsystemet's own tool,
so that contrast does not depend on which colour was chosen (WCAG 2.2, 1.4.3 and 1.4.11). The
solid tones for buttons follow the colour itself and get black or white text; unlike the tool's,
the tones for hover and press always move away from the text, so that they never lose contrast.
"""

import functools
import re

from samtjanst.web.ui.colour import (
    BLACK,
    RGB,
    WHITE,
    at_luminance,
    contrast,
    from_lightness,
    lightness,
    luminance,
    read,
    with_less_chroma,
    write,
)

LIGHT, DARK = 0, 1
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_TONES = {
    "background-default": (1.0, 0.009),
    "background-tinted": (0.9, 0.014),
    "surface-default": (1.0, 0.021),
    "surface-tinted": (0.81, 0.027),
    "surface-hover": (0.7, 0.036),
    "surface-active": (0.59, 0.056),
    "border-subtle": (0.5, 0.08),
    "border-default": (0.19, 0.22),
    "border-strong": (0.11, 0.39),
    "text-subtle": (0.11, 0.39),
    "text-default": (0.0245, 0.84),
}
_DARK_CHROMA = 0.7
_STEP = 8  # of lightness, 0-100, between rest, hover and press
_NEEDS_EDGE = 3.0  # WCAG 2.2, 1.4.11: what tells a control from the page


@functools.lru_cache(maxsize=400)
def theme_css(colour: str) -> str:
    """The style sheet of a municipality whose colour is ``#rrggbb``, in light and dark.

    Raises:
        ValueError: not such a colour.
    """
    if not _HEX.fullmatch(colour):
        raise ValueError("a colour is written #rrggbb")
    light, dark = _values(colour, LIGHT), _values(colour, DARK)
    return (
        f"@layer ds.theme.accent{{:root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{[data-color-scheme=auto]{{{dark}}}}}}}"
    )


@functools.lru_cache(maxsize=800)
def tones(colour: str, scheme: int = LIGHT) -> dict[str, str]:
    """The sixteen tones of a colour, by name, as ``#rrggbb``."""
    rgb = read(colour)
    mixed = with_less_chroma(rgb, _DARK_CHROMA) if scheme == DARK else rgb
    made = {name: write(at_luminance(mixed, both[scheme])) for name, both in _TONES.items()}
    return made | _solid(rgb, scheme)


def edge(colour: str, scheme: int = LIGHT) -> str:
    """The border of a solid button: none, unless the button is hard to tell from the page."""
    made = tones(colour, scheme)
    if contrast(made["base-default"], made["background-default"]) >= _NEEDS_EDGE:
        return "transparent"
    return made["border-default"]


def _values(colour: str, scheme: int) -> str:
    named = {f"--ds-color-accent-{name}": value for name, value in tones(colour, scheme).items()}
    named["--ui-edge"] = edge(colour, scheme)
    return "".join(f"{name}:{value};" for name, value in named.items())


def _solid(rgb: RGB, scheme: int) -> dict[str, str]:
    rest = _rest(rgb, scheme)
    text = max((WHITE, BLACK), key=lambda candidate: contrast(write(rest), write(candidate)))
    here = lightness(luminance(rest))
    step = _away(here, is_text_white=text == WHITE)
    return {
        "base-default": write(rest),
        "base-hover": write(at_luminance(rgb, from_lightness(here + step))),
        "base-active": write(at_luminance(rgb, from_lightness(here + 2 * step))),
        "base-contrast-subtle": write(text),
        "base-contrast-default": write(text),
    }


def _rest(rgb: RGB, scheme: int) -> RGB:
    if scheme == LIGHT:
        return rgb
    here = lightness(luminance(rgb))
    return at_luminance(rgb, from_lightness(70 if here <= 30 else 100 - here))


def _away(here: float, *, is_text_white: bool) -> int:
    """The step in lightness; near the end of the scale there is room only towards the text."""
    if is_text_white:
        return -_STEP if here > 30 else _STEP
    return _STEP if here < 70 else -_STEP
