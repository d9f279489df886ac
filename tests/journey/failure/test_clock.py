"""Summer time, winter time, clocks set back or forward, and what people are told all the same."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from tests import cast
from tests.days import working_days
from tests.handling_support import hand_in_application, reference_of, sign
from tests.journey_support import school_transport

from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.models import Evidence, Room
from samtjanst.capabilities.signing.types import CHAIN_START
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, remind
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import ConflictError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db
SUMMER_HALF_TWO = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, for the first time
WINTER_HALF_TWO = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30, an hour later
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def hanna() -> Iterator[Actor]:
    with open_scope(cast.municipality()):
        school_transport()
        yield cast.staff_actor()


def _at(moment: datetime) -> AbstractContextManager[None]:
    """The clock shows the moment, and goes on from there."""
    return clock.shifted(moment - clock.now())


def _waiting(moment: datetime) -> str:
    with _at(moment):
        return reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))


def _case(reference: str) -> Case:
    return Case.objects.get(reference=reference)


def _told(reference: str, template: str) -> int:
    sent = messages.of_subject(("filing", str(_case(reference).filing_id)))
    return sum(message.template == template for message in sent)


def test_arrivals_in_the_hour_that_comes_twice_are_told_apart_and_keep_their_order(
    hanna: Actor,
) -> None:
    first, second = _waiting(SUMMER_HALF_TWO), _waiting(WINTER_HALF_TWO)
    told = [clock.exact(_case(reference).arrived_at) for reference in (first, second)]
    assert told[0].startswith("2026-10-25 kl. 02:30:0")
    assert told[0].endswith("(sommartid)")
    assert told[1].startswith("2026-10-25 kl. 02:30:0")
    assert told[1].endswith("(normaltid)")
    assert _case(second).arrived_at - _case(first).arrived_at >= HOUR - timedelta(minutes=1)
    assert list(Case.objects.order_by("arrived_at").values_list("reference", flat=True)) == [
        first,
        second,
    ]


def test_application_at_new_year_gets_the_number_of_the_year_in_sweden(hanna: Actor) -> None:
    assert _waiting(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).startswith("SKJ-2027-")
    assert _waiting(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)).startswith("SKJ-2026-")


@pytest.mark.parametrize(
    ("asked", "last_day"),
    [
        (datetime(2026, 10, 19, 22, 30, tzinfo=UTC), "2026-11-19"),  # half past midnight, summer
        (datetime(2027, 3, 20, 22, 30, tzinfo=UTC), "2027-04-19"),  # half past eleven, winter
    ],
    ids=["autumn", "spring"],
)
def test_last_day_to_sign_is_whole_whatever_the_clocks_do_in_between(
    hanna: Actor, asked: datetime, last_day: str
) -> None:
    reference = _waiting(asked)
    ends = Room.objects.get().expires_at
    assert ends
    assert clock.exact(ends) == f"{last_day} kl. 23:59:59"
    with _at(ends - timedelta(minutes=1)):
        assert remind.expire_due() == 0
    with _at(ends + timedelta(minutes=1)):
        assert remind.expire_due() == 1
    assert _told(reference, "sign_expired") == 1


def test_reminders_come_after_working_days_over_a_change_of_season(hanna: Actor) -> None:
    asked = datetime(2026, 10, 23, 21, 30, tzinfo=UTC)  # Friday, half past eleven at night here
    reference = _waiting(asked)
    told = []
    for day, hour in ((27, 22), (27, 23), (28, 9), (33, 22), (33, 23), (34, 9)):
        with _at(datetime(2026, 10, 1, hour, 30, tzinfo=UTC) + (day - 1) * DAY):
            told.append(remind.remind_due())
    assert told == [0, 1, 0, 0, 1, 0]
    assert _told(reference, "sign_reminder") == 2


def test_clock_that_is_set_back_reminds_nobody_again_and_brings_nothing_back(
    hanna: Actor,
) -> None:
    reference = _waiting(clock.now())
    third = working_days(3)
    for ahead in (third, third - DAY, DAY / 2, third + DAY / 20, -DAY, third + DAY / 10):
        with clock.shifted(ahead):
            remind.remind_due()
    assert _told(reference, "sign_reminder") == 1
    with clock.shifted(third - DAY), pytest.raises(ConflictError):
        remind.remind_now(reference=reference, by=hanna)
    with clock.shifted(32 * DAY):
        assert remind.expire_due() == 1
    for days in (10, 32, 33):
        with clock.shifted(days * DAY):
            assert (remind.expire_due(), remind.remind_due()) == (0, 0)
    assert cases.get_case(hanna, reference).state is CaseState.LAPSED
    assert _told(reference, "sign_expired") == 1


def test_clock_that_jumps_far_ahead_reminds_once_and_ends_the_wait_once(hanna: Actor) -> None:
    reference = _waiting(clock.now())
    with clock.shifted(365 * DAY):
        assert [remind.remind_due(), remind.expire_due(), remind.remind_due()] == [1, 1, 0]
    assert (_told(reference, "sign_reminder"), _told(reference, "sign_expired")) == (1, 1)


def test_signature_after_the_clock_was_set_back_keeps_the_chain_and_the_order(
    hanna: Actor,
) -> None:
    reference = _waiting(clock.now())
    case = _case(reference)
    with clock.shifted(-2 * HOUR):
        sign(case.filing_id, cast.citizen_actor(cast.OTHER_GUARDIAN))
    proofs = signing.evidence_of(("filing", case.filing_id))
    assert [proof.role for proof in proofs] == ["applicant", "guardian"]
    assert proofs[1].signed_at < proofs[0].signed_at
    before = CHAIN_START
    for row in Evidence.objects.order_by("place"):
        before = digest_bytes(before.encode() + decrypt(f"evidence:{row.id}", bytes(row.content)))
        assert row.record_hash == before
    whole = _case(reference)
    assert whole.completed_at
    assert whole.completed_at >= whole.arrived_at
    assert document.case_document(reference=reference, by=hanna).startswith(b"%PDF")


def test_job_written_before_the_clock_was_set_back_is_done_when_its_time_has_come(
    hanna: Actor,
) -> None:
    _waiting(clock.now())
    job = Job.objects.filter(name="messages.send").first()
    assert job
    with clock.shifted(-HOUR):
        jobs.run(job.id)
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("queued", 0)
    with clock.shifted(2 * jobs.OVERDUE):
        jobs.run(job.id)
    job.refresh_from_db()
    assert job.attempts == 1  # tried: there is no mail server here
