"""A developer at work: logged in, with an e-service on the bench."""

import json
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.sessions import sign_in_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.simulators.personas import ELIN


def token(municipality: Municipality, role: Role = Role.SERVICE_DEVELOPER) -> str:
    """The cookie of somebody who has logged in with the role."""
    with open_scope(municipality):
        who = _developer() if role is Role.SERVICE_DEVELOPER else cast.staff(role)
        opened = sign_in_staff(old=cast.session(), staff=who, assurance_level=3, method="bankid")
    return opened.token


def _developer() -> StaffAccount:
    return put_staff(
        number=PersonalNumber(ELIN),
        name="Elin Byggare",
        email="elin@exempel.invalid",
        roles={Role.SERVICE_DEVELOPER: cast.unit()},
    )


def client(municipality: Municipality, role: Role = Role.SERVICE_DEVELOPER) -> Client:
    """A browser in which she has logged in."""
    made = Client(SERVER_NAME=f"{municipality.slug}.localhost", SERVER_PORT="8000")
    made.cookies[COOKIE] = token(municipality, role)
    return made


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def post(client: Client, path: str, data: dict[str, Any] | None = None, seen: str = "") -> str:
    """Post with the revision that the page at ``seen`` shows; returns where it leads."""
    known = {"revision": revision(text(client, seen))} if seen else {}
    answer = client.post(path, {**known, **(data or {})})
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[:1500]
    return str(answer["Location"])


def unit_id(municipality: Municipality) -> str:
    with open_scope(municipality):
        return str(cast.unit().id)


def new_service(client: Client, municipality: Municipality, title: str = "Anmäl klotter") -> str:
    """Make a blank e-service; returns its path in the studio."""
    return post(client, "/studio/ny/", {"title": title, "unit": unit_id(municipality), "copy": ""})


def imported(client: Client, municipality: Municipality, document: dict[str, Any]) -> str:
    """Take in a definition; returns its path in the studio."""
    upload = SimpleUploadedFile("form.json", json.dumps(document).encode(), "application/json")
    return post(client, "/studio/importera/", {"file": upload, "unit": unit_id(municipality)})


def exported(client: Client, home: str) -> dict[str, Any]:
    """The draft as it is in the file."""
    found: dict[str, Any] = json.loads(text(client, f"{home}export.json"))["definition"]
    return found
