"""A second business system, of another kind, is connected by settings and a mapping alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import decided_case

from samtjanst import eservices
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.services import run
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.running.handoff import services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import DeliveryState, NewRoute, Step
from samtjanst.simulators.social.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
SHIPPED: dict[str, Any] = json.loads(eservices.read("skolskjuts/handoff.json"))["social_services"]


@pytest.fixture
def social(tmp_path: Path) -> Iterator[Running]:
    running = start(tmp_path / "social")
    running.office.pace = None
    with open_scope(cast.municipality("mjolby", storage=str(tmp_path / "m"))):
        bind(port=Port.BUSINESS_SYSTEM, adapter="soap", name="ifo", settings=running.settings)
        yield running
    running.stop()


def _delivered(mapping: Any) -> Delivery:
    school_transport()
    new = NewRoute("skolskjuts", "IFO", "ifo", Step.INTERFACE_WITH_RECEIPT, ("granted",), mapping)
    sources = [source.name for source in hand_over.sources("skolskjuts")]
    services.put_route(new=new, sources=sources, by=cast.staff_actor(Role.ADMINISTRATOR))
    decided_case(cast.staff_actor())
    for job in Job.objects.filter(name=services.DELIVER_JOB, state="queued"):
        run(job.id)
    return Delivery.objects.get()


def test_receipt_that_comes_later_is_asked_for_and_stored_with_the_case(social: Running) -> None:
    delivery = _delivered(SHIPPED["mapping"])
    assert delivery.state == DeliveryState.SENT
    assert services.collect_receipts() == 0
    social.office.handle_all()
    assert services.collect_receipts() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.receipt) == (DeliveryState.RECEIVED, "IFO-000001")
    (entry,) = social.office.entries.values()
    assert (entry.values["BESLUTSKOD"], entry.values["INSATSKOD"]) == ("B1", "SKJ10")
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", entry.values["BESLUTSDAT"])


def test_no_that_comes_later_is_the_owners_at_once(social: Running) -> None:
    fields = [one for one in SHIPPED["mapping"]["fields"] if one["to"] != "INSATSKOD"]
    delivery = _delivered({"fields": fields})
    social.office.handle_all()
    assert services.collect_receipts() == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem) == (DeliveryState.PARKED, "soap:F21")
