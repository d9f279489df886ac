"""A second business system, of another kind, is connected by settings and a mapping alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.handling_support import reference_of, sign
from tests.journey_support import school_transport
from tests.running.case_support import decided_case

from samtjanst import eservices
from samtjanst.building.definitions.services import publish
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.services import run
from samtjanst.foundation.people.types import Role, system_actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import answer, hand_over, process, submit
from samtjanst.journey.decide import Proposal, decide, provisions
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.handoff import services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import DeliveryState, NewRoute, Step
from samtjanst.simulators.social.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
SHIPPED: dict[str, Any] = json.loads(eservices.read("fardtjanst/handoff.json"))["social_services"]


SLUG = "fardtjanst"
FILLED_IN: dict[str, dict[str, str]] = {
    "about_you": {
        "home_address.street": "Storgatan 1", "home_address.postal_code": "595 30",
        "home_address.city": "Mjölby", "phone": "070-174 06 05",
    },
    "difficulties": {"reasons": "walk", "describe": "Jag kan gå högst 50 meter", "lasts": "always"},
    "journeys": {"aids": "walker", "companion": "no", "start_date": "2027-01-11"},
}  # fmt: skip


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
    assert (entry.values["BESLUTSKOD"], entry.values["INSATSKOD"]) == ("B1", "FTJ10")
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", entry.values["BESLUTSDAT"])


def test_no_that_comes_later_is_the_owners_at_once(social: Running) -> None:
    fields = [one for one in SHIPPED["mapping"]["fields"] if one["to"] != "INSATSKOD"]
    delivery = _delivered({"fields": fields})
    social.office.handle_all()
    assert services.collect_receipts() == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem) == (DeliveryState.PARKED, "soap:F21")


def test_granted_mobility_service_is_in_the_social_system_without_typing(social: Running) -> None:
    parameters = json.loads(eservices.read("fardtjanst/parameters/mjolby.json"))
    document = json.loads(eservices.read("fardtjanst/definition.json"))
    by = system_actor(scope_id())
    publish(slug=SLUG, document=document, parameters=parameters, unit=cast.unit(), by=by)
    new = NewRoute(SLUG, "IFO", "ifo", Step.INTERFACE_WITH_RECEIPT, ("granted",),
                   SHIPPED["mapping"])  # fmt: skip
    sources = [source.name for source in hand_over.sources(SLUG)]
    services.put_route(new=new, sources=sources, by=cast.staff_actor(Role.ADMINISTRATOR))
    anna, handler = cast.citizen_actor(), cast.staff_actor()
    work = answer.open_work(filing_id=answer.start(slug=SLUG, by=anna), by=anna)
    for page, posted in FILLED_IN.items():
        data = {name: [value] for name, value in posted.items()}
        revision = work.filing.revision
        work = answer.save_page(work=work, page_id=page, data=data, revision=revision, by=anna)
    submit.prepare(filing_id=work.filing.id, by=anna)
    sign(work.filing.id, anna)
    reference = reference_of(work.filing.id)
    case_services.take(reference=reference, by=handler)
    process.take_step(
        reference=reference, step_id="klart_for_beslut", status_id="granskas", by=handler
    )
    found = cases.get_case(handler, reference)
    proposal = Proposal("granted", "Svårt att gå.", (provisions(found)[0][0],))
    decide(reference=reference, proposal=proposal, revision=found.revision, by=handler)
    for job in Job.objects.filter(name=services.DELIVER_JOB, state="queued"):
        run(job.id)
    (entry,) = social.office.entries.values()
    assert entry.values["PERSONNR"] == cast.APPLICANT.digits
    assert (entry.values["EXTREF"], entry.values["BESLUTSKOD"]) == (reference, "B1")
    social.office.handle_all()
    assert services.collect_receipts() == 1
    assert Delivery.objects.get().receipt == "IFO-000001"
