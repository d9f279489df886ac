"""What has lain its time in the trash goes whole or not at all, and leaves a line in a protocol."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport

from samtjanst.capabilities.fees.models import PaymentOrder
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.capabilities.signing.types import RoomState
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.audit.services import seal_events, verify
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.plugins.services import storage
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import empty_trash, letters
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.ports.failures import Rejected
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseEvent, CaseParty, CaseRemoval, Disposal
from samtjanst.running.cases.types import DiaryFilter, TrashGround, is_over, last_day
from samtjanst.running.filing.models import Filing, Snapshot
from samtjanst.running.handoff.models import Delivery, Route

pytestmark = pytest.mark.django_db
GONE = (
    Case, CaseEvent, CaseParty, Evidence, Filing, Message, Room, SignatureRequest, Snapshot,
    StoredFile,
)  # fmt: skip
IN_TIME, TOO_LATE = timedelta(days=90), timedelta(days=91)


@pytest.fixture(autouse=True)
def days(settings: Any) -> None:
    settings.TRASH_DAYS = IN_TIME.days  # by itself nothing is disposed of


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    return _municipality("mjolby", tmp_path)


def test_case_goes_with_all_that_belongs_to_it_the_day_after_its_last_and_once(
    mjolby: Municipality, tmp_path: Path
) -> None:
    other = _municipality("norrkoping", tmp_path)
    with open_scope(other):
        theirs = _trashed()
    with open_scope(mjolby):
        reference, stays = _trashed(), complete_case()
        keys = list(StoredFile.objects.values_list("storage_key", flat=True))
        before = {kind: kind.objects.count() for kind in GONE}
        with clock.shifted(IN_TIME):
            assert empty_trash.empty() == 0
        with clock.shifted(TOO_LATE):
            assert empty_trash.empty() == 1
            assert empty_trash.empty() == 0
            _work()
        for kind in GONE:
            assert kind.objects.count() < before[kind], kind
        assert Case.objects.get().reference == stays
        assert not StoredFile.objects.exists()
        assert len(keys) == 2
        for key in keys:
            with pytest.raises(Rejected):
                storage().get(key)
        line = Disposal.objects.get()
        assert (line.reference, line.files, line.ground) == (reference, 2, "double")
        assert AuditEvent.objects.filter(action="case.disposed").count() == 1
        assert CaseRemoval.objects.filter(reference=reference).count() == 1  # told once
        seal_events()
        assert verify().first_touched is None
        assert _own() == {stays}
    with open_scope(other):
        assert Case.objects.get().reference == theirs
        assert not Disposal.objects.exists()
        assert _diary() == {theirs: ["Anna Provsson"]}


def test_log_of_registers_points_at_nobody_when_the_matter_is_gone(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        for reference in (gone := _trashed(), complete_case()):
            case = Case.objects.get(reference=reference)
            for of in (f"filing:{case.filing_id}", f"case:{case.id}"):
                look_up_person(
                    number=cast.APPLICANT, purpose="x", reference=of, by=cast.staff_actor()
                )
        with clock.shifted(TOO_LATE):
            assert empty_trash.empty() == 1
        assert not Case.objects.filter(reference=gone).exists()
        indexes = list(Lookup.objects.order_by("asked_at").values_list("number_index", flat=True))
    assert [bool(index) for index in indexes] == [False, False, True, True]


def test_line_in_the_diary_stands_without_a_name_and_is_the_units_own(
    mjolby: Municipality, tmp_path: Path
) -> None:
    other = _municipality("norrkoping", tmp_path)
    with open_scope(mjolby):
        reference = _trashed()
        assert _diary() == {reference: ["Anna Provsson"]}
        with clock.shifted(TOO_LATE):
            empty_trash.empty()
        assert _diary() == {reference: [""]}
        assert _diary(slug="skolskjuts") == {reference: [""]}
        assert _diary(slug="tomtko") == {}
        assert cases.disposed(cast.staff_actor())[1] == 1
        far = cast.staff_actor(unit_name="Bygglov")
        assert cases.disposed(far) == ([], 0)
    with open_scope(other):
        assert _diary() == {}
        assert cases.disposed(cast.staff_actor()) == ([], 0)


def test_what_is_broken_off_leaves_everything_as_it_was(mjolby: Municipality) -> None:
    with open_scope(mjolby), clock.shifted(timedelta(0)):
        reference = _trashed()
        before = {kind: kind.objects.count() for kind in (*GONE, Job, AuditEvent)}
        with clock.shifted(TOO_LATE):
            with transaction.atomic():
                assert empty_trash.empty() == 1
                transaction.set_rollback(True)
            assert {kind: kind.objects.count() for kind in (*GONE, Job, AuditEvent)} == before
            assert not Disposal.objects.exists()
            # What the last step refuses takes all the others back.
            Filing.objects.update(state="signed")
            assert empty_trash.empty() == 0
            assert {kind: kind.objects.count() for kind in (*GONE, Job, AuditEvent)} == before
            Filing.objects.update(state="handed_in")
            assert empty_trash.empty() == 1
            with pytest.raises(NotFoundError):
                services.take_out_of_trash(reference=reference, by=cast.staff_actor())


def _deliver(row: Case) -> None:
    route = Route.objects.create(e_service="skolskjuts", name="Elev", step=1, mapping={})
    Delivery.objects.create(
        route=route, case=row, step=1, content=b"", state="parked", created_at=clock.now()
    )


def _charge(row: Case) -> None:
    PaymentOrder.objects.create(
        subject_kind="filing",
        subject_id=row.filing_id,
        citizen_id=row.filing.citizen_id,
        unit_id=row.unit_id,
        label="Avgift",
        reference="1",
        amount=100,
        currency="SEK",
        state="cancelled",
        opened_at=clock.now(),
        until=clock.today(),
    )


def _open_room(row: Case) -> None:
    Room.objects.filter(subject_id=row.filing_id).update(state=RoomState.OPEN.value)


def _write(row: Case) -> None:
    services.take_out_of_trash(reference=row.reference, by=cast.staff_actor())
    party = CaseParty.objects.get(case=row).citizen_id
    letters.write(
        reference=row.reference, citizen_id=party, text="Hej!", uploads=(), by=cast.staff_actor()
    )
    _put(row.reference)


@pytest.mark.parametrize("stand", [_deliver, _charge, _open_room, _write])
def test_delivery_fee_open_signing_or_another_document_stands_in_the_way(
    mjolby: Municipality, stand: Callable[[Case], None]
) -> None:
    with open_scope(mjolby):
        held = _trashed()
        stand(Case.objects.get())
        goes = _trashed()
        with clock.shifted(TOO_LATE):
            assert empty_trash.empty() == 1
            assert Case.objects.get().reference == held
            assert Disposal.objects.get().reference == goes
            assert not cases.trash(cast.staff_actor())[0].is_held(clock.today())  # till the morning
        with clock.shifted(TOO_LATE + timedelta(days=1)):
            assert cases.trash(cast.staff_actor())[0].is_held(clock.today())
            assert cases.trash(cast.staff_actor())[0].case.kept_until is None


def test_a_case_taken_back_or_promised_no_day_stays(mjolby: Municipality, settings: Any) -> None:
    with open_scope(mjolby):
        taken = _trashed()
        services.take_out_of_trash(reference=taken, by=cast.staff_actor())
        settings.TRASH_DAYS = 0
        _trashed()
        settings.TRASH_DAYS = 1  # changes no day that has been told
        with clock.shifted(timedelta(days=4_000)):
            assert empty_trash.empty() == 0
            with pytest.raises(ConflictError):
                empty_trash.dispose(reference=taken, by=system_actor(mjolby.id))
        assert Case.objects.count() == 2


def test_nobody_but_the_platform_disposes_and_nobody_sooner(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference = _trashed()
        with clock.shifted(IN_TIME), pytest.raises(ConflictError):
            empty_trash.dispose(reference=reference, by=system_actor(mjolby.id))
        with clock.shifted(TOO_LATE), pytest.raises(NotFoundError):
            empty_trash.dispose(reference=reference, by=cast.staff_actor())


def test_database_lets_go_of_what_is_append_only_only_with_a_line_in_the_protocol(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        _trashed()
        goes = Case.objects.get()
        stays = Case.objects.get(reference=complete_case())
        line: dict[str, Any] = {"of_case": goes.id, "of_filing": goes.filing_id, "files": 0}
        line |= {"reference": goes.reference, "title": goes.title, "slug": "skolskjuts"}
        line |= {"unit_id": goes.unit_id, "ground": "test", "stayed_until": clock.today()}
        line |= dict.fromkeys(("arrived_at", "trashed_at", "at"), clock.now())
        Disposal.objects.create(**line)
        room = Room.objects.get(subject_id=stays.filing_id)
        for kept in (
            CaseEvent.objects.filter(case=stays),
            Evidence.objects.filter(room_key=room.id),
            Disposal.objects.all(),
        ):
            _refused(kept.delete)
        _refused(lambda: CaseEvent.objects.filter(case=goes).update(what="x"))
        CaseEvent.objects.filter(case=goes).delete()
        Evidence.objects.exclude(room_key=room.id).delete()
        assert Evidence.objects.count() == 1


@given(
    put=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
    days=st.integers(1, 36_500),
    later=st.integers(0, 40_000),
)
def test_time_is_over_after_the_whole_of_the_last_day_and_stays_over(
    put: date, days: int, later: int
) -> None:
    day = put + timedelta(days=later)
    over = is_over(last_day(put, days), day)
    assert over == (later > days)
    assert not over or is_over(last_day(put, days), day + timedelta(days=1))
    assert not is_over(last_day(put, 0), day)


def test_of_all_nights_exactly_one_takes_a_case(mjolby: Municipality, settings: Any) -> None:
    settings.TRASH_DAYS = 3
    with open_scope(mjolby):
        _trashed()
        taken = []
        for night in range(8):
            with clock.shifted(timedelta(days=night)):
                taken.append(empty_trash.empty())
        assert taken == [0, 0, 0, 0, 1, 0, 0, 0]


def _municipality(slug: str, folder: Path) -> Municipality:
    row = cast.municipality(slug, storage=str(folder / slug))
    with open_scope(row):
        school_transport(slug)
    return row


def _trashed() -> str:
    reference = complete_case(files=("intyg.pdf", "karta.pdf"))
    _put(reference)
    return reference


def _put(reference: str) -> None:
    services.put_in_trash(
        reference=reference, ground=TrashGround.DOUBLE, why="Två.", by=cast.staff_actor()
    )


def _refused(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()


def _work() -> None:
    for job in Job.objects.filter(name="files.erase", state="queued"):
        jobs.run(job.id)


def _diary(slug: str = "") -> dict[str, list[str]]:
    wanted = DiaryFilter(clock.today(), clock.today(), slug=slug)
    found: dict[str, list[str]] = {}
    for line in cases.diary(cast.staff_actor(), wanted)[0]:
        assert (line.number, line.title) == (1, "Ansökan om skolskjuts")
        found.setdefault(line.reference, []).append(line.who)
    return found


def _own() -> set[str]:
    return {one.reference for one in cases.my_cases(cast.citizen_actor())[0]}
