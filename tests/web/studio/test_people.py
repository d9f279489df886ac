"""Who is responsible for an e-service, and where she follows what it hands over."""

import pytest
from tests import cast
from tests.web.studio import support
from tests.web.studio.support import text

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
DELIVERIES = "/handlaggning/overforingar/"


@pytest.mark.parametrize("part", ["owner", "deputy"])
def test_owner_and_deputy_reach_what_the_e_service_hands_over(part: str) -> None:
    mjolby = cast.municipality("mjolby")
    elin = support.client(mjolby)
    home = support.new_service(elin, mjolby)
    people = f"{home}installningar/ansvar/"
    assert DELIVERIES not in text(elin, people)
    text(elin, DELIVERIES, 404)
    with open_scope(mjolby):
        EService.objects.update(**{part: StaffAccount.objects.get(name="Elin Byggare")})
    assert DELIVERIES in text(elin, people)
    assert "Inget har stannat." in text(elin, DELIVERIES)
