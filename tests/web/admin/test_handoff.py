"""Setting up a route by pointing: nothing typed is lost, and what is saved is what is used."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import decided_case
from tests.web import browser_of

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.handoff import queries
from samtjanst.running.handoff.models import Route

pytestmark = pytest.mark.django_db
NEW = "/drift/overforingar/ny/skolskjuts/"


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        school_transport()
        yield row


def _form(**change: Any) -> dict[str, Any]:
    return {
        "name": "Elevregistret",
        "step": "1",
        "outcomes": ["granted"],
        "to": ["PNR", "KOD", "TYP", ""],
        "source": ["answer.child.personal_number", "decision.outcome", "fixed", ""],
        "fixed": ["", "", "S", ""],
        "codes": ["", "granted = J\nrefused = N", "", ""],
        "date": ["", "", "", ""],
        "join": [", ", ", ", ", ", ", "],
        "optional": ["no", "no", "no", "no"],
        "revision": "0",
    } | change


def test_route_is_set_up_and_used_by_the_next_decision(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    assert "Vilket barn gäller ansökan?: personnummer" in admin.get(NEW).content.decode()
    several = _form(to=["PNR", "KOD", "TYP", "NAMN"], join=[", ", ", ", ", ", " / "])
    several["source"][3] = "answer.child.name"
    assert admin.post(NEW, several | {"then3": ["case.reference", ""]}).status_code == 302
    page = admin.get(f"/drift/overforingar/{Route.objects.get().id}/").content.decode()
    assert '<option value="case.reference" selected>' in page
    handler = cast.staff_actor()
    case = decided_case(handler)
    delivery = queries.of_case(case.id)[0]
    card = queries.copy_card(handler, case.reference, delivery.id)
    assert card.fields == (
        ("PNR", "201801012392"),
        ("KOD", "J"),
        ("TYP", "S"),
        ("NAMN", f"Ella Provsson / {case.reference}"),
    )


def test_wrong_field_is_told_at_its_place_and_all_is_kept(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    answer = admin.post(NEW, _form(to=["PNR", "<b>", "TYP", ""]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-field2"' in page
    assert "&lt;b&gt;" in page
    assert "granted = J" in page
    assert not Route.objects.exists()


def test_more_fields_can_be_added_without_saving(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    page = admin.post(NEW, _form(more="1")).content.decode()
    assert page.count('name="to"') == 6
    assert not Route.objects.exists()


def test_stored_route_opens_as_it_was_and_two_at_once_do_not_overwrite(
    mjolby: Municipality,
) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    admin.post(NEW, _form())
    path = f"/drift/overforingar/{Route.objects.get().id}/"
    page = admin.get(path).content.decode()
    assert "granted = J\nrefused = N" in page
    assert admin.post(path, _form(revision="1", name="Elevsystemet")).status_code == 302
    assert admin.post(path, _form(revision="1", name="Annat")).status_code == 409
    assert Route.objects.get().name == "Elevsystemet"


def test_route_is_switched_off_and_on(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    admin.post(NEW, _form())
    path = f"/drift/overforingar/{Route.objects.get().id}/lage/"
    admin.post(path, {"on": "no"})
    assert queries.routes_for("skolskjuts", "granted") == []
    admin.post(path, {"on": "yes"})
    assert len(queries.routes_for("skolskjuts", "granted")) == 1


def test_routes_do_not_exist_for_others(mjolby: Municipality, tmp_path: Path) -> None:
    browser_of.staff(Role.ADMINISTRATOR).post(NEW, _form())
    path = f"/drift/overforingar/{Route.objects.get().id}/"
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        stranger = browser_of.staff(Role.ADMINISTRATOR, "norrkoping")
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}lage/", {"on": "no"}).status_code == 404
    assert "Elevregistret" not in stranger.get("/drift/overforingar/").content.decode()
    for role in (Role.HANDLER, Role.MANAGER):
        assert browser_of.staff(role).get(path).status_code == 404


def test_receivers_schema_is_kept_and_a_faulty_one_is_told_at_its_line(
    mjolby: Municipality,
) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    page = admin.post(NEW, _form(schema='{"type":\n!')).content.decode()
    assert "Rad 2" in page
    assert 'href="#f-schema"' in page
    assert admin.post(NEW, _form(schema='{"type": "object"}')).status_code == 302
    assert Route.objects.get().schema == '{"type": "object"}'


def test_other_route_comes_first_and_versions_are_shown(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    assert admin.post(NEW, _form()).status_code == 302
    first = Route.objects.get()
    second = _form(name="Bussbolaget", after=str(first.id))
    assert f'value="{first.id}"' in admin.get(NEW).content.decode()
    assert admin.post(NEW, second).status_code == 302
    assert Route.objects.get(name="Bussbolaget").after_id == first.id
    assert "efter Elevregistret" in admin.get("/drift/overforingar/").content.decode()
    path = f"/drift/overforingar/{first.id}/"
    circle = _form(after=str(Route.objects.get(name="Bussbolaget").id), revision="1")
    refused = admin.post(path, circle)
    assert refused.status_code == 422
    assert 'href="#f-after"' in refused.content.decode()
    for nonsense in ("x", "00000000-0000-0000-0000-000000000000"):
        assert admin.post(path, _form(after=nonsense, revision="1")).status_code == 422
    changed = _form(codes=["", "granted = X\nrefused = N", "", ""], revision="1")
    assert admin.post(path, changed).status_code == 302
    page = admin.get(path).content.decode()
    assert "Version 2 gäller nu" in page
    assert "Version 1, till" in page
    assert "<bdi>granted = J</bdi>" in page
    assert "<bdi>Vilket barn gäller ansökan?: personnummer</bdi>" in page
