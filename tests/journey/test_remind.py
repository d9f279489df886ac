"""Reminders and expiry by the clock, and by a handler; nobody is harassed."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests import cast
from tests.days import working_days
from tests.handling_support import hand_in_application, person, reference_of, sign
from tests.journey_support import school_transport

from samtjanst.capabilities.messages import queries as messages
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import remind
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanna() -> Iterator[Actor]:
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN))
    with open_scope(cast.municipality()):
        school_transport()
        yield cast.staff_actor()


def _waiting() -> uuid.UUID:
    return hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN))


def _sent(filing_id: uuid.UUID, template: str) -> int:
    found = messages.of_subject(("filing", str(filing_id)))
    return sum(message.template == template for message in found)


def test_reminders_go_after_3_and_7_working_days_and_never_twice(hanna: Actor) -> None:
    filing_id = _waiting()
    told = []
    for days in (0, 2, 3, 3, 4, 6, 7, 7, 12):
        with clock.shifted(working_days(days)):
            told.append(remind.remind_due())
    assert told == [0, 0, 1, 0, 0, 0, 1, 0, 0]
    assert _sent(filing_id, "sign_reminder") == 2


def test_missed_schedule_reminds_once_not_twice(hanna: Actor) -> None:
    filing_id = _waiting()
    with clock.shifted(working_days(8)):
        assert remind.remind_due() == 1
        assert remind.remind_due() == 0
    assert _sent(filing_id, "sign_reminder") == 1


def test_room_expires_after_30_days_and_the_applicant_is_told(hanna: Actor) -> None:
    filing_id = _waiting()
    with clock.shifted(timedelta(days=30)):
        assert remind.expire_due() == 0
    with clock.shifted(timedelta(days=31)):
        assert remind.expire_due() == 1
        assert remind.expire_due() == 0
        assert remind.remind_due() == 0
        with pytest.raises(NotFoundError):
            remind.remind_now(reference=reference_of(filing_id), by=hanna)
    case = cases.get_case(hanna, reference_of(filing_id))
    assert case.state is CaseState.LAPSED
    assert _sent(filing_id, "sign_expired") == 1


def test_who_has_signed_is_never_reminded(hanna: Actor) -> None:
    filing_id = _waiting()
    sign(filing_id, cast.citizen_actor(cast.OTHER_GUARDIAN))
    with clock.shifted(timedelta(days=40)):
        assert (remind.remind_due(), remind.expire_due()) == (0, 0)


def test_handler_reminds_once_a_day_and_the_automatic_one_waits(hanna: Actor) -> None:
    filing_id = _waiting()
    reference = reference_of(filing_id)
    with clock.shifted(working_days(3)):
        assert remind.remind_now(reference=reference, by=hanna) == 1
        with pytest.raises(ConflictError):
            remind.remind_now(reference=reference, by=hanna)
        assert remind.remind_due() == 0
    with clock.shifted(working_days(3) + timedelta(hours=23)), pytest.raises(ConflictError):
        remind.remind_now(reference=reference, by=hanna)
    with clock.shifted(working_days(3) + timedelta(days=1, minutes=1)):
        assert remind.remind_due() == 1
        with pytest.raises(ConflictError):
            remind.remind_now(reference=reference, by=hanna)
    assert _sent(filing_id, "sign_reminder") == 2


def test_protected_guardian_is_never_reminded_by_a_message(hanna: Actor) -> None:
    petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
    filing_id = hand_in_application(other=petra, protected=True)
    with clock.shifted(working_days(8)):
        assert remind.remind_due() == 0
    recipients = {m.citizen_id for m in messages.of_subject(("filing", str(filing_id)))}
    assert petra.id not in recipients
