"""A decided case leaves for the archive with everything that is kept of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests import cast
from tests.adapters.business_system.packages import ERMS, check
from tests.journey_support import school_transport
from tests.running.case_support import decided_case

from samtjanst.building.definitions.services.talk import mark_line
from samtjanst.building.definitions.types import LineState
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.services import run
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import appeal
from samtjanst.kernel import clock
from samtjanst.running.handoff import services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import DeliveryState, NewRoute, Step

pytestmark = pytest.mark.django_db
MAPPING = {"fields": [{"to": "gallring", "fixed": "Bevaras"}]}


@pytest.fixture(autouse=True)
def _mjolby(tmp_path: Path) -> Iterator[None]:
    with open_scope(cast.municipality("mjolby", storage=str(tmp_path / "m"))):
        yield


def _delivered(folder: Path) -> str:
    folder.mkdir()
    school_transport()
    bind(
        port=Port.BUSINESS_SYSTEM, adapter="earchive", name="arkiv", settings={"path": str(folder)}
    )
    new = NewRoute("skolskjuts", "Kommunarkivet", "arkiv", Step.FILE, ("granted",), MAPPING)
    services.put_route(new=new, sources=[], by=cast.staff_actor(Role.ADMINISTRATOR))
    mark_line(
        slug="skolskjuts",
        line="archive_class",
        state=LineState.DONE,
        text="3.7.2 Skolskjuts",
        by=cast.staff_actor(Role.SERVICE_DEVELOPER),
    )
    case = decided_case(cast.staff_actor())
    _work()
    return case.reference


def _work() -> None:
    for job in Job.objects.filter(name=services.DELIVER_JOB, state="queued"):
        Job.objects.filter(id=job.id).update(run_at=clock.now())
        run(job.id)


def test_package_holds_what_came_and_the_decision(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    reference = _delivered(folder)
    key = Delivery.objects.get().id.hex
    assert sorted(place.name for place in folder.iterdir()) == [f"{key}.sha256", f"{key}.zip"]
    files = check((folder / f"{key}.zip").read_bytes())
    case = etree.fromstring(files["metadata/descriptive/erms.xml"]).find(f".//{ERMS}aggregation")
    assert case is not None
    assert case.findtext(f"{ERMS}objectId") == reference
    told = case.find(f"{ERMS}classification")
    assert told is not None
    assert (told.get("classificationCode"), told.text) == ("3.7.2", "Skolskjuts")
    kinds = [one.get("recordType") for one in case.iter(f"{ERMS}record")]
    assert kinds == ["ansökan", "beslut", "ärendehandling"]
    names = [one.get("name") for one in case.iter(f"{ERMS}appendix")]
    assert {"inlamnad-handling.json", "Beslut.pdf", "Hela ärendet.pdf"} <= set(names)
    read = AuditEvent.objects.filter(action="case.read", actor_kind="system")
    assert read.filter(subject_id=str(Delivery.objects.get().case_id)).exists()


def test_what_comes_after_is_a_package_that_names_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    reference = _delivered(folder)
    first = Delivery.objects.get()
    Delivery.objects.update(created_at=clock.now())
    anna, handler = cast.citizen_actor(), cast.staff_actor()
    key = appeal.appeal(reference=reference, text="Vägen är farlig.", uploads=[], by=anna)
    same: Any = {"reference": reference, "appeal_id": key, "by": handler}
    appeal.judge_time(learned_on=clock.today(), rejection="", **same)
    assert Delivery.objects.count() == 1
    appeal.keep_decision(text="Beslutet står fast.", **same)
    appeal.hand_to_court(court="Förvaltningsrätten", **same)
    assert Delivery.objects.count() == 2  # the second is not packed yet: it will have both
    _work()
    later = Delivery.objects.get(part=1)
    assert (later.state, later.case_id) == (DeliveryState.SENT, first.case_id)
    files = check((folder / f"{later.id.hex}.zip").read_bytes())
    assert b'RECORDSTATUS="SUPPLEMENT"' in files["METS.xml"]
    case = etree.fromstring(files["metadata/descriptive/erms.xml"])
    assert f"uuid-{first.id}" in [one.text for one in case.iter(f"{ERMS}extraId")]
    kinds = [one.get("recordType") for one in case.iter(f"{ERMS}record")]
    assert kinds == ["meddelande", "överklagande", "ärendehandling"]
    assert "Beslutet står fast.".encode() in files.values()


def test_receipt_of_the_archive_ends_the_delivery(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    _delivered(folder)
    row = Delivery.objects.get()
    assert row.state == DeliveryState.SENT
    (folder / f"{row.id.hex}.receipt").write_text("KA-77\n")
    services.collect_receipts()
    row.refresh_from_db()
    assert (row.state, row.receipt) == (DeliveryState.RECEIVED, "KA-77")
