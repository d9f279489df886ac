"""The adapter against a server that speaks Navet's SOAP."""

from collections.abc import Iterator
from datetime import date

import pytest

from samtjanst.adapters.navet import Navet, envelope
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.register import PersonQuery, Protection, RegisteredPerson
from samtjanst.simulators import personas
from samtjanst.simulators.navet import answers
from samtjanst.simulators.navet.server import Running, start

ANNA, BO, ELLA, NOA = "198501012382", "198501012390", "201801012392", "201103152391"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("navet"))
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _up(server: Running) -> Iterator[None]:
    yield
    server.register.mode = "up"


def _look_up(server: Running, number: str, timeout: float = 10) -> RegisteredPerson | None:
    query = PersonQuery(PersonalNumber(number), "test", "1")
    return Navet(server.settings | {"timeout": timeout}).look_up(query)


def test_guardian_has_children_and_address(server: Running) -> None:
    anna = _look_up(server, ANNA)
    assert anna
    assert anna.name == "Anna Provsson"
    assert {ELLA, NOA} <= {number.digits for number in anna.custody_of}
    assert anna.address
    assert anna.address.street


@pytest.mark.parametrize(("child", "guardians"), [(ELLA, {ANNA, BO}), (NOA, {ANNA})])
def test_guardians_stand_on_the_childs_own_record(
    server: Running, child: str, guardians: set[str]
) -> None:
    found = _look_up(server, child)
    assert found
    assert {g.personal_number.digits for g in found.guardians if g.personal_number} == guardians


@pytest.mark.parametrize(
    ("number", "protection"),
    [
        ("198602212394", Protection.CONFIDENTIALITY_MARK),
        ("194106279161", Protection.PROTECTED_REGISTRATION),
    ],
)
def test_address_of_a_protected_person_is_never_given(
    server: Running, number: str, protection: Protection
) -> None:
    found = _look_up(server, number)
    assert found
    assert (found.protection, found.address) == (protection, None)


def test_replaced_number_is_followed(server: Running) -> None:
    found = _look_up(server, "196709132887")
    assert found
    assert found.asked_for == PersonalNumber("196709132887")
    assert found.personal_number != found.asked_for


def test_unknown_person_is_nobody(server: Running) -> None:
    assert _look_up(server, "191212121212") is None


@pytest.mark.parametrize("mode", ["down", "fault", "slow"])
def test_register_that_fails_is_temporary(server: Running, mode: str) -> None:
    server.register.mode = mode
    with pytest.raises(Temporary):
        _look_up(server, ANNA, timeout=1)


def test_wrong_order_is_refused(server: Running) -> None:
    with pytest.raises(Rejected):
        Navet(server.settings | {"order_id": "x"}).check()


def test_wrong_address_is_a_matter_of_settings(server: Running) -> None:
    with pytest.raises(NotConfigured):
        Navet(server.settings | {"base_url": server.settings["base_url"] + "/x"}).check()


def _child(relation: str) -> bytes:
    return f"""<S:Envelope xmlns:S="{envelope.SOAP}"><S:Body>
    <n:PersonpostXMLResponse xmlns:n="{envelope.NAVET}"><n:Folkbokforingsposter>
    <Folkbokforingspost><Okant/><Personpost><PersonId><PersonNr>{ELLA}</PersonNr></PersonId>
    <Namn><Tilltalsnamnsmarkering>20</Tilltalsnamnsmarkering><Fornamn>Alva Ella</Fornamn>
    <Efternamn>Provsson</Efternamn></Namn><Relationer><Relation>{relation}</Relation></Relationer>
    </Personpost></Folkbokforingspost></n:Folkbokforingsposter></n:PersonpostXMLResponse>
    </S:Body></S:Envelope>""".encode()


_WHO = f"<RelationId><PersonNr>{ANNA}</PersonNr></RelationId>"


@pytest.mark.parametrize(
    "relation",
    [
        f"{_WHO}<Relationstyp>MO</Relationstyp>",
        f"{_WHO}<Relationstyp>V</Relationstyp><RelationTomdatum>20250101</RelationTomdatum>",
        f"{_WHO}<Relationstyp>V</Relationstyp><Avregistrering/>",
    ],
)
def test_parent_ended_or_dead_guardian_is_no_guardian(relation: str) -> None:
    found = envelope.read(_child(relation), today=date(2026, 11, 24))
    assert found
    assert found.person.guardians == ()


def test_guardian_without_number_is_named() -> None:
    relation = (
        "<RelationId><FodelsetidNr>19800101</FodelsetidNr></RelationId>"
        "<Relationstyp>V</Relationstyp><Namn><Fornamn>Olga</Fornamn></Namn>"
    )
    found = envelope.read(_child(relation), today=date(2026, 11, 24))
    assert found
    assert [(g.personal_number, g.name) for g in found.person.guardians] == [(None, "Olga")]
    assert found.person.given_name == "Ella"


@pytest.mark.parametrize("content", [b"", b"<html/>", b"<!DOCTYPE x><x/>", b"\x00" * 2_000_000])
def test_answer_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        envelope.read(content, today=date(2026, 11, 24))


def test_person_is_called_by_the_marked_forename(server: Running) -> None:
    anna = _look_up(server, ANNA)
    assert anna
    assert anna.given_name == "Anna"  # of Karin Anna Maria


def test_guardian_whose_custody_has_ended_is_none(server: Running) -> None:
    vera = _look_up(server, personas.VERA)
    assert vera
    assert [g.personal_number and g.personal_number.digits for g in vera.guardians] == [
        personas.DISA
    ]
    emil = _look_up(server, personas.EMIL)
    assert emil
    assert emil.custody_of == ()


def test_guardian_without_a_swedish_number_comes_by_name(server: Running) -> None:
    lina = _look_up(server, personas.LINA)
    assert lina
    assert {(g.personal_number and g.personal_number.digits, g.name) for g in lina.guardians} == {
        (personas.LARS, ""),
        (None, "Olga Grenz"),
    }


def test_appointed_guardian_is_a_guardian_like_others(server: Running) -> None:
    alvin = _look_up(server, personas.ALVIN)
    assert alvin
    assert [g.personal_number and g.personal_number.digits for g in alvin.guardians] == [
        personas.SIGNE
    ]


def test_child_without_guardians_has_none(server: Running) -> None:
    majken = _look_up(server, personas.MAJKEN)
    assert majken
    assert majken.guardians == ()


@pytest.mark.parametrize(("number", "code"), [(personas.EVERT, "AV"), (personas.ULF, "UV")])
def test_dead_and_emigrated_are_told_as_such_without_address(
    server: Running, number: str, code: str
) -> None:
    found = _look_up(server, number)
    assert found
    assert (found.deregistered, found.address, found.municipality_code) == (code, None, "")


def test_coordination_number_is_found(server: Running) -> None:
    kim = _look_up(server, personas.KIM)
    assert kim
    assert kim.personal_number.is_coordination_number
    assert kim.name == "Kim Samordningsson"


def test_address_that_is_delivered_of_a_marked_person_is_left_out(server: Running) -> None:
    tove = _look_up(server, personas.TOVE)
    assert tove
    assert (tove.is_protected, tove.address) == (True, None)
    assert b"Storgatan" in answers.answer(personas.TOVE)


def test_staff_are_not_in_the_simulated_register_as_citizens(server: Running) -> None:
    assert _look_up(server, personas.HANNA) is None


def _posts(*inner: str) -> bytes:
    return f"""<S:Envelope xmlns:S="{envelope.SOAP}"><S:Body>
    <n:PersonpostXMLResponse xmlns:n="{envelope.NAVET}"><n:Folkbokforingsposter>
    {"".join(inner)}</n:Folkbokforingsposter></n:PersonpostXMLResponse>
    </S:Body></S:Envelope>""".encode()


@pytest.mark.parametrize(
    "inner",
    [
        "<Folkbokforingspost/>",
        "<Folkbokforingspost><Personpost/></Folkbokforingspost>",
        "<Folkbokforingspost><Personpost><PersonId/></Personpost></Folkbokforingspost>",
        (
            "<Folkbokforingspost><Personpost><PersonId><PersonNr>198513452389</PersonNr></PersonId>"
            "</Personpost></Folkbokforingspost>"
        ),
        (
            "<Folkbokforingspost><Personpost><PersonId><PersonNr>198501012383</PersonNr></PersonId>"
            "</Personpost></Folkbokforingspost>"
        ),
    ],
)
def test_post_about_nobody_is_no_answer(inner: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        envelope.read(_posts(inner), today=date(2026, 11, 24))


def test_answer_about_somebody_else_is_never_taken(server: Running) -> None:
    server.register.mode = "another"
    for number in (ANNA, BO, ELLA):
        with pytest.raises(Temporary, match="navet:another"):
            _look_up(server, number)
