"""Loads the demo: seven municipalities, their people, and e-services in two of them."""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from samtjanst import eservices
from samtjanst.building.definitions.services import publish
from samtjanst.capabilities.registers import queries as lookups
from samtjanst.capabilities.registers.sources import put_fields, put_source
from samtjanst.capabilities.registers.types import NewSource
from samtjanst.foundation.keys.services import ensure_key
from samtjanst.foundation.people.directory import put_group_role
from samtjanst.foundation.people.services import put_staff, remember_citizen, set_contact
from samtjanst.foundation.people.types import LOA2, system_actor
from samtjanst.foundation.people.ways import Way, put_way
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality, Unit
from samtjanst.foundation.tenancy.services import (
    open_scope,
    put_municipality,
    put_unit,
)
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import hand_over
from samtjanst.journey.elsewhere import EID_PROVIDER
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.lookup import Access, AccessKind
from samtjanst.project import demo
from samtjanst.running.handoff import queries as handoff
from samtjanst.running.handoff.services import put_route
from samtjanst.running.handoff.types import NewRoute, Step
from samtjanst.simulators import personas

SCHOOL_UNIT = "Utbildningsförvaltningen"


class Command(BaseCommand):
    """Same input, same result: it can be run again at every start."""

    help = "Load the demo's municipalities, people, bindings and e-services."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load everything, with a line of progress for each municipality."""
        (settings.VAR / "files").mkdir(mode=0o700, exist_ok=True)
        addresses = json.loads(os.environ.get("SAMTJANST_SIMULATORS", "{}"))
        for new in demo.MUNICIPALITIES:
            municipality = put_municipality(new=new)
            with open_scope(municipality):
                ensure_key()
                self._furnish(municipality, addresses)
            self.stdout.write(f"  {municipality.name}")

    def _furnish(self, municipality: Municipality, addresses: dict[str, Any]) -> None:
        unit = put_unit(name=SCHOOL_UNIT, staff_level=LOA2)
        for port, adapter, name, values in demo.bindings(municipality, addresses, settings.VAR):
            bind(port=port, adapter=adapter, name=name, settings=values)
        self._staff(municipality, unit)
        if municipality.slug in demo.WITH_DIRECTORY:
            for group, role in demo.GROUPS.items():
                put_group_role(group=group, role=role, unit_id=unit.id)
            put_way(way=Way(EID_PROVIDER, demo.ANOTHER_EID, place=2, lowest=LOA2))
        self._contacts()
        if (meters := addresses.get("meters")) and municipality.slug in demo.WITH_METERS:
            self._water_meters(municipality, meters)
        if municipality.slug in demo.SCHOOL_TRANSPORT_IN:
            self._school_transport(municipality, unit)
        if municipality.slug in demo.FAULTS_IN:
            self._service("felanmalan", municipality, unit)
        if municipality.slug in demo.PLOTS_IN:
            self._service("tomtko", municipality, unit)
        if municipality.slug in demo.WITH_SOCIAL_SYSTEM:
            self._mobility_service(municipality, unit)

    def _staff(self, municipality: Municipality, unit: Unit) -> None:
        for person in demo.STAFF:
            if person.municipality == municipality.slug:
                put_staff(
                    number=_number(person.personal_number),
                    name=person.name,
                    email=person.email,
                    roles=dict.fromkeys(person.roles, unit),
                )

    def _contacts(self) -> None:
        # Known from earlier, so that the other guardian can be told.
        for persona in personas.people():
            if persona.personal_number in demo.KNOWN_CONTACTS:
                row = remember_citizen(
                    identity=_number(persona.personal_number),
                    name=f"{persona.given_name} {persona.surname}",
                    given_name=persona.given_name,
                )
                email = demo.KNOWN_CONTACTS[persona.personal_number]
                set_contact(citizen_id=row.id, email=email, phone="")

    def _water_meters(self, municipality: Municipality, meters: dict[str, Any]) -> None:
        by = system_actor(municipality.id)
        if any(one.name == demo.METERS for one in lookups.sources(by)):
            return
        access = Access(AccessKind.HEADER, meters["header"], meters["key"])
        texts = {"name": demo.METERS, "address": meters["address"], **demo.METERS_TOLD}
        version = put_source(new=NewSource(**texts, access=access), by=by)
        put_fields(name=demo.METERS, fields=demo.METERS_FIELDS, version=version, by=by)

    def _service(self, slug: str, municipality: Municipality, unit: Unit) -> None:
        publish(
            slug=slug,
            document=json.loads(eservices.read(f"{slug}/definition.json")),
            parameters=json.loads(eservices.read(f"{slug}/parameters/{municipality.slug}.json")),
            unit=unit,
            by=system_actor(municipality.id),
        )

    def _school_transport(self, municipality: Municipality, unit: Unit) -> None:
        self._service("skolskjuts", municipality, unit)
        self._pupil_register(municipality)

    def _pupil_register(self, municipality: Municipality) -> None:
        is_connected = municipality.slug in demo.WITH_PUPIL_REGISTER
        step = Step.INTERFACE_WITH_RECEIPT if is_connected else Step.COPY_CARD
        system = demo.PUPIL_REGISTER if is_connected else ""
        self._route("skolskjuts", "pupil_register", ("Elevregistret", system), step)

    def _mobility_service(self, municipality: Municipality, unit: Unit) -> None:
        # Its receipts come when somebody at the social services has read what lies in the queue.
        self._service("fardtjanst", municipality, unit)
        if demo.SOCIAL_SYSTEM in names_of(Port.BUSINESS_SYSTEM):
            receiver = ("Socialtjänstens system", demo.SOCIAL_SYSTEM)
            step = Step.INTERFACE_WITH_RECEIPT
            self._route("fardtjanst", "social_services", receiver, step)

    def _route(self, slug: str, name: str, receiver: tuple[str, str], step: Step) -> None:
        """Once: what an administrator has changed in it since stays."""
        if handoff.has_routes(slug):
            return
        shipped = json.loads(eservices.read(f"{slug}/handoff.json"))[name]
        title, system = receiver
        outcomes = tuple(shipped["outcomes"])
        put_route(
            new=NewRoute(slug, title, system, step, outcomes, shipped["mapping"]),
            sources=[source.name for source in hand_over.sources(slug)],
            by=system_actor(scope_id()),
        )


def _number(digits: str) -> PersonalNumber:
    return PersonalNumber.parse(digits, today=clock.today())
