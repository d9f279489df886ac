"""The browser's own back button: what was answered is there, and a change made there counts."""

import pytest
from playwright.sync_api import expect
from tests.browser import steps
from tests.browser.conftest import People
from tests.browser.steps import ANNA
from tests.town import Town

pytestmark = pytest.mark.browser


def test_back_shows_what_was_answered_and_a_change_there_is_kept(
    people: People, town: Town
) -> None:
    anna = people.person()
    anna.takes_over(town.login(ANNA))
    anna.go("/e-tjanster/skolskjuts/")
    anna.follow("Starta")
    anna.press("Börja")
    anna.heading("Barnet")
    steps.answer_the_child(anna)
    anna.page.go_back()
    anna.heading("Barnet")
    expect(anna.group("Vilket barn gäller ansökan?").get_by_label("Ella")).to_be_checked()
    steps.answer_the_child(anna, "Tove")
    anna.page.go_back()
    anna.heading("Barnet")
    expect(anna.group("Vilket barn gäller ansökan?").get_by_label("Tove")).to_be_checked()
