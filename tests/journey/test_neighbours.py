"""Owners of what lies beside a property sign; whom nobody can ask is told to the handler alone."""

import json
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit.rules_support import rule
from tests.days import working_days
from tests.handling_support import reference_of, sign
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.neighbours_support import SLUG, applied, filled, handed_in, offer
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token
from tests.town import Town

from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.queries import about_me
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RequestState, RequestView, RoomState, RoomView
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, document, on_paper, remind, submit, take_down, unsigned
from samtjanst.journey import sign as signature
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState, CaseView
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import Channel
from samtjanst.simulators import personas
from samtjanst.simulators.lantmateriet import places
from samtjanst.simulators.lantmateriet.server import NO_TITLES, Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
TEOFIL, DISA, BERI = cast.OUTSIDER, PersonalNumber(personas.DISA), cast.REPRESENTATIVE
SECRETS = (TEOFIL.digits, DISA.digits, "Disa", "Teofil", "Beri", "Skyddsson", "Evert")
PAGE = b"%PDF-1.7\nunderskrift"


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("lantmateriet"))
    running.register.delay = 12
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def place(town: Town, land: Running) -> Iterator[Town]:  # noqa: F811 - the fixture
    """With an application of the same people in another municipality, whose register is down."""
    land.register.mode = "up"
    with open_scope(cast.municipality("norrkoping")):
        offer()
        applied()
    with open_scope(town.row):
        bind(port=Port.PROPERTY_REGISTER, adapter="lantmateriet", settings=land.settings)
        offer()
        yield town
    assert town.register
    town.register.register.mode = "up"
    town.register.register.fates.clear()


def _room(filing_id: uuid.UUID) -> RoomView:
    found = signing.room_of(("filing", filing_id))
    assert found
    return found


def _neighbours(filing_id: uuid.UUID) -> dict[str, RequestView]:
    found = (one for one in _room(filing_id).requests if one.role == "neighbour")
    return {one.signatory.identity.code: one for one in found}


def _case(filing_id: uuid.UUID) -> CaseView:
    return cases.get_case(cast.staff_actor(), reference_of(filing_id))


def _by_hand(filing_id: uuid.UUID) -> list[tuple[str, str, str]]:
    snapshot = filings.standing_snapshot(filing_id)
    assert snapshot
    held = snapshot.content.get("neighbours_by_hand", [])
    assert not any(one["personal_number"] for one in held)
    return [(one["estate"], one["name"], one["status"]) for one in held]


def _actor(filing_id: uuid.UUID, number: PersonalNumber) -> Actor:
    asked = _neighbours(filing_id)[number.digits]
    where = cast.citizen().municipality_id
    return Actor(ActorKind.CITIZEN, where, asked.citizen_id, 3, name=asked.name)


def _noted(filing_id: uuid.UUID) -> list[str]:
    events = cases.timeline(_case(filing_id).id)
    return [one.text for one in events if one.what == "neighbours_by_hand"]


def test_each_owner_is_asked_once_and_everybody_else_is_left_to_the_handler() -> None:
    filing_id = applied()
    asked = _neighbours(filing_id)
    assert set(asked) == {TEOFIL.digits, DISA.digits, BERI.digits}
    assert {one.state for one in asked.values()} == {RequestState.INVITED}
    assert asked[DISA.digits].name == "Disa Provsson"
    snapshot = filings.standing_snapshot(filing_id)
    assert snapshot
    owns = {one["personal_number"]: one.get("estate") for one in snapshot.content["parties"]}
    assert owns[TEOFIL.digits] == f"{places.FARM}, {places.SHARED}"
    assert owns[cast.APPLICANT.digits] is None  # who owns what lies beside her own, too
    assert _by_hand(filing_id) == [
        (places.LEASED, "Provkommunen", "organisation"),
        (places.LEASED, "Provcykel AB", "organisation"),
        ("", "", "protected"),
        (places.ABROAD, "", "no_number"),
        (places.ESTATE, "", "dead"),
        (places.MINORS, "", "minor"),
    ]
    (told,) = _noted(filing_id)
    assert f"{places.LEASED}: ägs av Provcykel AB" in told
    assert places.HIDDEN not in told


def test_all_of_them_sign_and_the_case_is_whole() -> None:
    filing_id = applied()
    assert _case(filing_id).state is CaseState.WAITING_FOR_SIGNATURE
    for number in (TEOFIL, DISA):
        sign(filing_id, _actor(filing_id, number))
    assert _case(filing_id).state is CaseState.WAITING_FOR_SIGNATURE
    sign(filing_id, _actor(filing_id, BERI))
    assert (_case(filing_id).state, _room(filing_id).state) == (
        CaseState.RECEIVED,
        RoomState.COMPLETE,
    )
    assert {party.role for party in _case(filing_id).parties} == {"applicant", "neighbour"}


def test_applicant_and_other_neighbours_learn_no_name_number_or_reason() -> None:
    work, client = filled(), browser("mjolby", citizen_token())
    check = _page(client, f"/ansokan/{work.filing.id}/kontrollera/")
    assert f"ägarna till fastigheterna intill <bdi>{places.FISKEN}</bdi>" in check
    submit.prepare(filing_id=work.filing.id, by=cast.citizen_actor())
    own = next(one for one in _room(work.filing.id).requests if one.role == "applicant")
    pages = [
        check,
        _page(client, f"/ansokan/{work.filing.id}/kontrollera/"),
        _page(client, f"/underskrift/{own.id}/"),
    ]
    sign(work.filing.id, cast.citizen_actor())
    reference = reference_of(work.filing.id)
    case = _page(client, f"/mina-arenden/{reference}/")
    assert f"Ägare till {places.SHARED}" in case
    pages += [case, _page(client, f"/ansokan/{work.filing.id}/kvitto/")]
    for page in pages:
        assert not [one for one in SECRETS if one in page]
        assert not [one for one in (places.LEASED, places.ESTATE, places.HIDDEN) if one in page]
    teofils = _page(browser("mjolby", citizen_token(TEOFIL)), f"/mina-arenden/{reference}/")
    assert not [one for one in (DISA.digits, "Disa", "Beri", places.LEASED) if one in teofils]


def test_receipt_names_no_neighbour() -> None:
    filing_id = applied()
    sign(filing_id, _actor(filing_id, DISA))
    made = document.receipt(reference=reference_of(filing_id), by=cast.citizen_actor())
    told = bare(text_of(made))
    assert bare(places.SHARED) in told
    assert not [one for one in SECRETS if one in told]


def test_neighbour_reads_it_all_and_nobody_elses_request(place: Town) -> None:
    filing_id = applied()
    beri, disa = (_neighbours(filing_id)[one.digits] for one in (BERI, DISA))
    hers = browser("mjolby", citizen_token(BERI))
    assert places.FISKEN in hers.get(f"/underskrift/{beri.id}/").content.decode()
    assert hers.get(f"/underskrift/{disa.id}/").status_code == 404
    outsider = browser("mjolby", citizen_token(cast.OTHER_GUARDIAN))  # owns the same property
    assert outsider.get(f"/underskrift/{beri.id}/").status_code == 404
    with open_scope(cast.municipality("norrkoping")):
        next_door = browser("norrkoping", citizen_token(BERI))
        assert next_door.get(f"/underskrift/{beri.id}/").status_code == 404
        with pytest.raises(NotFoundError):
            signature.read(request_id=beri.id, by=cast.citizen_actor(BERI))


def test_only_what_is_near_enough_is_asked() -> None:
    offer({"neighbours_within": 59})
    assert cast.OTHER_GUARDIAN.digits not in _neighbours(applied())
    offer({"neighbours_within": 60})
    assert cast.OTHER_GUARDIAN.digits in _neighbours(applied())  # owns the one that is far away


def test_rest_of_the_owners_have_an_outcome_each_and_nothing_waits() -> None:
    filing_id = applied(places.FAR)
    assert _by_hand(filing_id) == [
        ("", "", "protected"),  # by the population register alone
        (places.LEFT, "", "emigrated"),
        (places.JOINT, "", "nobody"),
    ]
    assert _neighbours(filing_id) == {}
    assert _case(filing_id).state is CaseState.RECEIVED
    assert not _case(filing_id).is_protected
    (told,) = _noted(filing_id)
    assert places.QUIET not in told


def test_property_that_is_none_and_one_that_lies_alone_are_told_to_the_handler() -> None:
    assert _by_hand(applied(places.NOWHERE)) == [(places.NOWHERE, "", "missing")]
    filing_id = applied(places.ALONE)
    assert _by_hand(filing_id) == [(places.ALONE, "", "alone")]
    page = browser("mjolby", staff_token(cast.staff()))
    case = _page(page, f"/handlaggning/arenden/{reference_of(filing_id)}/")
    assert "Grannar som du behöver nå" in case
    assert "registret visar ingen fastighet intill" in case


@pytest.mark.parametrize("mode", ["down", "dropped", "busy", "nonsense", "odd", NO_TITLES])
def test_register_of_properties_that_fails_stops_nobody(land: Running, mode: str) -> None:
    work = filled()
    land.register.mode = mode
    handed_in(work)
    assert _by_hand(work.filing.id) == [("", "", "unanswered")]
    assert _neighbours(work.filing.id) == {}
    assert _case(work.filing.id).state is CaseState.RECEIVED


def test_population_register_that_is_down_leaves_all_of_them_to_the_handler(place: Town) -> None:
    work = filled()
    assert place.register
    place.register.register.mode = "down"
    handed_in(work)
    assert _by_hand(work.filing.id) == [("", "", "unanswered")]


def test_slow_register_is_not_waited_for_longer_than_told(
    land: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samtjanst.journey.neighbours.PATIENCE", 0.3)
    work = filled()
    land.register.mode = "slow"
    handed_in(work)
    assert _by_hand(work.filing.id) == [("", "", "unanswered")]
    land.register.mode = "up"


def test_more_than_are_asked_are_left_to_the_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samtjanst.journey.neighbours.MOST_OWNERS", 3)
    assert _by_hand(applied()) == [("", "", "many")]
    monkeypatch.setattr("samtjanst.journey.neighbours.MOST_PROPERTIES", 2)
    assert _by_hand(applied()) == [("", "", "many")]


def test_refusal_and_the_end_of_time_are_as_for_other_signatories() -> None:
    filing_id, hanna = applied(), cast.staff_actor()
    beri = _neighbours(filing_id)[BERI.digits]
    by = _actor(filing_id, BERI)
    signature.decline(request_id=beri.id, reason="Staketet är för högt.", by=by)
    assert _room(filing_id).state is RoomState.DECLINED
    unsigned.ask_again(reference=reference_of(filing_id), by=hanna)
    assert _room(filing_id).state is RoomState.OPEN
    sign(filing_id, by)
    with clock.shifted(working_days(60)):
        remind.expire_due()
    assert _case(filing_id).state is CaseState.LAPSED


def test_neighbours_page_on_paper_is_registered_by_the_handler() -> None:
    filing_id, by = applied(), cast.staff_actor()
    for number in (TEOFIL, DISA):
        sign(filing_id, _actor(filing_id, number))
    beri = _neighbours(filing_id)[BERI.digits].id
    told = on_paper.Told(
        beri, signed_on=clock.today(), has_seen=True, uploads=[("papper.pdf", PAGE)]
    )
    assert on_paper.register(reference=reference_of(filing_id), told=told, by=by) is (
        RoomState.COMPLETE
    )
    assert _case(filing_id).state is CaseState.RECEIVED


def test_neighbour_who_dies_meanwhile_is_waited_for_no_more(place: Town) -> None:
    filing_id = applied()
    for number in (TEOFIL, BERI):
        sign(filing_id, _actor(filing_id, number))
    assert place.register
    place.register.register.fates[DISA.digits] = "AV"
    with clock.shifted(working_days(3)):
        remind.remind_due()
    assert _case(filing_id).state is CaseState.RECEIVED


def test_in_own_space_it_waits_for_them_and_is_the_handlers_when_it_comes_in() -> None:
    offer(None, mode="own_space_until_signed")
    filing_id = applied()
    assert cases.case_of_filing(filing_id) is None
    for number in (TEOFIL, BERI, DISA):
        sign(filing_id, _actor(filing_id, number))
    assert _case(filing_id).state is CaseState.RECEIVED
    assert _noted(filing_id)


def test_applicant_who_is_protected_has_no_neighbour_asked() -> None:
    by = cast.citizen_actor()
    remember_citizen(identity=cast.APPLICANT, name="", given_name="", is_protected=True)
    work = filled()
    submit.prepare(filing_id=work.filing.id, by=by)
    assert _neighbours(work.filing.id) == {}
    assert {status for _, _, status in _by_hand(work.filing.id)} >= {"held"}
    assert "Disa" not in json.dumps(_by_hand(work.filing.id))


def test_nobody_is_asked_before_it_is_handed_in_and_every_question_is_logged(
    land: Running,
) -> None:
    before = Lookup.objects.filter(register="owner").count()
    work = filled()
    assert Lookup.objects.filter(register="owner").count() == before
    submit.prepare(filing_id=work.filing.id, by=cast.citizen_actor())
    assert {one.register for one in about_me(cast.citizen_actor(BERI))} == {"owner", "person"}
    kept = filings.open_filing(cast.citizen_actor(), work.filing.id)
    assert "neighbours" not in kept.facts


def test_nobody_is_told_before_the_applicant_has_signed() -> None:
    work = filled()
    submit.prepare(filing_id=work.filing.id, by=cast.citizen_actor())
    assert messages.of_subject(("filing", str(work.filing.id))) == []
    sign(work.filing.id, cast.citizen_actor())
    told = {one.template for one in messages.of_subject(("filing", str(work.filing.id)))}
    assert "sign_invitation" in told


def test_rule_says_when_they_sign_and_no_register_is_asked_before() -> None:
    high = {"id": "high", "kind": "yes_no", "required": True}
    when = {"op": "equals", "question": "high", "value": True}
    offer(None, high, rules=[rule("require", {"party": "property_neighbours"}, when)])
    before = Lookup.objects.filter(register="owner").count()
    filing_id = applied(high=["no"])
    assert Lookup.objects.filter(register="owner").count() == before
    assert (_neighbours(filing_id), _by_hand(filing_id)) == ({}, [])
    assert set(_neighbours(applied(high=["yes"]))) == {TEOFIL.digits, DISA.digits, BERI.digits}


def test_who_is_named_as_well_signs_once() -> None:
    who = {"id": "who", "kind": "signatories", "settings": {"min_rows": 1, "max_rows": 2}}
    offer({"named_in": "who", "needed": 1}, who)
    named = {
        "who._row": ["0"],
        "who.0.name": ["Beri"],
        "who.0.personal_number": [BERI.digits],
        "who.0.email": ["beri@exempel.invalid"],
    }
    filing_id = applied(places.FISKEN, **named)
    assert set(_neighbours(filing_id)) == {TEOFIL.digits, DISA.digits}
    request = next(one for one in _room(filing_id).requests if one.role == "applicant")
    assert "Grannar som skriver under, alla: 2" in request.visible_text
    assert b"samtjanst-text/4" in request.hidden_data
    sign(filing_id, cast.citizen_actor(BERI))
    sign(filing_id, _actor(filing_id, TEOFIL))
    assert _case(filing_id).state is CaseState.WAITING_FOR_SIGNATURE
    sign(filing_id, _actor(filing_id, DISA))
    assert _case(filing_id).state is CaseState.RECEIVED


def test_what_staff_take_down_asks_them_too() -> None:
    hanna = cast.staff_actor()
    begun = take_down.Begun(SLUG, Channel.PHONE, clock.today(), cast.APPLICANT.digits)
    filing_id = take_down.begin(begun=begun, by=hanna)
    taker, work = take_down.opened(filing_id=filing_id, by=hanna)
    data = {"estate": [places.FISKEN]}
    revision = work.filing.revision
    work = answer.save_page(work=work, page_id="only", data=data, revision=revision, by=taker)
    finished = take_down.Finished(read=submit.seen(work))
    take_down.hand_in(filing_id=filing_id, finished=finished, by=hanna)
    assert set(_neighbours(filing_id)) == {TEOFIL.digits, DISA.digits, BERI.digits}
    assert _noted(filing_id)


def _page(client: Client, url: str) -> str:
    answered = client.get(url)
    assert answered.status_code == 200, url
    return answered.content.decode()
