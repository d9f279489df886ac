"""The e-service's class asks of staff what it asks, whatever the unit asks for."""

from dataclasses import replace

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import Selection, View

pytestmark = pytest.mark.django_db
NOTICE = "syns bara för den som är inloggad med e-legitimation"


def test_serious_class_is_reached_with_an_eid_only_and_the_list_tells_of_it() -> None:
    with open_scope(cast.municipality()):
        school_transport()
        case = complete_case()
        put_unit(name=cast.UNIT, staff_level=2)
        strong, everything = cast.staff_actor(), Selection(View.ALL)
        weak = replace(strong, assurance_level=2)
        assert cases.work_list(weak, everything).rows
        EService.objects.update(confidentiality=3)
        assert not cases.work_list(weak, everything).rows
        with pytest.raises(NotFoundError):
            cases.get_case(weak, case)
        assert cases.get_case(strong, case)
        client = browser(token=staff_token(cast.staff()))
        assert NOTICE not in client.get("/handlaggning/").content.decode()
        BrowserSession.objects.filter(staff__isnull=False).update(assurance_level=2)
        assert NOTICE in client.get("/handlaggning/").content.decode()
