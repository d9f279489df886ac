"""A case is handed over to another unit, with the boundary of secrecy noted."""

import uuid
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case, hand_in_application, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.town import page_text

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality, Unit
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import index
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseRemoval
from samtjanst.running.cases.types import Selection, View

pytestmark = pytest.mark.django_db
OTHER, EMPTY = "Socialförvaltningen", "Parkenheten"
WHY = "Ansökan gäller egentligen färdtjänst."
KIM = PersonalNumber("198306152383")


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
        cast.unit(EMPTY)
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


@pytest.fixture
def kim(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        roles = {Role.HANDLER: cast.unit(OTHER)}
        row = put_staff(number=KIM, name="Kim Kollega", email="k@exempel.invalid", roles=roles)
        return browser(token=staff_token(row))


def _address(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/lamna-over/"


def _wish(mjolby: Municipality, unit: str = OTHER, **changes: str) -> dict[str, str]:
    with open_scope(mjolby):
        key = str(Unit.objects.get(name=unit).id)
    return {"unit": key, "ground": "no_harm", "why": WHY, **changes}


def test_other_unit_takes_over_and_the_former_reaches_it_no_longer(
    mjolby: Municipality, hanna: Client, kim: Client
) -> None:
    with open_scope(mjolby):
        reference, by = complete_case(), cast.staff_actor()
        services.take(reference=reference, by=by)
        index.index_missing()
        due = cases.get_case(by, reference).due
    case = f"/handlaggning/arenden/{reference}/"
    assert kim.get(case).status_code == 404
    assert "Lämna över till en annan enhet" in page_text(hanna, case)
    done = hanna.post(_address(reference), _wish(mjolby), follow=True)
    assert f"{reference} är överlämnat" in done.content.decode()
    assert hanna.get(case).status_code == 404
    page = page_text(kim, case)
    assert f"{cast.UNIT} → {OTHER}. {WHY}" in page
    assert str(due) in page
    assert reference in page_text(kim, "/handlaggning/lista/nya/")
    with open_scope(mjolby):
        index.index_missing()
        assert cases.work_list(by, Selection(view=View.ALL, text="Provsson")).rows == ()
        assert CaseRemoval.objects.get().reference == reference
        event = AuditEvent.objects.get(action="case.handed_over")
        assert event.details["ground"] == "no_harm"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"why": " "}, "Skriv varför ärendet lämnas över"),
        ({"ground": ""}, "Välj varför enheten får se ärendet"),
        ({"unit": ""}, "Välj en enhet"),
        ({"unit": str(uuid.UUID(int=7))}, "Välj en annan enhet"),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(
    mjolby: Municipality, hanna: Client, kim: Client, changes: dict[str, str], told: str
) -> None:
    with open_scope(mjolby):
        reference = complete_case()
    answer = hanna.post(_address(reference), _wish(mjolby) | changes)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert changes.get("why", WHY).strip() in answer.content.decode()


def test_unit_that_cannot_handle_it_gets_nothing(
    mjolby: Municipality, hanna: Client, kim: Client
) -> None:
    with open_scope(cast.municipality("norrkoping")):
        theirs = str(cast.unit().id)
    with open_scope(mjolby):
        reference = complete_case()
        waiting = reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))
        manager = browser(token=staff_token(cast.staff(Role.MANAGER)))
        hidden = complete_case()
        Case.objects.filter(reference=hidden).update(is_protected=True)
    empty = hanna.post(_address(reference), _wish(mjolby, EMPTY))
    assert "Ingen på enheten får handlägga" in empty.content.decode()
    assert hanna.post(_address(reference), _wish(mjolby) | {"unit": theirs}).status_code == 422
    unsigned = hanna.post(_address(waiting), _wish(mjolby))
    assert "Det går inte i det läge" in unsigned.content.decode()
    assert "Lämna över till" not in page_text(hanna, f"/handlaggning/arenden/{waiting}/")
    protected = manager.post(_address(hidden), _wish(mjolby))
    assert "Ingen på enheten får handlägga" in protected.content.decode()
    assert kim.post(_address(reference), _wish(mjolby)).status_code == 404
