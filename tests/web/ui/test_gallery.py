"""The gallery in a real browser: reachable by everybody, at every size and in every mode."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests import cast
from tests.browser.looking import wrong

from samtjanst.web.ui import samples

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery(chromium: Browser, committed_db: None, live_server: LiveServer) -> Iterator[Page]:
    cast.municipality()
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{live_server.url.replace('localhost', 'mjolby.localhost')}/komponenter/")
    yield page
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_has_no_accessibility_faults(gallery: Page, width: int, scheme: str) -> None:
    gallery.set_viewport_size({"width": width, "height": 800})
    gallery.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    gallery.reload()
    assert wrong(gallery) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_reaches_outside_the_screen(gallery: Page, width: int) -> None:
    gallery.set_viewport_size({"width": width, "height": 800})
    assert gallery.evaluate("document.documentElement.scrollWidth") <= width


def test_text_at_twice_the_size_still_fits(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 1280, "height": 800})
    gallery.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert gallery.evaluate("document.documentElement.scrollWidth") <= 1280


def test_policy_stops_nothing_of_ours(gallery: Page) -> None:
    told: list[str] = []
    gallery.on("console", lambda message: told.append(message.text))
    gallery.reload()
    gallery.wait_for_load_state("networkidle")
    assert [text for text in told if "Content Security Policy" in text] == []


def test_error_summary_has_the_focus_and_its_link_gives_it_to_the_field(gallery: Page) -> None:
    assert gallery.evaluate("document.activeElement.className").startswith("ds-error-summary")
    gallery.locator(".problems a").first.click()
    assert gallery.evaluate("document.activeElement.id") == f"f-{samples.problems()[0][0]}"


def test_every_link_of_the_error_summary_gives_a_field_the_focus(gallery: Page) -> None:
    for link in gallery.locator(".problems a").all():
        link.click()
        assert gallery.evaluate("'#' + document.activeElement.id") == link.get_attribute("href")


def test_targets_for_the_finger_are_large_enough(gallery: Page) -> None:
    """WCAG 2.2, 2.5.8 asks for 24 px; buttons and options have 40."""
    heights = gallery.eval_on_selector_all(
        "main .ds-button:not(.upload__send), .choice, .top__link",
        "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().height)",
    )
    assert min(heights) >= 40


def test_chosen_option_is_told_in_forced_colours(gallery: Page) -> None:
    gallery.emulate_media(forced_colors="active")
    style = "getComputedStyle(document.querySelector('.choice:has(:checked)')).outlineStyle"
    assert gallery.evaluate(style) == "solid"


def test_nothing_moves_for_those_who_ask_for_it(gallery: Page) -> None:
    gallery.emulate_media(reduced_motion="reduce")
    moving = (
        "[...document.querySelectorAll('*')]"
        ".filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert gallery.evaluate(moving) == 0


def test_paper_shows_no_buttons(gallery: Page) -> None:
    gallery.emulate_media(media="print")
    assert gallery.locator(".ds-button:visible, .top__menu:visible, .bottom:visible").count() == 0
