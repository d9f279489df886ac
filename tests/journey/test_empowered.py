"""Powers of attorney: asked for, judged again at hand-in, sealed with their proof."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import (
    CertificateBuilder,
    Name,
    load_der_x509_certificate,
    random_serial_number,
)
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey
from tests import cast
from tests.handling_support import reference_of, sign
from tests.journey.test_represent import START, short
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.capabilities.formkit.problems import DefinitionError
from samtjanst.capabilities.registers import mandates
from samtjanst.capabilities.registers.models import Lookup
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, case_package, represent, submit
from samtjanst.journey.represent import Wish
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing import queries as filings
from samtjanst.simulators.bolagsverket import server as bolagsverket
from samtjanst.simulators.bolagsverket.companies import BANKRUPT, PROVCYKEL, TRAVAROR
from samtjanst.simulators.minaombud import server as minaombud
from samtjanst.simulators.navet import server as navet
from samtjanst.simulators.personas import BERI, EVERT, KIM, PETRA, TEOFIL

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
HOLDER = cast.REPRESENTATIVE


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The registers of powers, companies and people."""
    started: dict[str, Any] = {
        "mandate": minaombud.start(tmp_path_factory.mktemp("minaombud")),
        "company_register": bolagsverket.start(tmp_path_factory.mktemp("bolagsverket")),
        "register": navet.start(tmp_path_factory.mktemp("navet")),
    }
    yield started
    for one in started.values():
        one.stop()


@pytest.fixture
def powers(running: dict[str, Any]) -> minaombud.Register:
    running["mandate"].register.mode = "up"
    found: minaombud.Register = running["mandate"].register
    return found


@pytest.fixture
def mjolby(tmp_path: Path, running: dict[str, Any], powers: minaombud.Register) -> Municipality:
    row = cast.municipality(storage=str(tmp_path / "files"))
    with open_scope(row):
        adapters = {"mandate": "minaombud", "company_register": "bolagsverket", "register": "navet"}
        for port, adapter in adapters.items():
            bind(port=Port(port), adapter=adapter, settings=running[port].settings)
        school_transport(document=short(company="proven", person="proven", power="arenden"))
    return row


def _start(by: Actor, principal: str, *, is_stated: bool = False) -> Any:
    wish = Wish("person", is_stated=is_stated, principal=principal)
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by, wish=wish), by=by)


def _filled(by: Actor, principal: str = TEOFIL, **more: Any) -> Any:
    work = _start(by, principal, **more)
    return answer.save_page(
        work=work, page_id="one", data={"what": ["Skylt"]}, revision=work.filing.revision, by=by
    )


def test_power_for_a_person_is_sealed_with_its_proof_and_makes_her_a_party(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        beri = cast.citizen_actor(HOLDER)
        work = _filled(beri)
        seen = submit.seen(work)
        ready = submit.prepare(filing_id=work.filing.id, by=beri)
        assert ready
        assert ready.seen == seen
        sealed = filings.standing_snapshot(work.filing.id)
        assert sealed
        told = sealed.content["represents"]
        assert (told["kind"], told["source"], told["name"]) == (
            "person", "mina_ombud", "Teofil Testsson",
        )  # fmt: skip
        assert told["mandate"] in json.loads(told["proof"])["context"]["behorigheter"][0].values()
        sign(work.filing.id, beri)
        reference = reference_of(work.filing.id)
        handler = cast.staff_actor()
        case = cases.get_case(handler, reference)
        assert {party.role for party in case.parties} == {"applicant", "principal"}
        signed = submit.visible_text(work, "00", submit.parties(work))
        assert "Fullmakt enligt Mina ombud." in signed
        shown = case_package.package(reference=reference, by=handler)["represents"]
        assert shown["source"] == "mina_ombud"
        assert "proof" not in shown
        teofil = cast.citizen_actor(cast.OUTSIDER)
        assert [one.reference for one in cases.my_cases(teofil)[0]] == [reference]
        assert not cases.my_cases(cast.citizen_actor(cast.OTHER_GUARDIAN))[0]
        asked = Lookup.objects.filter(register="mandate")
        assert {row.reference for row in asked} == {f"filing:{work.filing.id}"}


@pytest.mark.parametrize(
    ("principal", "told"),
    [
        (KIM, "ingen fullmakt"),
        (PETRA, "ingen fullmakt"),  # has protected identity: as if there were none
        (EVERT, "avlidit"),
        (BERI, "ditt eget"),
        ("198501012383", "tolv siffror"),
        ("<b>", "tolv siffror"),
    ],
)
def test_without_a_power_that_holds_nobody_starts_for_another(
    mjolby: Municipality, principal: str, told: str
) -> None:
    with open_scope(mjolby), pytest.raises(InvalidInputError) as refused:
        _start(cast.citizen_actor(HOLDER), principal, is_stated=True)
    assert told in refused.value.problems["principal"][0]


@pytest.mark.parametrize("mode", ["down", "tampered", "no_algorithm", "unknown_key", "stale"])
def test_answer_that_is_not_to_be_believed_proves_nothing(
    mjolby: Municipality, powers: minaombud.Register, mode: str
) -> None:
    powers.mode = mode
    with open_scope(mjolby):
        beri = cast.citizen_actor(HOLDER)
        with pytest.raises(InvalidInputError, match="principal") as refused:
            _start(beri, TEOFIL, is_stated=True)
        assert "svarar inte" in refused.value.problems["principal"][0]
        school_transport(document=short(person="stated", power="arenden"))
        with pytest.raises(InvalidInputError, match="stated"):
            _start(beri, TEOFIL)
        work = _filled(beri, is_stated=True)
        found = represent.of_work(work)
        assert found
        assert (found.source, found.name, found.proof) == ("own_statement", "", "")
        submit.prepare(filing_id=work.filing.id, by=beri)
        sign(work.filing.id, beri)
        case = cases.get_case(cast.staff_actor(), reference_of(work.filing.id))
        assert {party.role for party in case.parties} == {"applicant"}


def test_power_that_is_withdrawn_in_between_stops_the_hand_in_and_nothing_is_lost(
    mjolby: Municipality, powers: minaombud.Register
) -> None:
    with open_scope(mjolby):
        beri = cast.citizen_actor(HOLDER)
        work = _filled(beri)
        powers.mode = "withdrawn"
        with pytest.raises(InvalidInputError, match="represents"):
            submit.prepare(filing_id=work.filing.id, by=beri)
        after = answer.open_work(filing_id=work.filing.id, by=beri)
        assert after.evaluation.values["what"] == "Skylt"
        powers.mode = "up"
        assert submit.prepare(filing_id=work.filing.id, by=beri)


def test_power_proves_who_may_act_for_a_company_unless_others_share_it(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        beri = cast.citizen_actor(HOLDER)
        filing_id = answer.start(slug="skolskjuts", by=beri, wish=Wish("company", PROVCYKEL))
        found = represent.of_work(answer.open_work(filing_id=filing_id, by=beri))
        assert found
        assert (found.source, found.name) == ("mina_ombud", "Provcykel AB")
        for number in (TRAVAROR, BANKRUPT):
            with pytest.raises(InvalidInputError, match="number"):
                answer.start(slug="skolskjuts", by=beri, wish=Wish("company", number))
        teofil = cast.citizen_actor(cast.OUTSIDER)
        with pytest.raises(InvalidInputError, match="number"):
            answer.start(slug="skolskjuts", by=teofil, wish=Wish("company", PROVCYKEL))


def test_e_service_says_what_the_power_is_about_or_takes_none(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        with pytest.raises(DefinitionError, match="power"):
            school_transport(document=short(person="proven"))
        school_transport(document=short(company="proven"))
        with pytest.raises(NotFoundError):
            _start(cast.citizen_actor(HOLDER), TEOFIL)


def test_choice_is_made_on_the_page_and_stands_on_each_page(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        client: Client = browser_of.citizen(HOLDER)
    assert "gett mig fullmakt" in client.get(START).content.decode()
    refused = client.post(START, {"for": "person", "principal": "19850161-2389"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert 'value="19850161-2389"' in text
    assert 'href="#f-principal"' in text
    begun = client.post(START, {"for": "person", "principal": TEOFIL})
    page = client.get(begun["Location"], follow=True).content.decode()
    assert "Du företräder <bdi>Teofil Testsson, 19660825-3081</bdi>" in page


def test_public_half_of_the_key_is_published_and_nothing_more(
    mjolby: Municipality, running: dict[str, Any]
) -> None:
    settings = running["mandate"].settings
    answer = Client(SERVER_NAME="mjolby.localhost").get("/nycklar/mina-ombud/")
    assert answer["Content-Type"] == "application/jwk-set+json"
    [key] = answer.json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}  # not the private half
    public = RSAKey.import_key({name: key[name] for name in ("kty", "n", "e")})
    token = jwt.encode({"alg": "RS256"}, {"sub": "1"}, RSAKey.import_key(settings["key"]))
    assert jwt.decode(token, public).claims == {"sub": "1"}
    with open_scope(mjolby):
        told = {**settings, "certificate": _certificate(settings["key"])}
        bind(port=Port.MANDATE, adapter="minaombud", settings=told)
        found = mandates.key_set()["keys"][0]
        der = base64.b64decode(found["x5c"][0])
        assert load_der_x509_certificate(der).public_key() == public.public_key
        assert found["x5t#S256"]
    cast.municipality("norrkoping")
    assert Client(SERVER_NAME="norrkoping.localhost").get("/nycklar/mina-ombud/").status_code == 404


def _certificate(pem: str) -> str:
    key: Any = load_pem_private_key(pem.encode(), None)
    made = CertificateBuilder(
        Name([]),
        Name([]),
        key.public_key(),
        random_serial_number(),
        clock.now(),
        clock.now() + timedelta(days=1),
    )
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()
