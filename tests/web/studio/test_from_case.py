"""A real case becomes a test about invented people, seen before it is kept; the read is told."""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit.test_inventing import pieces
from tests.handling_support import complete_case, person
from tests.journey_support import school_transport
from tests.web.studio import support
from tests.web.studio.support import post, text

from samtjanst.building.definitions.models import EService, RecordedTest
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.simulators.personas import ELIN

pytestmark = pytest.mark.django_db
SAID = {"phone": "+46701740650", "email": "fanny.hemlig@brevlada.se"}
PATH = "/studio/skolskjuts/tester/arende/"


@pytest.fixture
def case(mjolby: Municipality, elin: Client, tmp_path: Path) -> str:
    """A case in an e-service that Elin owns, with a draft; the same in another municipality."""
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
    cast.municipality("mjolby", storage=str(tmp_path))
    with open_scope(mjolby):
        service = school_transport()
        service.owner = StaffAccount.objects.get(name="Elin Byggare")
        service.save()
        who = person(cast.APPLICANT, "Fanny Verkligsson")
        reference = complete_case(applicant=who, answers=SAID, files=("Fannys intyg.pdf",))
    post(elin, "/studio/skolskjuts/utkast/")
    return reference


def _may_read(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        roles = {Role.SERVICE_DEVELOPER: cast.unit(), Role.HANDLER: cast.unit()}
        put_staff(number=PersonalNumber(ELIN), name="Elin Byggare",
                  email="elin@exempel.invalid", roles=roles)  # fmt: skip


def _real() -> set[str]:
    people = f"Fanny Verkligsson {cast.APPLICANT.digits} Ella Provsson 201801012392"
    told = f"{people} Storgatan 59530 Fannys {' '.join(SAID.values())}"
    return pieces(told.casefold()) | {"595 30"}


def test_owner_makes_a_test_of_a_case_without_a_trace_of_anybody(
    elin: Client, mjolby: Municipality, case: str
) -> None:
    _may_read(mjolby)
    seen = elin.post(PATH, {"reference": case}).content.decode()
    assert "Spara som test" in seen
    with open_scope(mjolby):
        assert RecordedTest.objects.count() == 0
        assert AuditEvent.objects.filter(action="case.read", actor_kind="staff").count() == 1
    kept = re.findall(r'name="memory" value="([^"]+)"', seen)[0]
    post(elin, "/studio/skolskjuts/tester/", {"memory": kept, "name": "Ensam och nära"})
    page = text(elin, "/studio/skolskjuts/tester/")
    assert "Alla tester stämmer." in page
    assert "Som påhittade personer, ur ett ärende" in page
    with open_scope(mjolby):
        row = RecordedTest.objects.get()
    whole = (f"{row.run}{row.expected}" + row.name).casefold()
    assert [one for one in _real() if one in whole] == []
    assert case.casefold() not in whole
    assert row.run["answers"]["school_year"] == "f"
    assert "Fanny" not in text(elin, f"/studio/skolskjuts/prova/?test={row.id}")


def test_only_the_owner_who_may_read_the_case_can(
    elin: Client, mjolby: Municipality, case: str
) -> None:
    assert elin.post(PATH, {"reference": case}).status_code == 422  # may not read it
    _may_read(mjolby)
    with open_scope(mjolby):
        EService.objects.filter(slug="skolskjuts").update(owner=None)
    assert elin.post(PATH, {"reference": case}).status_code == 422  # is not the owner
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.read", actor_kind="staff").count() == 0
    outsider = support.client(cast.municipality("norrkoping"))
    assert outsider.post(PATH, {"reference": case}).status_code in {404, 422}
