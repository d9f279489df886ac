"""A municipality's whole theme from one colour, readable by construction.

Each colour has sixteen tones at fixed luminance, as in Designsystemet's own tool, so that the
contrast between text and background does not depend on which colour was chosen (WCAG 1.4.3).
"""

import functools
import re
from collections.abc import Callable, Iterator

RGB = tuple[float, float, float]
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE, _BLACK = (255.0, 255.0, 255.0), (0.0, 0.0, 0.0)
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
_FIXED = {
    "neutral": "#1e2b3c",
    "success": "#068718",
    "warning": "#ea9b1b",
    "danger": "#c01b1b",
    "info": "#0a71c0",
}
_SCHEMES = ((0, ':root,[data-color-scheme="light"]'), (1, '[data-color-scheme="dark"]'))


@functools.lru_cache(maxsize=400)
def theme_css(colour: str) -> str:
    """The style sheet of a municipality whose colour is ``#rrggbb``.

    Raises:
        ValueError: not such a colour.
    """
    if not _HEX.fullmatch(colour):
        raise ValueError("a colour is written #rrggbb")
    colours = {"accent": colour} | _FIXED
    rules = "".join(
        _rule(name, value, scheme, selector)
        for scheme, selector in _SCHEMES[:1]
        for name, value in colours.items()
    )
    focus = "--ds-color-focus-inner:#ffffff;--ds-color-focus-outer:#0b1a2b;"
    return f"@layer ds.theme.colours{{{rules}:root{{{focus}}}}}"


def tones(colour: str, scheme: int = 0) -> dict[str, str]:
    """The sixteen tones of a colour; ``scheme`` 0 is light, 1 is dark."""
    rgb = _read(colour)
    made = {name: _write(at_luminance(rgb, both[scheme])) for name, both in _TONES.items()}
    return made | dict(_base(rgb))


def at_luminance(rgb: RGB, wanted: float) -> RGB:
    """The colour mixed with black or white until it has the relative luminance ``wanted``."""
    if wanted in {0.0, 1.0}:
        return _WHITE if wanted else _BLACK
    low, high = (_BLACK, rgb) if luminance(rgb) > wanted else (rgb, _WHITE)
    for _ in range(20):
        middle = _mix(low, high)
        low, high = (low, middle) if luminance(middle) > wanted else (middle, high)
    return _mix(low, high)


def luminance(rgb: RGB) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((luminance(_read(first)), luminance(_read(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _base(rgb: RGB) -> Iterator[tuple[str, str]]:
    lightness = _lightness(luminance(rgb))
    step = -8 if lightness <= 30 or 49 <= lightness <= 65 else 8
    shifted: Callable[[float], str] = lambda by: _write(  # noqa: E731
        at_luminance(rgb, _from_lightness(min(max(lightness - by, 0), 100)))
    )
    default = _write(rgb)
    on_white, on_black = contrast(default, "#ffffff"), contrast(default, "#000000")
    best = "#ffffff" if on_white >= on_black else "#000000"
    yield "base-default", default
    yield "base-hover", shifted(step)
    yield "base-active", shifted(step * 2)
    yield "base-contrast-subtle", best
    yield "base-contrast-default", best


def _rule(name: str, colour: str, scheme: int, selector: str) -> str:
    values = "".join(
        f"--ds-color-{name}-{tone}:{value};" for tone, value in tones(colour, scheme).items()
    )
    return f"{selector}{{{values}}}"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _lightness(of: float) -> float:
    return 116 * of ** (1 / 3) - 16 if of > 0.008856 else 903.3 * of


def _from_lightness(lightness: float) -> float:
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _mix(first: RGB, second: RGB) -> RGB:
    red, green, blue = ((a + b) / 2 for a, b in zip(first, second, strict=True))
    return red, green, blue


def _read(colour: str) -> RGB:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return float(red), float(green), float(blue)


def _write(rgb: RGB) -> str:
    return "#" + "".join(f"{min(max(round(part), 0), 255):02x}" for part in rgb)
