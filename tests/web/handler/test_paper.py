"""The paper meter: pages by e-service and month, nobody's name, and the owner sees it fall."""

from datetime import date, timedelta

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import PaperCount
from samtjanst.running.cases.types import PaperKind

pytestmark = pytest.mark.django_db
PAPER = "/handlaggning/papper/"


def _month_before(day: date) -> date:
    """The middle of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=15)


def test_prints_downloads_and_lists_are_counted_in_pages_and_nobody_is_named() -> None:
    with open_scope(mjolby := cast.municipality()):
        school_transport()
        reference = complete_case()
        hanna = browser(token=staff_token(cast.staff()))
        kim = browser(token=staff_token(cast.staff(Role.MANAGER, name="Kim Chef")))
    document = f"/handlaggning/arenden/{reference}/dokument.pdf"
    assert hanna.get(f"{document}?visa").status_code == hanna.get(document).status_code == 200
    assert kim.get("/handlaggning/diarium/?format=csv").status_code == 200
    with open_scope(mjolby):
        anna = browser(token=citizen_token())
        stranger = browser(token=citizen_token(cast.OTHER_GUARDIAN))
    receipt = f"/mina-arenden/{reference}/kvittens.pdf"
    assert (anna.get(receipt).status_code, stranger.get(receipt).status_code) == (200, 404)
    with open_scope(mjolby):
        pages = dict(PaperCount.objects.values_list("kind", "pages"))
        fields = {field.name for field in PaperCount._meta.get_fields()}
    assert pages["print"] == pages["download"] > 0
    assert pages["export"] == 1
    assert pages["own"] == 1  # the applicant's own, apart
    assert fields == {"id", "municipality", "slug", "unit_id", "month", "kind", "pages"}
    page = kim.get(PAPER).content.decode()
    assert str(2 * pages["print"] + 1) in page
    assert "Av parterna själva" in page
    assert "Hanna" not in page


def test_owner_sees_it_fall_and_only_her_own_e_services() -> None:
    with open_scope(cast.municipality("norrkoping")):
        there = cast.staff_actor(Role.MANAGER)
        services.count_pages(
            slug="parkering", unit_id=cast.unit().id, kind=PaperKind.PRINT, pages=7, by=there
        )
    with open_scope(cast.municipality()):
        by, unit = cast.staff_actor(Role.MANAGER), cast.unit().id
        last = _month_before(today := clock.today())
        for day, pages in ((last, 100), (_month_before(last), 400)):
            with clock.shifted(day - today):
                for _ in range(2):
                    services.count_pages(
                        slug="skolskjuts", unit_id=unit, kind=PaperKind.PRINT, pages=pages, by=by
                    )
        services.count_pages(
            slug="bistand", unit_id=cast.unit("Socialförvaltningen").id,
            kind=PaperKind.PRINT, pages=9, by=by,
        )  # fmt: skip
        found = cases.paper(by)
        assert list(found) == ["skolskjuts"]
        token = staff_token(cast.staff(Role.MANAGER))
    months = sorted(one.pages for one in found["skolskjuts"] if one.pages)
    assert months == [200, 800]
    assert "75 procent färre än månaden före" in browser(token=token).get(PAPER).content.decode()
