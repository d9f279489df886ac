"""The supplier's staff read a case only when the municipality has said so, and it is all told."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.town import page_text

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.access.types import EMERGENCY_PERMISSIONS, Permission
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import EmergencyAccess, StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.sessions import actor_of, session_for
from samtjanst.foundation.people.types import (
    EMERGENCY_TRANSITIONS,
    Actor,
    EmergencyState,
    Role,
)
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import emergency
from samtjanst.kernel import clock
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services

pytestmark = pytest.mark.django_db
WHY = "Jobb 4711 stannar på just det här ärendet"


@pytest.fixture
def reference() -> Iterator[str]:
    with open_scope(cast.municipality()):
        service = school_transport()
        service.owner = cast.staff()
        service.save()
        yield complete_case()


def _account(role: Role, name: str, number: str, *more: Role) -> StaffAccount:
    given = dict.fromkeys((role, *more), cast.unit("Kansliet"))
    return put_staff(
        number=PersonalNumber(number), name=name, email=f"{name}@exempel.invalid", roles=given
    )


def _olle(*more: Role) -> Actor:
    """Somebody of the supplier's, as she is at this click."""
    account = _account(Role.SUPPLIER, "Olle", cast.OUTSIDER.digits, *more)
    session = session_for(staff_token(account))
    assert session
    found = actor_of(session)
    assert found
    return found


def _ada() -> Actor:
    account = _account(Role.ADMINISTRATOR, "Ada", cast.OTHER_GUARDIAN.digits)
    session = session_for(staff_token(account))
    assert session
    found = actor_of(session)
    assert found
    return found


def _asked(by: Actor) -> EmergencyAccess:
    key = emergency.ask(unit_id=cast.unit().id, reason=WHY, hours=2, by=by)
    return EmergencyAccess.objects.get(id=key)


def _reads(reference: str) -> bool:
    try:
        return cases.read_case(_olle(), reference).reference == reference
    except NotFoundError:
        return False


def test_case_is_read_while_it_is_open_and_the_reading_is_marked(reference: str) -> None:
    assert not _reads(reference)
    access = _asked(_olle())
    assert not _reads(reference)
    emergency.approve(access_id=access.id, by=_ada())
    assert _reads(reference)
    olle = _olle()
    with pytest.raises(NotFoundError):
        case_services.take(reference=reference, by=olle)
    marked = AuditEvent.objects.get(action="case.read")
    assert marked.details == {"emergency": str(access.id)}
    [(told, reads)] = emergency.everybodys(by=_ada())
    assert (told.reason, told.answered_by) == (WHY, "Ada")
    assert [(read.action, read.reference) for read in reads] == [("case.read", reference)]
    with clock.shifted(timedelta(hours=2, seconds=1)):
        assert not _reads(reference)
        assert emergency.own(by=_olle())[0][0].state is EmergencyState.PAST
    assert _reads(reference)


@pytest.mark.parametrize("who", ["supplier", "administrator"])
def test_either_ends_it_at_once(reference: str, who: str) -> None:
    access = _asked(_olle())
    emergency.approve(access_id=access.id, by=_ada())
    assert _reads(reference)
    if who == "supplier":
        emergency.leave(access_id=access.id, by=_olle())
    else:
        emergency.end(access_id=access.id, by=_ada())
    assert not _reads(reference)
    actions = AuditEvent.objects.filter(subject_kind="emergency").order_by("id")
    assert [event.action for event in actions] == [
        "emergency.asked", "emergency.approved", "emergency.ended",
    ]  # fmt: skip


def test_nobody_answers_her_own_and_nobody_of_the_suppliers_has_another_way(
    reference: str,
) -> None:
    both = _olle(Role.ADMINISTRATOR, Role.MANAGER)
    assert {grant.role for grant in both.grants} == {Role.SUPPLIER}
    access = _asked(both)
    for refused in (emergency.approve, emergency.refuse, emergency.end):
        for by in (_olle(), cast.staff_actor(), cast.citizen_actor()):
            with pytest.raises(NotFoundError):
                refused(access_id=access.id, by=by)
    with pytest.raises(ConflictError):
        _asked(_olle())
    with pytest.raises(NotFoundError):
        _asked(_ada())
    with open_scope(cast.municipality("norrkoping")):
        ada_there = _ada()
        with pytest.raises(NotFoundError):
            emergency.approve(access_id=access.id, by=ada_there)
        assert emergency.everybodys(by=ada_there) == []
    assert not _reads(reference)


def test_access_is_to_one_unit_without_protected_people(reference: str) -> None:
    access = emergency.ask(unit_id=cast.unit("Kansliet").id, reason=WHY, hours=1, by=_olle())
    emergency.approve(access_id=access, by=_ada())
    assert not _reads(reference)
    assert Permission.PROTECTED_READ not in EMERGENCY_PERMISSIONS


def test_only_what_the_table_says_can_happen(reference: str) -> None:
    ways = {
        "approve": emergency.approve, "refuse": emergency.refuse, "end": emergency.end,
        "withdraw": emergency.leave,
    }  # fmt: skip
    for state, (event, verb) in product(EmergencyState, ways.items()):
        EmergencyAccess.objects.all().delete()
        access = _asked(_olle())
        access.state = state.value
        if state is EmergencyState.APPROVED:
            access.answered_at, access.until = clock.now(), clock.now() + timedelta(hours=1)
        access.save()
        by = _olle() if event == "withdraw" else _ada()
        told = event
        if event == "withdraw" and state is EmergencyState.APPROVED:
            told = "end"  # the same button
        wanted = EMERGENCY_TRANSITIONS.get((state, told))
        if wanted is None:
            with pytest.raises(TransitionError):
                verb(access_id=access.id, by=by)
        else:
            verb(access_id=access.id, by=by)
            access.refresh_from_db()
            assert access.state == wanted


def test_request_that_nobody_answers_passes_and_a_new_one_can_be_made(reference: str) -> None:
    access = _asked(_olle())
    for wrong in ({"reason": " "}, {"hours": 3}, {"hours": 0}, {"reason": "x" * 1001}):
        values: dict[str, Any] = {"unit_id": cast.unit().id, "reason": WHY, "hours": 1} | wrong
        with pytest.raises(InvalidInputError):
            emergency.ask(by=_olle(), **values)
    with clock.shifted(timedelta(hours=25)):
        with pytest.raises(TransitionError):
            emergency.approve(access_id=access.id, by=_ada())
        assert _asked(_olle()).id != access.id


def test_owner_is_told_and_the_banner_stands_on_every_page(reference: str) -> None:
    assert EService.objects.get().owner
    olle = browser(token=staff_token(_account(Role.SUPPLIER, "Olle", cast.OUTSIDER.digits)))
    ada = browser(token=staff_token(_account(Role.ADMINISTRATOR, "Ada", "198501012390")))
    page = "/drift/nodatkomst/begar/"
    assert olle.get(f"/handlaggning/arenden/{reference}/").status_code == 404
    assert olle.post(page, {"unit": cast.unit().id, "reason": "", "hours": "1"}).status_code == 422
    sent = {"unit": cast.unit().id, "reason": WHY, "hours": "1"}
    assert olle.post(page, sent).status_code == 302
    assert WHY in page_text(ada, "/drift/nodatkomst/")
    access = EmergencyAccess.objects.get()
    answer = {"access": access.id, "do": "approve"}
    assert ada.post("/drift/nodatkomst/", answer).status_code == 302
    job = Job.objects.get(name="emergency.tell")
    assert job.payload["owner"] == str(EService.objects.get().owner_id)
    for address in (f"/handlaggning/arenden/{reference}/", "/drift/", "/handlaggning/", page):
        assert "Allt du läser antecknas." in page_text(olle, address), address
    assert reference in page_text(ada, "/drift/nodatkomst/")
    assert olle.post(page, {"leave": access.id}).status_code == 302
    assert olle.get(f"/handlaggning/arenden/{reference}/").status_code == 404
    assert "Allt du läser antecknas." not in page_text(olle, "/drift/")
