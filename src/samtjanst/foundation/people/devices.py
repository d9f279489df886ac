"""What kind of browser somebody is logged in with, as one of a few codes.

A browser tells its whole make-up in every request (RFC 9110, 10.1.5), enough to single somebody
out. Only a family of browsers and a family of systems is kept: enough to know one's own by.
"""

OTHER = "other"

# The first that fits: most browsers name the ones that they resemble too.
_BROWSERS = (
    ("edge", ("Edg/", "EdgA/", "EdgiOS/", "Edge/")),
    ("opera", ("OPR/", "OPT/", "OPiOS/")),
    ("samsung", ("SamsungBrowser/",)),
    ("firefox", ("Firefox/", "FxiOS/")),
    ("chrome", ("Chrome/", "CriOS/", "Chromium/")),
    ("safari", ("Safari/",)),
)
_SYSTEMS = (
    ("iphone", ("iPhone",)),
    ("android", ("Android",)),
    ("windows", ("Windows",)),
    ("chromeos", ("CrOS",)),
    ("mac", ("iPad", "Macintosh")),  # an iPad says that it is a Mac
    ("linux", ("Linux", "X11")),
)
BROWSERS = (*(code for code, _ in _BROWSERS), OTHER)
SYSTEMS = (*(code for code, _ in _SYSTEMS), OTHER)


def device_of(header: str) -> str:
    """The code of a ``User-Agent`` header: "chrome-windows"; "" when nothing is told."""
    if not header:
        return ""
    return f"{_first(_BROWSERS, header)}-{_first(_SYSTEMS, header)}"


def _first(families: tuple[tuple[str, tuple[str, ...]], ...], header: str) -> str:
    found = (code for code, marks in families if any(mark in header for mark in marks))
    return next(found, OTHER)
