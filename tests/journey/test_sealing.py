"""A seal that cannot be put on: nobody is kept from her document, and somebody is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast, seals
from tests.journey.failure.conftest import _mail, mail  # noqa: F401 - fixtures
from tests.journey_support import school_transport
from tests.running.case_support import decided_case

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.services import run
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, sealing, whole_case
from samtjanst.kernel import clock
from samtjanst.ports.failures import PortError, Rejected, Temporary
from samtjanst.ports.seal import Examined, Sealed
from samtjanst.simulators.mail.server import Running as Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mjolby(tmp_path: Path) -> Iterator[None]:
    """An administrator next door is told nothing."""
    with open_scope(cast.municipality("norrkoping")):
        cast.staff(Role.ADMINISTRATOR)
    with open_scope(cast.municipality(storage=str(tmp_path / "m"))):
        school_transport()
        yield


def _fails(how: str = "rejected") -> None:
    bind(port=Port.SEAL, adapter="demo_failing", settings={"failure": how})


def test_unsealed_document_is_given_out_on_record_and_told_once_a_day(mail: Mail) -> None:  # noqa: F811 - the fixture
    bind(port=Port.CHANNEL, adapter="smtp", name="email", settings=mail.settings)
    case = decided_case(cast.staff_actor())
    reader = cast.staff_actor()
    cast.staff(Role.ADMINISTRATOR)
    _fails()
    for _ in range(3):
        assert document.case_document(reference=case.reference, by=reader).startswith(b"%PDF")
    events = AuditEvent.objects.filter(action="document.unsealed")
    assert [one.details["code"] for one in events] == ["demo"] * 3
    [job] = Job.objects.filter(name=sealing.TELL_JOB)
    run(job.id)
    job.refresh_from_db()
    assert job.state == "done"
    [letter] = mail.box.folder.glob("*.eml")
    told = letter.read_text()
    assert StaffAccount.objects.get().email in told
    assert case.reference not in told


def test_case_goes_to_no_archive_without_the_seal() -> None:
    reference = decided_case(cast.staff_actor()).reference
    assert whole_case.of(reference, clock.now()).records  # a municipality that has no seal
    for how in ("temporary", "rejected", "not_configured"):
        _fails(how)
        with pytest.raises(Temporary, match="unsealed"):
            whole_case.of(reference, clock.now())
    bind(port=Port.SEAL, adapter="pades", settings=seals.settings_of(seals.made()))
    assert whole_case.of(reference, clock.now()).records


class _HeldUp:
    """A seal that is held up the first time."""

    def __init__(self, failure: type[PortError]) -> None:
        self.failure, self.asked = failure, 0

    def seal(self, pdf: bytes) -> Sealed:
        self.asked += 1
        if self.asked == 1:
            raise self.failure("busy")
        return Sealed(pdf + b"sealed")

    def examine(self, pdf: bytes, enclosed: str) -> Examined:
        raise NotImplementedError

    def check(self) -> None:
        raise NotImplementedError


def test_what_fails_for_the_moment_is_tried_once_more_and_what_is_refused_is_not() -> None:
    busy, refused = _HeldUp(Temporary), _HeldUp(Rejected)
    assert sealing.tried(busy, b"%PDF").pdf == b"%PDFsealed"
    with pytest.raises(Rejected):
        sealing.tried(refused, b"%PDF")
    assert (busy.asked, refused.asked) == (2, 1)
