"""Internal e-services: colleagues use them and choose among each other; to others there are none.

Anna works at the municipality, Teofil does not. Whoever works next door is nobody here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.journey.test_represent import short
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.foundation.people import queries as people
from samtjanst.foundation.people import staff
from samtjanst.foundation.people.models import Membership, StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber

pytestmark = pytest.mark.django_db
SERVICE, START = "/e-tjanster/skolskjuts/", "/e-tjanster/skolskjuts/starta/"
FOR_WHOM = {
    "id": "colleague",
    "kind": "employee",
    "label": {"sv": "Vem gäller det?"},
    "required": True,
}


def internal() -> dict[str, Any]:
    """An e-service for staff, with a question about one of them."""
    document = short()
    document["about"]["audience"] = "staff"
    document["pages"][0]["questions"].append(FOR_WHOM)
    return document


def _colleague(number: PersonalNumber, name: str, unit: str = cast.UNIT) -> StaffAccount:
    return put_staff(
        number=number, name=name, email="x@exempel.invalid", roles={Role.HANDLER: cast.unit(unit)}
    )


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    next_door = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(next_door):
        school_transport("norrkoping", document=internal())
        _colleague(cast.OUTSIDER, "Teofil Testsson")
    row = cast.municipality(storage=str(tmp_path / "m"))
    with open_scope(row):
        school_transport(document=internal())
        cast.staff()
        _colleague(cast.APPLICANT, "Anna Provsson", "Socialförvaltningen")
        yield row


def test_colleague_finds_it_in_the_portal_and_others_do_not(mjolby: Municipality) -> None:
    anna, teofil = browser_of.citizen(), browser_of.citizen(cast.OUTSIDER)
    nobody = Client(SERVER_NAME="mjolby.localhost")
    shown = anna.get("/").content.decode()
    assert "För dig som arbetar hos oss" in shown
    assert "Alla e-tjänster" not in shown  # there are no others
    assert SERVICE in shown
    for other in (teofil, nobody):
        for path in ("/", "/?q=skolskjuts"):
            assert SERVICE not in other.get(path).content.decode(), path
    assert "Bara för anställda" in anna.get("/?q=skolskjuts").content.decode()


def test_to_others_it_looks_as_if_it_were_not_there(mjolby: Municipality) -> None:
    anna, teofil = browser_of.citizen(), browser_of.citizen(cast.OUTSIDER)
    assert "bara till för dig som arbetar hos oss" in anna.get(SERVICE).content.decode()
    for path in (SERVICE, START):
        assert anna.get(path).status_code == 200
        assert _told(teofil, path) == _told(teofil, path.replace("skolskjuts", "finns-inte")), path
    assert teofil.post(START).status_code == 404
    assert Client(SERVER_NAME="mjolby.localhost").get(SERVICE).status_code == 404


def _told(client: Client, path: str) -> tuple[int, str]:
    """Status and page, without the secrets of its forms and the address itself."""
    found = client.get(path)
    page = re.sub(r'value="[^"]*"', "", found.content.decode())
    return found.status_code, page.replace("skolskjuts", "finns-inte")


def test_whoever_works_for_the_supplier_is_no_colleague(mjolby: Municipality) -> None:
    put_staff(
        number=cast.OUTSIDER, name="Teofil Testsson", email="t@leverantor.invalid",
        roles={Role.SUPPLIER: cast.unit(), Role.HANDLER: cast.unit()},  # only the first holds
    )  # fmt: skip
    assert browser_of.citizen(cast.OUTSIDER).get(SERVICE).status_code == 404
    names = [name for _key, name, _unit in people.colleagues()]
    assert names == ["Anna Provsson", "Hanna Handläggare"]


def _save(client: Client, path: str, data: dict[str, str]) -> Any:
    page = client.get(path).content.decode()
    hidden = re.findall(r'name="_shown" value="(\w+)"', page)
    revision = re.findall(r'name="revision" value="(\d+)"', page)[0]
    return client.post(path, {**data, "go": "1", "_shown": hidden, "revision": revision})


def test_colleague_is_chosen_by_name_with_unit(mjolby: Municipality) -> None:
    anna = browser_of.citizen()
    filing = anna.post(START)["Location"]
    path = f"{filing}sida/one/"
    shown = anna.get(path).content.decode()
    assert 'value="Hanna Handläggare, Utbildningsförvaltningen"' in shown
    assert "Teofil" not in shown  # she works next door
    wrong = _save(anna, path, {"what": "Dator", "colleague": "Teofil Testsson"})
    assert wrong.status_code == 422
    assert "finns inte i listan" in wrong.content.decode()
    chosen = "hanna handläggare, utbildningsförvaltningen"
    assert _save(anna, path, {"what": "Dator", "colleague": chosen}).status_code == 302
    assert "Utbildningsförvaltningen" in anna.get(f"{filing}kontrollera/").content.decode()


def test_whoever_leaves_can_no_longer_go_on_with_a_draft(mjolby: Municipality) -> None:
    anna, actor = browser_of.citizen(), cast.citizen_actor()
    filing = anna.post(START)["Location"]
    account = people.staff_by_number(cast.APPLICANT)
    assert account
    staff.close_account(staff_id=account.id)
    assert anna.get(filing).status_code == 404
    with pytest.raises(NotFoundError):
        answer.start(slug="skolskjuts", by=actor)


def test_many_colleagues_are_suggested_while_a_name_is_typed(mjolby: Municipality) -> None:
    StaffAccount.objects.bulk_create(
        StaffAccount(name=f"Kim Prov {n}", email="k@exempel.invalid") for n in range(250)
    )
    Membership.objects.bulk_create(
        Membership(staff=row, unit=cast.unit(), role=Role.HANDLER)
        for row in StaffAccount.objects.filter(name__startswith="Kim")
    )
    anna = browser_of.citizen()
    path = f"{anna.post(START)['Location']}sida/one/"
    shown = anna.get(path).content.decode()
    assert "Kim Prov" not in shown
    assert f'hx-post="{path}forslag/"' in shown
    headers = {"HX-Request": "true", "HX-Trigger-Name": "colleague"}
    asked = anna.post(f"{path}forslag/", {"colleague": "kim 249"}, headers=headers)
    assert re.findall(r'value="([^"]+)"', asked.content.decode()) == [
        "Kim Prov 249, Utbildningsförvaltningen"
    ]
    teofil = browser_of.citizen(cast.OUTSIDER)
    asked = teofil.post(f"{path}forslag/", {"colleague": "kim"}, headers=headers)
    assert asked.status_code == 404
