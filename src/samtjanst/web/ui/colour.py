"""Reckoning with colours: luminance and contrast (WCAG 2.2), lightness (CIE L*), chroma (OKLCH)."""

RGB = tuple[float, float, float]  # 0-255 each
WHITE: RGB = (255.0, 255.0, 255.0)
BLACK: RGB = (0.0, 0.0, 0.0)


def read(colour: str) -> RGB:
    """The parts of ``#rrggbb``."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return float(red), float(green), float(blue)


def write(rgb: RGB) -> str:
    """As ``#rrggbb``; parts outside 0-255 are cut."""
    return "#" + "".join(f"{min(max(round(part), 0), 255):02x}" for part in rgb)


def luminance(rgb: RGB) -> float:
    """Relative luminance (WCAG 2.2), 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((luminance(read(first)), luminance(read(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def at_luminance(rgb: RGB, wanted: float) -> RGB:
    """The colour mixed with black or white until it has the relative luminance ``wanted``."""
    if wanted in {0.0, 1.0}:
        return WHITE if wanted else BLACK
    low, high = (BLACK, rgb) if luminance(rgb) > wanted else (rgb, WHITE)
    for _ in range(20):
        middle = _mix(low, high)
        low, high = (low, middle) if luminance(middle) > wanted else (middle, high)
    return _mix(low, high)


def lightness(of: float) -> float:
    """Lightness (CIE L*, 0-100) of a relative luminance."""
    return 116 * of ** (1 / 3) - 16 if of > 0.008856 else 903.3 * of


def from_lightness(wanted: float) -> float:
    """The relative luminance of a lightness (CIE L*), cut to 0-100."""
    kept = min(max(wanted, 0.0), 100.0)
    return ((kept + 16) / 116) ** 3 if kept > 8 else kept / 903.3


def with_less_chroma(rgb: RGB, share: float) -> RGB:
    """The colour with its chroma (OKLCH) multiplied by ``share``, rounded to whole parts."""
    level, first, second = _to_oklab(rgb)
    return read(write(_from_oklab(level, first * share, second * share)))


def _to_oklab(rgb: RGB) -> RGB:
    # Björn Ottosson's OKLab, https://bottosson.github.io/posts/oklab/
    red, green, blue = (_linear(part / 255) for part in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(level: float, first: float, second: float) -> RGB:
    long = (level + 0.3963377774 * first + 0.2158037573 * second) ** 3
    medium = (level - 0.1055613458 * first - 0.0638541728 * second) ** 3
    short = (level - 0.0894841775 * first - 1.2914855480 * second) ** 3
    return (
        255 * _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        255 * _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        255 * _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    kept = max(part, 0.0)
    return 12.92 * kept if kept <= 0.0031308 else 1.055 * kept ** (1 / 2.4) - 0.055


def _mix(first: RGB, second: RGB) -> RGB:
    red, green, blue = ((a + b) / 2 for a, b in zip(first, second, strict=True))
    return red, green, blue
