"""The portal's first view: light, from one's own host only, and each municipality's own."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response, expect
from tests import cast
from tests.browser.conftest import People

pytestmark = pytest.mark.browser
MOST = 60 * 1024  # bytes over the wire


def _weight(answer: Response) -> int:
    """Bytes as they are sent: fonts are packed already, the rest the server packs."""
    body = answer.body()
    return min(len(body), len(gzip.compress(body)))


def test_first_view_is_light_and_asks_nobody_else(people: People) -> None:
    anna = people.person()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    anna.page.on("response", keep)
    anna.go("/")
    anna.page.wait_for_load_state("networkidle")
    assert {urlsplit(answer.url).netloc for answer in answers} == {people.netloc}
    assert sum(_weight(answer) for answer in answers) <= MOST


def test_municipality_without_the_service_says_so_in_its_own_name(people: People) -> None:
    cast.municipality("finspang")
    anna = people.person()
    anna.page.goto(people.address.replace("mjolby", "finspang"))
    expect(anna.page.get_by_role("banner")).to_contain_text("Finspang kommun")
    anna.reads("Här finns inga e-tjänster ännu")
    emblem = anna.page.get_by_role("banner").locator("img")
    expect(emblem).to_have_attribute("src", "/static/ui/emblems/finspang.svg")
