"""How long cases stand in the statuses of an e-service's own process, where enough have left."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case
from tests.journey_support import school_transport

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, CaseStep
from samtjanst.running.cases.queries.process import times_in_statuses

pytestmark = pytest.mark.django_db


def stood(days: float, times: int) -> None:
    """A case that has stood in review for so many days, so many times over."""
    case = Case.objects.get(reference=complete_case())
    at = clock.now() - timedelta(days=170)
    for _ in range(times):
        for status in ("review", "writing"):
            CaseStep(case=case, at=at, status=status).save()
            at += timedelta(days=days if status == "review" else 0.01)


@pytest.fixture(autouse=True)
def mjolby() -> Iterator[None]:
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping", document=processes.document())
        stood(4, 30)
    with open_scope(cast.municipality()):
        school_transport(document=processes.document())
        yield


def test_half_of_those_that_left_it_here() -> None:
    stood(3, 20)
    found = times_in_statuses("skolskjuts")
    count, days = found["review"]
    assert (count, round(days, 3)) == (20, 3)
    assert times_in_statuses("annat") == {}


def test_too_few_say_nothing() -> None:
    stood(3, 19)
    assert "review" not in times_in_statuses("skolskjuts")
