"""Whatever is touched of what proves an official's signature, the check says which part."""

import base64
import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey.test_prove import _rewrite, _touched
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import SIGN, Official, official, send
from tests.web.signin import elsewhere

from samtjanst.capabilities.signing.models import Evidence, Room
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import prove
from samtjanst.journey.proof_texts import CHECKS, KEPT, WHY_NOT
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.models import Case, Decision, Proposal
from samtjanst.running.cases.types import CaseState
from samtjanst.running.filing.models import Snapshot
from samtjanst.simulators.oidc import server
from samtjanst.simulators.personas import HANNA, MAJA

pytestmark = pytest.mark.django_db
Value = dict[str, Any]


@pytest.fixture
def hanna() -> Iterator[Official]:
    """A case that she has taken and can decide by a signature."""
    row = cast.municipality()
    document = copy.deepcopy(DOCUMENT)
    document["handling"] |= {"decision_signed": True}
    with open_scope(row):
        school_transport("mjolby", document)
        number, roles = PersonalNumber(HANNA), {Role.HANDLER: cast.unit()}
        account = put_staff(number=number, name="Hanna", email="h@exempel.invalid", roles=roles)
        found = official(account)
        assert found.client.post(f"/handlaggning/arenden/{complete_case()}/ta/").status_code == 302
        yield found


@pytest.fixture
def signed(hanna: Official) -> Official:
    """A case that she has decided by her passkey."""
    send(hanna, Case.objects.get().reference)
    hanna.show()
    return hanna


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Running]:
    found = server.start(tmp_path_factory.mktemp("oidc"))
    yield found
    found.stop()


def _told() -> dict[str, str]:
    """What does not hold of her signature."""
    by = cast.staff_actor()
    [found] = prove.of_decision(cases.get_case(by, Case.objects.get().reference), by=by)
    told = {one.name: one.detail for one in found.checks if not one.held}
    assert set(told) <= KEPT.keys() | CHECKS.keys()
    assert set(told.values()) <= WHY_NOT.keys()
    return told


def _sealed(model: Any, context: str, change: Callable[[Value], object]) -> None:
    row = model.objects.latest("id") if model is not Room else _room()
    value = json.loads(decrypt(context.format(row.id), bytes(row.content)))
    change(value)
    content = encrypt(context.format(row.id), json.dumps(value).encode())
    model.objects.filter(id=row.id).update(content=content)


def _room() -> Room:
    return Room.objects.get(subject_kind="decision")


def _response(value: Value) -> Value:
    found: Value = value["evidence"]["answer"]["response"]
    return found


def _bent(name: str) -> Callable[[Value], None]:
    def change(value: Value) -> None:
        response = _response(value)
        response[name] = response[name][:-6] + (
            "AAAAAA" if response[name][-6:] != "AAAAAA" else "B" * 6
        )

    return change


def _other_page(value: Value) -> None:
    response = _response(value)
    said = json.loads(base64.urlsafe_b64decode(response["clientDataJSON"] + "=="))
    said["origin"] = "https://ond.example"
    response["clientDataJSON"] = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


def test_untouched_holds(signed: Official) -> None:
    assert Case.objects.get().state == CaseState.DECIDED
    assert _told() == {}


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        (_bent("signature"), "passkey_signature"),
        (_bent("authenticatorData"), "passkey_signature"),
        (_other_page, "passkey_signature"),
        (lambda value: value["evidence"].update(public_key="AAAA"), "passkey_signature"),
        (lambda value: value["evidence"].update(host="ond.example"), "passkey_signature"),
        (lambda value: value["evidence"].update(owner="00" * 32), "passkey_person"),
        (lambda value: value.update(personal_number="@passkey:x y"), "passkey_person"),
        (lambda value: value.update(visible_text="Avslag."), "text"),
        (lambda value: value.update(digest="0" * 64), "digest"),
    ],
)
def test_touched_proof_is_refused_part_by_part(
    signed: Official, change: Callable[[Value], None], fails: str
) -> None:
    place = Evidence.objects.order_by("place").filter(request__staff=None).count()
    with _touched():
        rows = Evidence.objects.filter(request__staff=None)
        assert place == rows.count()
        rows.delete()
        _rewrite(0, change)
        assert fails in _told()


def test_touched_text_decision_application_and_proposal_are_refused(signed: Official) -> None:
    with _touched():
        _sealed(Room, "room:{}", lambda value: value.update(visible_text="Avslag."))
        assert {"text", "passkey_content"} <= set(_told())
    with _touched():
        _sealed(Decision, "decision:{}", lambda value: value.update(reasons="Vägen är kort."))
        assert _told()["decision"]
    with _touched():
        _sealed(Proposal, "proposal:{}", lambda value: value.update(reasons="Vägen är kort."))
        assert _told()["decision"]
    with _touched():
        Snapshot.objects.update(sha256="0" * 64)
        assert _told()["decision"]
    with _touched():
        Evidence.objects.filter(request__staff=signed.account).delete()
        assert _told() == {"record": "missing"}


def test_logging_in_anew_signs_and_somebody_else_does_not(
    hanna: Official, running: server.Running
) -> None:
    settings = running.settings | {"timeout": 20}
    bind(port=Port.LOGIN, adapter="oidc", name="katalog", settings=settings)
    send(hanna, Case.objects.get().reference)
    page = hanna.client.get(hanna.path()).content.decode()
    assert "Logga in på nytt och skriv under" in page
    refused = hanna.client.get(elsewhere.back(_away(hanna), MAJA))
    assert refused.status_code == 403
    assert "ett annat konto" in refused.content.decode()
    assert hanna.client.get(SIGN).status_code == 200  # still logged in
    back = elsewhere.back(_away(hanna), HANNA)
    assert hanna.client.get(back)["Location"] == hanna.path()
    assert hanna.client.get(back).status_code == 403  # good once
    assert Case.objects.get().state == CaseState.DECIDED
    assert _told() == {}
    with _touched():
        Evidence.objects.filter(request__staff=None).delete()
        _rewrite(0, lambda value: value.update(personal_number="@https://x.example someone"))
        assert _told() == {"login_person": "another person"}


def _away(who: Official) -> str:
    page = who.client.post(f"{who.path()}inloggning/").content.decode()
    found = re.search(r'content="0;url=([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")
