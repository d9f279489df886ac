"""A route of school transport to the pupil register, and the worker's part of a delivery."""

import json
import uuid
from typing import Any

from tests import cast
from tests.journey_support import school_transport

from samtjanst import eservices
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.services import run
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.journey import hand_over
from samtjanst.kernel import clock
from samtjanst.running.handoff import services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import NewRoute, RouteView, Step
from samtjanst.simulators.pupils.server import Running

SHIPPED: dict[str, Any] = json.loads(eservices.read("skolskjuts/handoff.json"))["pupil_register"]


def connected(pupils: Running, **settings: Any) -> None:
    """The register under the name ``pupils``; it is waited for two seconds."""
    told = {**pupils.settings, "timeout": 2, **settings}
    bind(port=Port.BUSINESS_SYSTEM, adapter="rest", name="pupils", settings=told)


def route(step: Step = Step.INTERFACE_WITH_RECEIPT, **change: Any) -> uuid.UUID:
    """Granted school transport goes to the register."""
    school_transport()
    new = {
        "e_service": "skolskjuts",
        "name": "Elevregistret",
        "system": "pupils",
        "step": step,
        "outcomes": ("granted", "partly_granted"),
        "mapping": SHIPPED["mapping"],
    }
    sources = [source.name for source in hand_over.sources("skolskjuts")]
    made = NewRoute(**{**new, **change})
    return services.put_route(new=made, sources=sources, by=cast.staff_actor(Role.ADMINISTRATOR))


def work() -> None:
    """What a worker does now, waits or not."""
    for job in Job.objects.filter(name=services.DELIVER_JOB, state="queued"):
        Job.objects.filter(id=job.id).update(run_at=clock.now())
        run(job.id)


def only() -> Delivery:
    """The only delivery that there is."""
    return Delivery.objects.get()


def change(view: RouteView, **changes: Any) -> None:
    """Save the route with something else in it."""
    kept = ("e_service", "name", "system", "step", "outcomes", "mapping", "schema", "after")
    new = NewRoute(**{name: changes.get(name, getattr(view, name)) for name in kept})
    sources = [source.name for source in hand_over.sources(view.e_service)]
    services.put_route(
        new=new,
        sources=sources,
        by=cast.staff_actor(Role.ADMINISTRATOR),
        route_id=view.id,
        revision=view.revision,
    )
