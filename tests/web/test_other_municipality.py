"""Somebody with every role next door: no key of ours opens anything there, with any verb.

The table is made from the addresses of staff themselves, so that a new one is in it from its
first day.
"""

import json
import re
import uuid
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import decided_case
from tests.staff_support import browser, staff_token
from tests.web.api import support

from samtjanst import eservices
from samtjanst.building.definitions.models import EService
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import ApiClient
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.running.handoff import services as handoff
from samtjanst.running.handoff.models import Delivery, Route
from samtjanst.running.handoff.types import NewRoute, Step
from samtjanst.running.webhooks import services as webhooks
from samtjanst.running.webhooks.models import Webhook, WebhookCall

pytestmark = pytest.mark.django_db
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ABSENT = {"reference": "SKJ-2026-999999-X", "slug": "finns-inte"}


@dataclass
class Place:
    """What Mjölby has, by the names that addresses use, and somebody next door."""

    row: Municipality
    known: dict[str, str]
    nils: Client

    def url(self, route: str, *, absent: bool) -> str:
        def key(found: re.Match[str]) -> str:
            kind, name = found[1], found[2]
            if kind == "uuid":
                real = self.known.get(name, "")
                return str(uuid.uuid4()) if absent or not real else real
            return ABSENT.get(name, "x") if absent else self.known.get(name, ABSENT.get(name, "x"))

        return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", key, route.replace("<int:number>", "1"))


def _routes(resolver: URLResolver | None = None, before: str = "") -> list[str]:
    """Addresses that are for staff with a permission, and name something."""
    found: list[str] = []
    for part in (resolver or get_resolver()).url_patterns:
        route = before + str(part.pattern)
        if isinstance(part, URLResolver):
            found += _routes(part, route)
        elif isinstance(part, URLPattern):
            whom = getattr(part.callback, "access", "")
            # The directory shows a token of the municipality (tests/web/api/test_scim.py).
            is_for_staff = whom not in {"", "public", "citizen"} and not route.startswith("scim/")
            if is_for_staff and re.search(r"uuid:|reference|slug", route):
                found.append(route)
    return sorted(found)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        roles = {role: cast.unit() for role in Role}
        everything = put_staff(number=cast.HANDLER, name="Nils", email="n@x.invalid", roles=roles)
        nils = browser("norrkoping", staff_token(everything))
    mjolby = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(mjolby):
        known = _furnish()
    return Place(mjolby, known, nils)


def _furnish() -> dict[str, str]:
    """One of everything that an address can name; the keys by the names in addresses."""
    school_transport()
    administrator = cast.staff_actor(Role.ADMINISTRATOR)
    mapping = json.loads(eservices.read("skolskjuts/handoff.json"))["pupil_register"]["mapping"]
    route = NewRoute("skolskjuts", "Register", "", Step.COPY_CARD, ("granted",), mapping)
    sources = [source.name for source in hand_over.sources("skolskjuts")]
    handoff.put_route(new=route, sources=sources, by=administrator)
    support.connect()
    client = ApiClient.objects.get().id
    webhooks.put_webhook(client_id=client, url="https://x.invalid/", events=[], by=administrator)
    case = decided_case(cast.staff_actor())
    with clock.shifted(support.LATER):  # the feed holds the last seconds back
        webhooks.collect()
    rows: dict[str, Any] = {
        "client_id": client,
        "webhook_id": Webhook.objects.get().id,
        "call_id": WebhookCall.objects.values_list("id", flat=True)[0],
        "route_id": Route.objects.get().id,
        "delivery_id": Delivery.objects.get().id,
        "job_id": Job.objects.values_list("id", flat=True)[0],
        "slug": case.version.slug,
        "reference": case.reference,
    }
    return {name: str(value) for name, value in rows.items()}


def _rows() -> dict[str, list[str]]:
    models = (Case, Route, Delivery, ApiClient, Webhook, WebhookCall, EService, Job)
    return {m.__name__: sorted(str(row) for row in m.objects.values_list()) for m in models}


def _outcome(place: Place, verb: str, route: str, *, absent: bool) -> tuple[int, str]:
    answer = place.nils.generic(verb, place.url(route, absent=absent))
    body = answer.content.decode(errors="replace")
    return answer.status_code, re.sub(
        r'value="[\w-]{64}"|[0-9a-f-]{36}|finns-inte|skolskjuts|/[\w/%.-]*', "", body
    )


def test_no_key_of_ours_opens_anything_next_door(place: Place) -> None:
    routes = _routes()
    assert len(routes) > 60
    with open_scope(place.row):
        before = _rows()
    for verb, route in product(VERBS, routes):
        status, body = _outcome(place, verb, route, absent=False)
        assert (status, body) == _outcome(place, verb, route, absent=True), (verb, route)
        assert status in {200, 302, 404, 405}, (verb, route)
        # Lists have no key in them; what has one is not there.
        assert status != 200 or "lista/<slug:view>" in route or verb == "OPTIONS", (verb, route)
    with open_scope(place.row):
        assert _rows() == before
