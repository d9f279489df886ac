"""What tests ask others than the applicant, as handlers do on the screen, and what is answered."""

import re
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.models import Supplement

SCHOOL = "Elevhälsan"
RECTOR, TEACHER = PersonalNumber("199001012382"), PersonalNumber("198001012384")
WHY, ANSWER = "Var ligger hållplatsen?", "Vid gymnastiksalen."
PDF = b"%PDF-1.7\nkarta"


def member(number: PersonalNumber, name: str, role: Role = Role.PARTNER) -> StaffAccount:
    """Somebody at the unit that is asked."""
    mail = f"{name.split(maxsplit=1)[0].lower()}@exempel.invalid"
    return put_staff(number=number, name=name, email=mail, roles={role: cast.unit(SCHOOL)})


def desk(reference: str) -> str:
    """The case on the handler's desk."""
    return f"/handlaggning/arenden/{reference}/"


def wish(mjolby: Municipality, **more: Any) -> dict[str, Any]:
    """The form with which a unit is asked for an answer and a file."""
    with open_scope(mjolby):
        unit = str(cast.unit(SCHOOL).id)
    return {
        "whom": "unit", "unit": unit, "text": WHY, "questions": ["traffic_place"],
        "extra_kind": ["file"], "extra_text": ["Karta över hållplatsen"],
        "due": (clock.today() + timedelta(days=14)).isoformat(),
    } | more  # fmt: skip


def person(mjolby: Municipality, **more: Any) -> dict[str, Any]:
    """The same, of a named person."""
    return wish(
        mjolby, whom="person", personal_number=cast.OUTSIDER.digits, name="Teofil Testsson",
        email="teofil@exempel.invalid", **more,
    )  # fmt: skip


def ask(hanna: Client, reference: str, wish: dict[str, Any]) -> Any:
    """Send the form."""
    return hanna.post(f"{desk(reference)}komplettering/", wish)


def asked(mjolby: Municipality, **more: Any) -> Supplement:
    """The latest request."""
    with open_scope(mjolby):
        return Supplement.objects.filter(**more).latest("asked_at")


def fill(who: Client, address: str, text: str = ANSWER, **more: Any) -> Any:
    """Answer a page of the form."""
    page = who.get(address).content.decode()
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    data = {
        "revision": found[1],
        "_shown": ["traffic_place", "supplement_extra_1"],
        "traffic_place": text,
        "supplement_extra_1": SimpleUploadedFile("karta.pdf", PDF),
        "go": "1",
    }
    return who.post(address, data | more)
