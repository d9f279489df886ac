"""Walk the journey in the running demo and keep pictures of it for the documentation.

    SAMTJANST_UNDO_SECONDS=0 python3 start.py --fresh   in one window: decisions leave at once
    python scripts/screenshots.py                 in another
    python scripts/screenshots.py --port 8470     when the demo has another port

Every page is kept with --all FOLDER, at 360 and 1280 px; without it only the pictures that the
README and the handler's guide show, in docs/images/. Needs Debian's Chromium. The BankID
simulator is played on its own address, 101 above the portal's port.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()  # the steps are the tests' own

from tests.browser import handler_steps, steps  # noqa: E402 - the address of the tests comes first
from tests.browser.person import Person  # noqa: E402

HANNA = "197001012397"
IMAGES = ROOT / "docs" / "images"
PHONE, DESK = (360, 740), (1280, 860)


@dataclass
class Simulator:
    """The BankID simulator's control page."""

    address: str

    def play(self, number: str) -> None:
        """Complete the newest order as the person."""
        values = urllib.parse.urlencode({"person": number, "order": "latest"}).encode()
        with urllib.request.urlopen(f"{self.address}/_sim/complete", values) as answer:  # noqa: S310 - loopback
            if not json.load(answer)["done"]:
                raise SystemExit("nobody waits for BankID")


@dataclass
class Camera:
    """Keeps the pages that somebody asks for."""

    folder: Path
    wanted: dict[str, str]  # name of a page in the walk: name of its picture
    everything: Path | None

    def look(self, page: Page, name: str) -> None:
        """Keep a picture if the page is wanted."""
        if self.everything:
            for width, height in (PHONE, DESK):
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=self.everything / f"{name}-{width}.png", full_page=True)
        if picture := self.wanted.get(name):
            width, height = PHONE if picture.startswith("phone") else DESK
            page.set_viewport_size({"width": width, "height": height})
            _keep(page.screenshot(), self.folder / f"{picture}.png")


def _keep(picture: bytes, path: Path) -> None:
    """Few colours are enough for pages of text, and make the file a third."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(128).save(path, optimize=True)


WANTED = {
    "portal": "phone-portal",
    "child": "phone-child",
    "certificate-missing": "phone-certificate-missing",
    "receipt": "phone-receipt",
    "decision": "phone-decision",
    "service": "service",
    "handler-waiting": "handler-waiting",
    "handler-case": "handler-case",
    "handler-decision": "handler-decision",
}


def walk(browser: Browser, address: str, eid: Simulator, camera: Camera) -> None:
    """From the portal to the decision."""

    def person(size: tuple[int, int]) -> Person:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, locale="sv-SE")  # type: ignore[arg-type]
        return Person(context.new_page(), eid, address, camera)

    anna, bo, hanna = person(PHONE), person(PHONE), person(DESK)
    steps.find_service(anna, "skjuts")
    steps.begin(anna)
    anna.look("child")
    steps.answer_the_child(anna)
    steps.answer_the_school(anna)
    steps.choose_disability(anna)
    anna.page.get_by_label("Beskriv varför barnet inte kan").wait_for()
    steps.describe_disability(anna)
    anna.press("Fortsätt")
    anna.page.get_by_role("alert").wait_for()
    anna.look("certificate-missing")
    steps.add_certificate(anna)
    anna.page.get_by_text("intyg.pdf").first.wait_for()
    anna.press("Fortsätt")
    anna.heading("Resan")
    steps.choose_days(anna)
    steps.answer_the_journey(anna)
    anna.press("Fortsätt")
    anna.heading("Kontrollera dina svar")
    anna.look("check")
    steps.sign(anna, steps.ANNA)
    anna.heading("Din ansökan har kommit in")
    anna.look("receipt")
    reference = steps.reference_on(anna)
    handler_steps.log_in(hanna, HANNA)
    handler_steps.find_waiting(hanna, reference)
    bo.go("/mina-arenden/")
    steps.open_what_waits(bo)
    bo.look("sealed")
    steps.sign(bo, steps.BO)
    bo.heading("Du har skrivit under")
    bo.look("signed")
    handler_steps.take(hanna, reference)
    handler_steps.decide(hanna, "Ella har rätt till skolskjuts, eftersom hon använder rullstol.")
    anna.go(f"/mina-arenden/{reference}/")
    anna.look("decision")


def main() -> None:
    """Read the command line and walk."""
    parser = argparse.ArgumentParser(description="Pictures of the journey in the running demo.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--all", type=Path, metavar="FOLDER", dest="everything")
    told = parser.parse_args()
    if told.everything:
        told.everything.mkdir(parents=True, exist_ok=True)
    IMAGES.mkdir(exist_ok=True)
    camera = Camera(IMAGES, WANTED, told.everything)
    eid = Simulator(f"http://127.0.0.1:{told.port + 101}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--lang=sv"]
        )
        walk(browser, f"http://mjolby.localhost:{told.port}", eid, camera)
        browser.close()


if __name__ == "__main__":
    main()
