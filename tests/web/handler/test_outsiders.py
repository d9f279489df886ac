"""Every address, every verb, everybody who has no business there: nothing is told.

The table is made from the addresses themselves, so that a new one is in it from its first day.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests import cast
from tests.handling_support import hand_in_application, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FARTHEST = {"handler of another unit", "nobody"}
SECRETS = ("Ella", "Provsson", "Storgatan", "lastbilarna")


@dataclass
class Place:
    """Mjölby with one waiting case, and what an address needs to point at it."""

    reference: str
    filing_id: uuid.UUID
    request_id: uuid.UUID
    hanna: Client
    outsiders: dict[str, Client] = field(default_factory=dict)

    def url(self, pattern: str, *, absent: bool = False) -> str:
        """The address of a pattern for the case here, or for one that there is not."""
        known = {
            "reference": "SKJ-2026-999999-X" if absent else self.reference,
            "filing_id": str(uuid.uuid4() if absent else self.filing_id),
            "request_id": str(uuid.uuid4() if absent else self.request_id),
        }
        return "/" + re.sub(
            r"<(?:(\w+):)?(\w+)>", lambda m: known.get(m[2]) or _any(m[1], m[2]), pattern
        )


def _any(converter: str, name: str) -> str:
    given = {"view": "alla", "slug": "skolskjuts", "page_id": "the_child", "version": "x"}
    return str(uuid.uuid4()) if converter == "uuid" else given.get(name, "1")


def _patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Each address with whom its view is for."""
    for part in (resolver or get_resolver()).url_patterns:
        route = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from _patterns(part, route)
        elif isinstance(part, URLPattern):
            yield route, getattr(part.callback, "access", "")


FOR = dict(_patterns())
# The directory shows a token and never logs in (tests/web/api/test_scim.py).
GUARDED = sorted(
    route
    for route, whom in FOR.items()
    if whom not in {"", "public"} and not route.startswith("scim/")
)
OF_CASE = [route for route in sorted(FOR) if re.search("reference|filing_id|request_id", route)]


@pytest.fixture
def place() -> Place:
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        nils = staff_token(cast.staff())
        citizen_there = citizen_token(cast.OUTSIDER)
    with open_scope(cast.municipality("mjolby")):
        school_transport()
        hanna = staff_token(cast.staff())
        other_unit = put_staff(
            number=cast.OUTSIDER, name="Stina", email="s@x.invalid",
            roles={Role.MANAGER: cast.unit("Socialförvaltningen")},
        )  # fmt: skip
        filing_id = hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN))
        room = signing.room_of(("filing", filing_id))
        assert room
        found = Place(reference_of(filing_id), filing_id, room.requests[1].id, browser(token=hanna))
        found.outsiders = {
            "handler elsewhere": browser("norrkoping", nils),
            "handler elsewhere, at this host": browser(token=nils),
            "handler of another unit": browser(token=staff_token(other_unit)),
            "citizen elsewhere": browser("norrkoping", citizen_there),
            "outsider": browser(token=citizen_token(cast.OUTSIDER)),
            "nobody": browser(),
        }
    return found


def _bare(address: str) -> str:
    """Without what is the asker's own, or names the case."""
    return re.sub(r"\?.*|[0-9a-f-]{36}|[A-Z]{3}-\d{4}-\d{6}-\w", "", address)


def _outcome(client: Client, verb: str, url: str) -> tuple[int, str, str]:
    answer = client.generic(verb, url)
    body = answer.content.decode(errors="replace")
    for secret in SECRETS:
        assert secret not in body, (verb, url)
    location = _bare(answer.headers.get("Location", ""))
    return answer.status_code, location, re.sub(r'value="[\w-]{64}"|/[\w/%.-]*', "", body)


def test_table_has_the_addresses_that_matter() -> None:
    assert len(OF_CASE) >= 25
    assert {route.split("/")[0] for route in OF_CASE} == {
        "ansokan", "api", "handlaggning", "mina-arenden", "underskrift",
    }  # fmt: skip


def test_existing_and_absent_look_the_same_to_everybody_outside(place: Place) -> None:
    for verb, who, route in product(VERBS, place.outsiders, OF_CASE):
        if verb not in {"GET", "POST"} and who not in FARTHEST:
            continue  # what no view takes is refused before it is known who asks
        client = place.outsiders[who]
        status, location, body = _outcome(client, verb, place.url(route))
        there_is_not = _outcome(client, verb, place.url(route, absent=True))
        assert (status, location, body) == there_is_not, (who, verb, route)
        # The interface asks for a token before it looks, whoever is logged in.
        refused = {401, 405} if route.startswith("api/") else {302, 404, 405}
        assert status in refused, (who, verb, route)
        if status == 302:
            # An address that takes only posts leads to the page above it, whatever stands there.
            if verb == "GET" and _bare(place.url(route)).startswith(location):
                continue
            # From the e-ID app one comes back to one's own page, whatever stands there.
            assert location in {
                "/logga-in/", "/handlaggning/logga-in/", "/underskrift//", "/underskrift//order//",
                "/handlaggning/att-skriva-under//bankid//",
            }  # fmt: skip
        assert place.reference not in body, (who, verb, route)


def test_nobody_gets_past_the_log_in(place: Place) -> None:
    strangers = ("nobody", "handler elsewhere, at this host")
    for verb, who, route in product(VERBS, strangers, GUARDED):
        wanted = "/logga-in/" if FOR[route] == "citizen" else "/handlaggning/logga-in/"
        status, location, _ = _outcome(place.outsiders[who], verb, place.url(route))
        assert (status, location) == (302, wanted), (who, verb, route)


def test_lists_of_others_hold_nothing_of_it(place: Place) -> None:
    for route in sorted(set(GUARDED) - set(OF_CASE)):
        for who, client in place.outsiders.items():
            body = _outcome(client, "GET", place.url(route))[2]
            assert place.reference not in body, (who, route)


def test_the_one_whose_case_it_is_gets_in(place: Place) -> None:
    url = place.url("handlaggning/arenden/<slug:reference>/")
    assert place.hanna.get(url).status_code == 200
