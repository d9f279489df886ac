"""The e-service's class asks of staff what it asks, whatever the unit asks for."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import Filters, Selection, View

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


def test_what_a_login_does_not_reach_is_asked_for_once_however_many_lists_are_counted() -> None:
    with open_scope(cast.municipality()):
        school_transport()
        complete_case()
        weak = replace(cast.staff_actor(), assurance_level=2)
        with CaptureQueriesContext(connection) as seen:
            assert cases.counts(weak)[View.NEW] == 1
        assert len(seen) == 2
        EService.objects.update(confidentiality=3)
        with CaptureQueriesContext(connection) as seen:
            assert set(cases.counts(weak).values()) == {0}
        assert len(seen) == 2
        marked = Selection(View.WAITS, filters=Filters(label="Ring upp"))
        with CaptureQueriesContext(connection) as seen:
            assert not cases.work_list(weak, marked).rows
        assert len(seen) == 2
