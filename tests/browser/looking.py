"""What must hold on every page that a person meets, at every size and in every mode."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDER = "document.documentElement.scrollWidth - innerWidth"
TEXT = "size => document.documentElement.style.fontSize = size"


def faults(page: Page) -> list[str]:
    """What axe finds at 360 and 1280 px, in light and dark, and what does not fit."""
    page.evaluate(AXE)
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 740})
            found += [f"{scheme} {width}: {fault}" for fault in _axe(page)]
    page.emulate_media(color_scheme="light")
    return [f"{urlsplit(page.url).path}: {fault}" for fault in found + _overflows(page)]


def _axe(page: Page) -> list[str]:
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def _overflows(page: Page) -> list[str]:
    """Reflow at 320 px (WCAG 1.4.10) and text at 200 % (1.4.4): nothing to scroll sideways."""
    found = []
    for width, size in ((320, "100%"), (1280, "200%"), (360, "200%")):
        page.set_viewport_size({"width": width, "height": 740})
        page.evaluate(TEXT, size)
        if (over := page.evaluate(WIDER)) > 0:
            found.append(f"{over} px too wide at {width} px with text at {size}")
    page.evaluate(TEXT, "")
    page.set_viewport_size({"width": 360, "height": 740})
    return found


class Eyes:
    """Looks at each page once, remembers what was wrong and whom the pages talked to."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: list[str] = []
        self.hosts: set[str] = set()

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def look(self, page: Page, name: str) -> None:
        page.wait_for_load_state()
        self.seen.append(name)
        self.faults += [f"{name} {fault}" for fault in faults(page)]
