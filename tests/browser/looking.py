"""What must hold on every page that a person meets, at every size and in every mode."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, ViewportSize

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is wrong is told by its HTML, and nothing is told of what is right: that saves time.
WRONG: dict[str, Any] = {"resultTypes": ["violations"], "selectors": False}
EVERYTHING = WRONG | {"runOnly": RULES}
IN_THE_DARK = WRONG | {"runOnly": ["color-contrast"]}
WIDER = "document.documentElement.scrollWidth - innerWidth"
TEXT = "size => document.documentElement.style.fontSize = size"
# With the system's own colours, backgrounds are gone: an edge must tell what can be used.
EDGELESS = """() => [...document.querySelectorAll("main .ds-button, main .ds-input")]
  .filter((node) => node.checkVisibility() && !["radio", "checkbox", "file"].includes(node.type))
  .filter((node) => getComputedStyle(node).borderTopStyle === "none")
  .map((node) => node.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter((node) => {
  const style = getComputedStyle(node);
  return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
}).map((node) => node.outerHTML.slice(0, 120))"""


def wrong(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    # Through the driver, past the page's content security policy.
    page.evaluate(AXE)
    return _axe(page, EVERYTHING)


def faults(page: Page) -> list[str]:
    """What axe finds at 360 and 1280 px, in light and dark, what does not fit, what moves.

    The width that the page has comes first, for to draw it at another is much of the cost.
    """
    size = page.viewport_size or {"width": 360, "height": 740}
    page.evaluate(AXE)
    found: list[str] = []
    for width in sorted((360, 1280), key=lambda width: width != size["width"]):
        _widen(page, width)
        found += [f"{width} px: {fault}" for fault in _axe(page, EVERYTHING)]
        found += _modes(page) if width == 360 else []
        found += _overflows(page, width, ("", "200%"))
    _widen(page, 320)
    found += _overflows(page, 320, ("100%",))
    page.set_viewport_size(size)
    return [f"{urlsplit(page.url).path}: {fault}" for fault in found]


def _widen(page: Page, width: int) -> None:
    wanted: ViewportSize = {"width": width, "height": 740}
    if page.viewport_size != wanted:
        page.set_viewport_size(wanted)


def _axe(page: Page, options: dict[str, Any]) -> list[str]:
    found = page.evaluate("options => axe.run(options)", options)
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def _modes(page: Page) -> list[str]:
    """Dark, the system's own colours, and nothing that moves."""
    page.emulate_media(color_scheme="dark")
    found = [f"dark: {fault}" for fault in _axe(page, IN_THE_DARK)]
    page.emulate_media(color_scheme="light", forced_colors="active")
    found += [f"no edge in forced colours: {node}" for node in page.evaluate(EDGELESS)]
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    found += [f"moves all the same: {node}" for node in page.evaluate(MOVING)]
    page.emulate_media(reduced_motion="no-preference")
    return found


def _overflows(page: Page, width: int, sizes: tuple[str, ...]) -> list[str]:
    """Reflow at 320 px (WCAG 1.4.10) and text at 200 % (1.4.4): nothing to scroll sideways."""
    found = []
    for size in sizes:
        page.evaluate(TEXT, size)
        if (over := page.evaluate(WIDER)) > 0:
            found.append(f"{over} px too wide at {width} px with text at {size or '100%'}")
    page.evaluate(TEXT, "")
    return found


class Eyes:
    """Looks at each page once, remembers what was wrong and whom the pages talked to."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: list[str] = []
        self.hosts: set[str] = set()

    def follow(self, page: Page) -> None:
        """Remember the hosts that the page asks for anything."""
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def look(self, page: Page, name: str) -> None:
        self.seen.append(name)
        self.faults += [f"{name} {fault}" for fault in faults(page)]
