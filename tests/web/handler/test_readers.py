"""Who only reads is offered nothing that she would be refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token

from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.sessions import actor_of, session_for
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import emergency
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services

pytestmark = pytest.mark.django_db
LISTS = ("/handlaggning/lista/alla/", "/handlaggning/lista/vantar/")
EVERYBODYS = {"/logga-ut/", "/sprak/", "/handlaggning/sok/"}
EVERYBODYS |= {f"{path}spara/" for path in LISTS}  # one's own kept lists


@pytest.fixture
def references(tmp_path: Path) -> Iterator[list[str]]:
    """One that waits for a signature, one that has just come, one in hand."""
    with open_scope(cast.municipality(storage=str(tmp_path))):
        school_transport()
        other = person(cast.OTHER_GUARDIAN, "Bo Provsson")
        waiting = reference_of(hand_in_application(other=other))
        received, taken = complete_case(), complete_case()
        services.take(reference=taken, by=cast.staff_actor())
        yield [waiting, received, taken]


def _account(role: Role, number: str) -> str:
    row = put_staff(
        number=PersonalNumber(number),
        name=role.value,
        email=f"{role.value}@exempel.invalid",
        roles={role: cast.unit()},
    )
    return staff_token(row)


def _registrar() -> str:
    return _account(Role.REGISTRAR, "197502012383")


def _in_an_emergency() -> str:
    token = _account(Role.SUPPLIER, "197909102399")
    olle = actor_of(session_for(token))  # type: ignore[arg-type]  # just begun
    ada = actor_of(session_for(_account(Role.ADMINISTRATOR, "196804012380")))  # type: ignore[arg-type]  # as above
    assert olle
    assert ada
    key = emergency.ask(unit_id=cast.unit().id, reason="Jobb 4711", hours=1, by=olle)
    emergency.approve(access_id=key, by=ada)
    return token


def _offered(client: Client, path: str) -> tuple[set[str], set[str]]:
    """The links of a page, and where its forms are sent."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    links = {link.split("#")[0] for link in re.findall(r'href="(/handlaggning/[^"]*)"', page)}
    return links - {""}, set(re.findall(r'method="post" action="([^"]*)"', page))


EXPORT = {f"{path}ta-ut/" for path in LISTS}
NARROW = {f"{path}urval/" for path in LISTS}


@pytest.mark.parametrize(("who", "may"), [(_registrar, EXPORT), (_in_an_emergency, set())])
def test_every_link_leads_somewhere_and_no_form_is_refused(
    references: list[str], who: Callable[[], str], may: set[str]
) -> None:
    client = browser(token=who())
    for path in (*LISTS, *(f"/handlaggning/arenden/{one}/" for one in references)):
        links, forms = _offered(client, path)
        assert forms <= EVERYBODYS | NARROW | may, path
        for link in links:
            assert client.get(link).status_code != 404, f"{path}: {link}"


def test_handler_is_offered_what_reader_is_not(references: list[str]) -> None:
    handler = browser(token=staff_token(cast.staff()))
    _, forms = _offered(handler, f"/handlaggning/arenden/{references[1]}/")
    assert f"/handlaggning/arenden/{references[1]}/ta/" in forms
