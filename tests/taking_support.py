"""An application taken down by staff, as posted from its pages."""

import re
import uuid
from typing import Any

from django.test import Client
from tests import cast
from tests.handling_support import ANSWERS

from samtjanst.foundation.people.types import Actor
from samtjanst.journey import answer
from samtjanst.kernel import clock

PAGE = b"%PDF-1.7\nunderskrift"
# The signature that every scanner knows, in the clothes of a PDF.
EICAR = b"%PDF-1.7\n" + rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_PAGES: dict[str, dict[str, Any]] = {
    "the_child": {
        "child.name": "Ella Provsson",
        "child.personal_number": "20180101-2392",
        "has_other_guardian": "yes",
        "other_guardian.name": "Bo Provsson",
        "other_guardian.personal_number": "19850101-2390",
        "home_address.street": "Storgatan 1",
        "home_address.postal_code": "595 30",
        "home_address.city": "Mjölby",
    },
    "the_school": {
        "school": ANSWERS["school"]["id"],
        "placed_school": "yes",
        "school_year": ANSWERS["school_year"],
        "start_date": "2027-01-11",
        "alternating": "no",
    },
    "the_reason": {"reasons": ["traffic"], "traffic_place": ANSWERS["traffic_place"]},
    "the_journey": {
        "days_to": ["monday"],
        "time_to": "07:45",
        "email": "anna@exempel.invalid",
        "email.again": "anna@exempel.invalid",
        "phone": "070-123 45 67",
    },
}


def begun(**more: str) -> dict[str, str]:
    """What is posted on the first page: for the applicant, on the telephone, today."""
    told = {"slug": "skolskjuts", "number": cast.APPLICANT.digits, "channel": "phone"}
    return {**told, "arrived_on": clock.today().isoformat(), **more}


def post_all(client: Client, first: dict[str, str]) -> str:
    """Begin and fill in every page; returns the path of what is taken down."""
    started = client.post("/handlaggning/ta-emot/", first)
    assert started.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", started.content.decode())
    path = str(started["Location"])
    for page, data in _PAGES.items():
        shown = client.get(f"{path}sida/{page}/").content.decode()
        found = re.search(r'name="revision" value="(\d+)"', shown)
        assert found, page
        sent = client.post(f"{path}sida/{page}/", {**data, "revision": found[1], "go": "1"})
        assert sent.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", sent.content.decode())
    return path


def filled_in(by: Actor) -> uuid.UUID:
    """A draft of a citizen's own."""
    return answer.start(slug="skolskjuts", by=by)
