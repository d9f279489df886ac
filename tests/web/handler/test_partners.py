"""A partner room: exactly the chosen fields, in time, read on record, answered in one place."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.handler.test_law import COLLEAGUE

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, PartnerRoom, PartnerShare
from samtjanst.running.cases.types import DecisionDraft

pytestmark = pytest.mark.django_db
ROOMS, LIST = "/handlaggning/samarbetsrum/", "/handlaggning/samarbete/"
DRIVER = PersonalNumber("199001012382")
DRAFT = DecisionDraft("granted", "Bifall", "Vägen är lång.", ("10 kap. 32 § skollagen",))
ROUTE = "Linje 12, hållplats Storgatan 07.15."


def _town(slug: str = "mjolby") -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        school_transport(slug)
    return row


def _partner(unit_name: str = "Trafikbolaget") -> StaffAccount:
    roles = {Role.PARTNER: cast.unit(unit_name)}
    return put_staff(number=DRIVER, name="Per Planerare", email="p@exempel.invalid", roles=roles)


def _manager() -> StaffAccount:
    roles = {Role.MANAGER: cast.unit()}
    return put_staff(number=COLLEAGUE, name="Kim Chef", email="k@exempel.invalid", roles=roles)


def _decided(reference: str) -> str:
    by = cast.staff_actor()
    services.take(reference=reference, by=by)
    revision = cases.get_case(by, reference).revision
    services.decide(reference=reference, draft=DRAFT, revision=revision, by=by)
    return reference


def _room(**more: Any) -> dict[str, Any]:
    return {
        "unit": str(cast.unit().id), "partner": str(cast.unit("Trafikbolaget").id),
        "slug": "skolskjuts", "name": "Turlistor", "purpose": "Planera turer",
        "questions": ["school", "days_to"],
        "until": (clock.today() + timedelta(days=30)).isoformat(),
    } | more  # fmt: skip


def test_partner_sees_the_chosen_fields_only_and_the_answer_reaches_the_guardians() -> None:
    with open_scope(mjolby := _town()):
        bo = person(cast.OTHER_GUARDIAN, "Bo Provsson")
        sign(filing_id := hand_in_application(other=bo), bo)
        reference, other = _decided(reference_of(filing_id)), _decided(complete_case())
        kim, hanna = (browser(token=staff_token(a)) for a in (_manager(), cast.staff()))
        per = browser(token=staff_token(_partner()))
        anna, second = (
            browser(token=citizen_token(n)) for n in (cast.APPLICANT, cast.OTHER_GUARDIAN)
        )
        data = _room()
    wrongs: list[dict[str, Any]] = [
        {"questions": []},
        {"purpose": ""},
        {"partner": data["unit"]},
        {"until": "2020-01-01"},
        {"name": ""},
    ]
    for wrong in wrongs:
        assert kim.post(ROOMS, data | wrong).status_code == 422
    assert hanna.post(ROOMS, data).status_code == per.post(ROOMS, data).status_code == 404
    assert kim.post(ROOMS, data).status_code == 302
    assert "Turlistor" in kim.get(ROOMS).content.decode()
    with open_scope(mjolby):
        room = PartnerRoom.objects.get()
    desk = f"/handlaggning/arenden/{reference}/"
    assert hanna.post(f"{desk}dela/", {"rum": "x"}).status_code == 404
    assert hanna.post(f"{desk}dela/", {"rum": str(room.id)}).status_code == 302
    assert hanna.post(f"{desk}dela/", {"rum": str(room.id)}).status_code == 409
    assert "Inte kvitterat" in hanna.get(desk).content.decode()
    page = per.get(LIST).content.decode()
    assert reference in page
    assert other not in page
    with open_scope(mjolby):
        given = PartnerShare.objects.get()
    path = f"{LIST}{given.id}/"
    page = per.get(path).content.decode()
    assert "Blåklintskolan" in page
    for hidden in ("Storgatan", "lastbilarna", "Ella", "20180101", "anna@", "Provsson"):
        assert hidden not in page
    assert per.post(path, {"kvittera": "1"}).status_code == 302
    assert per.post(path, {"text": " "}).status_code == 422
    assert per.post(path, {"text": ROUTE}).status_code == 302
    for citizen in (anna, second):
        assert ROUTE in citizen.get(f"/mina-arenden/{reference}/meddelanden/").content.decode()
    assert ROUTE in hanna.get(desk).content.decode()
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.partner.read").count() >= 2
    assert hanna.post(f"{desk}dela/", {"ta_tillbaka": str(given.id)}).status_code == 302
    assert per.get(path).status_code == 404
    assert reference not in per.get(LIST).content.decode()


def _gone(client: Client, path: str) -> bool:
    found = [client.get(path), client.post(path, {"kvittera": "1"})]
    return [one.status_code for one in found] == [404, 404]


def test_room_is_closed_to_everybody_else_by_its_day_and_to_protected_people() -> None:
    with open_scope(_town("norrkoping")):
        abroad = browser("norrkoping", staff_token(_partner()))
    with open_scope(mjolby := _town()):
        by, kim_row = cast.staff_actor(), _manager()
        kim = browser(token=staff_token(kim_row))
        reference = _decided(complete_case())
        per = browser(token=staff_token(_partner()))
        data = _room()
    assert kim.post(ROOMS, data).status_code == 302
    with open_scope(mjolby):
        room_id = PartnerRoom.objects.get().id
        services.share(reference=reference, room_id=room_id, by=by)
        path = f"{LIST}{PartnerShare.objects.get().id}/"
        hanna = browser(token=staff_token(cast.staff()))
    assert per.get(path).status_code == 200
    for page in ("/handlaggning/", f"/handlaggning/arenden/{reference}/", ROOMS):
        assert per.get(page).status_code == 404
    assert all(_gone(one, path) for one in (hanna, kim, abroad))
    with open_scope(mjolby), clock.shifted(timedelta(days=31)):
        late = browser(token=staff_token(_partner()))
        assert _gone(late, path)
    with open_scope(mjolby):
        Case.objects.update(is_protected=True)
    assert _gone(per, path)
    with open_scope(mjolby):
        Case.objects.update(is_protected=False)
    assert kim.post(ROOMS, {"stang": str(room_id)}).status_code == 302
    assert _gone(per, path)
