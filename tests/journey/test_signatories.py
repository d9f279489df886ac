"""Those whom the applicant names: enough of them sign, together or in turn."""

import json
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from tests import cast
from tests.days import working_days
from tests.handling_support import reference_of, sign
from tests.journey_support import school_transport
from tests.signatories_support import BO, CIA, DAN, FAMILY, GUARDIANS, applied, filled, offer
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.models import SignatureRequest
from samtjanst.capabilities.signing.types import RequestState, RequestView, RoomState, RoomView
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, document_texts, on_paper, remind, submit, unsigned
from samtjanst.journey import sign as signature
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError, TransitionError
from samtjanst.kernel.identity import Identity
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState, CaseView

pytestmark = pytest.mark.django_db
TWO = {"needed": 2}
TURN = {"order": "in_turn"}


@pytest.fixture(autouse=True)
def mjolby() -> Iterator[None]:
    """With the same people and an application of theirs in another municipality."""
    with open_scope(cast.municipality("norrkoping")):
        offer({"needed": 2, "order": "in_turn"})
        applied(BO, CIA, DAN)
    with open_scope(cast.municipality()):
        yield


def _room(filing_id: uuid.UUID) -> RoomView:
    found = signing.room_of(("filing", filing_id))
    assert found
    return found


def _request(filing_id: uuid.UUID, number: PersonalNumber) -> RequestView:
    found = _room(filing_id).requests
    return next(one for one in found if one.signatory.personal_number == number)


def _case(filing_id: uuid.UUID) -> CaseView:
    return cases.get_case(cast.staff_actor(), reference_of(filing_id))


def _declines(filing_id: uuid.UUID, number: PersonalNumber) -> None:
    request, by = _request(filing_id, number), cast.citizen_actor(number)
    signature.decline(request_id=request.id, reason="Jag vill inte.", by=by)


def _sent(filing_id: uuid.UUID, template: str) -> set[Identity]:
    people = {one.citizen_id: one.signatory.identity for one in _room(filing_id).requests}
    found = messages.of_subject(("filing", str(filing_id)))
    return {people[one.citizen_id] for one in found if one.template == template}


def _people(filing_id: uuid.UUID) -> set[uuid.UUID]:
    return {party.citizen_id for party in _case(filing_id).parties}


def _key(number: PersonalNumber) -> uuid.UUID:
    return cast.citizen(number).id


def test_enough_signatures_complete_it_and_the_others_are_told() -> None:
    offer(TWO)
    filing_id = applied(BO, CIA, DAN)
    assert _sent(filing_id, "sign_invitation") == {BO, CIA, DAN}
    sign(filing_id, cast.citizen_actor(BO))
    assert (_case(filing_id).state, _room(filing_id).tally.still) == (
        CaseState.WAITING_FOR_SIGNATURE,
        1,
    )
    late = _request(filing_id, DAN).id
    sign(filing_id, cast.citizen_actor(CIA))
    assert (_case(filing_id).state, _room(filing_id).state) == (
        CaseState.RECEIVED,
        RoomState.COMPLETE,
    )
    assert _sent(filing_id, "sign_enough") == {DAN}
    assert _sent(filing_id, "application_enough") == {cast.APPLICANT, BO, CIA}
    assert _sent(filing_id, "application_complete") == set()
    assert _key(DAN) not in _people(filing_id)
    assert _room(filing_id).missing == ()
    dan = cast.citizen_actor(DAN)
    with pytest.raises(TransitionError):
        sign(filing_id, dan)
    with pytest.raises(NotFoundError):
        signature.attachment(request_id=late, file_id=uuid.uuid4(), by=dan)
    with clock.shifted(working_days(7)):
        assert (remind.remind_due(), remind.expire_due()) == (0, 0)


def test_no_does_not_end_it_while_enough_others_can_sign() -> None:
    offer(TWO)
    filing_id = applied(BO, CIA, DAN)
    _declines(filing_id, BO)
    assert (_room(filing_id).state, len(_room(filing_id).missing)) == (RoomState.OPEN, 2)
    assert _sent(filing_id, "sign_declined") == {cast.APPLICANT}
    what = {event.what for event in cases.timeline(_case(filing_id).id)}
    assert "declined_not_last" in what
    sign(filing_id, cast.citizen_actor(CIA))
    sign(filing_id, cast.citizen_actor(DAN))
    assert _case(filing_id).state is CaseState.RECEIVED
    assert _key(BO) not in _people(filing_id)
    assert _sent(filing_id, "sign_enough") == set()  # he has answered


def test_it_ends_when_enough_can_no_longer_sign_and_can_be_asked_again() -> None:
    offer(TWO)
    filing_id, hanna = applied(BO, CIA, DAN), cast.staff_actor()
    for number in (BO, CIA):
        _declines(filing_id, number)
    assert _room(filing_id).state is RoomState.DECLINED
    assert "declined" in {event.what for event in cases.timeline(_case(filing_id).id)}
    with pytest.raises(TransitionError):
        sign(filing_id, cast.citizen_actor(DAN))
    unsigned.ask_again(reference=reference_of(filing_id), by=hanna)
    for number in (DAN, BO):
        sign(filing_id, cast.citizen_actor(number))
    assert _case(filing_id).state is CaseState.RECEIVED


def test_in_turn_the_next_is_asked_when_the_one_before_has_signed() -> None:
    offer(TURN)
    filing_id = applied(BO, CIA)
    assert _sent(filing_id, "sign_invitation") == {BO}
    cia, next_up = cast.citizen_actor(CIA), _request(filing_id, CIA)
    assert next_up.state is RequestState.QUEUED
    assert _room(filing_id).next_in_turn == next_up
    assert signing.requests_of(cia) == []
    assert _key(CIA) not in _people(filing_id)
    for verb in (sign, _signs_out_of_turn):
        with pytest.raises((NotFoundError, TransitionError)):
            verb(filing_id, cia)
    with clock.shifted(working_days(4)):
        assert remind.remind_due() == 1
        assert _sent(filing_id, "sign_reminder") == {BO}
        sign(filing_id, cast.citizen_actor(BO))
        assert _sent(filing_id, "sign_invitation") == {BO, CIA}
        assert _key(CIA) in _people(filing_id)
        assert remind.remind_due() == 0  # she has waited less than a day
    with clock.shifted(working_days(7)):
        assert remind.remind_due() == 1
    with clock.shifted(timedelta(days=31)):  # the time counts from the first
        assert remind.expire_due() == 1
    assert _request(filing_id, CIA).state is RequestState.EXPIRED


def _signs_out_of_turn(filing_id: uuid.UUID, by: Actor) -> None:
    signature.read(
        request_id=next(r.id for r in _room(filing_id).requests if r.citizen_id == by.id), by=by
    )


def test_in_turn_a_no_passes_the_turn_on_and_who_was_not_reached_hears_nothing() -> None:
    offer({**TURN, "needed": 1})
    filing_id = applied(BO, CIA, DAN)
    _declines(filing_id, BO)
    assert _sent(filing_id, "sign_invitation") == {BO, CIA}
    sign(filing_id, cast.citizen_actor(CIA))
    assert _case(filing_id).state is CaseState.RECEIVED
    assert _sent(filing_id, "sign_enough") == set()
    assert _people(filing_id) == {_key(cast.APPLICANT), _key(CIA)}
    with pytest.raises(NotFoundError):
        signing.request_of(cast.citizen_actor(DAN), _request(filing_id, DAN).id)


def test_in_turn_nobody_more_is_asked_when_the_handler_goes_on_without() -> None:
    offer(TURN)
    filing_id = applied(BO, CIA, DAN)
    unsigned.go_on(reference=reference_of(filing_id), reason="Brådskar.", by=cast.staff_actor())
    assert _request(filing_id, CIA).state is RequestState.STOOD_DOWN
    sign(filing_id, cast.citizen_actor(BO))
    assert _sent(filing_id, "sign_invitation") == {BO}
    assert _case(filing_id).state is CaseState.IN_PROGRESS
    assert _key(CIA) not in _people(filing_id)


def test_death_ends_it_only_when_too_few_are_left() -> None:
    offer(TWO)
    filing_id, by = applied(BO, CIA, DAN), cast.staff_actor()
    _declines(filing_id, BO)
    moved = signing_services.excuse(request_id=_request(filing_id, CIA).id, by=by)
    assert moved.state is RoomState.DECLINED
    other = applied(BO, CIA)
    sign(other, cast.citizen_actor(BO))
    moved = signing_services.excuse(request_id=_request(other, CIA).id, by=by)
    assert moved.state is RoomState.COMPLETE  # nobody waits for the dead


def test_in_own_space_it_is_handed_in_by_the_last_needed_signature() -> None:
    offer(TWO, mode="own_space_until_signed")
    filing_id = applied(BO, CIA, DAN)
    sign(filing_id, cast.citizen_actor(BO))
    [waits] = signing.waiting_in_own_space([cast.unit().id]).longest
    assert (waits.still, len(waits.missing_roles)) == (1, 2)
    sign(filing_id, cast.citizen_actor(CIA))
    assert _case(filing_id).state is CaseState.RECEIVED
    assert _people(filing_id) == {_key(number) for number in (cast.APPLICANT, BO, CIA)}
    assert _sent(filing_id, "sign_enough") == {DAN}


def test_text_that_is_signed_says_how_many_only_where_not_all_sign() -> None:
    offer({**TWO, **TURN})
    work = filled(BO, CIA, DAN)
    plan = submit.parties(work)
    assert "utöver den sökande: 2 av 3, en i taget" in submit.visible_text(work, "00", plan)
    hidden = json.loads(submit.hidden_data(work.filing.id, "00", plan))
    assert hidden["rule"] == "samtjanst-text/2"
    for old in (filled_all(), _school()):
        plan = submit.parties(old)
        hidden = json.loads(submit.hidden_data(old.filing.id, "00", plan))
        assert hidden == {"rule": "samtjanst-text/1", "filing": str(old.filing.id), "sha256": "00"}
        assert "UNDERSKRIFTER" not in submit.visible_text(old, "00", plan)
        assert "signatories" not in submit._content(old, plan, cast.citizen_actor())


def filled_all() -> answer.Work:
    offer({})
    return filled(BO, CIA)


def _school() -> answer.Work:
    school_transport()
    by = cast.citizen_actor()
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)


def test_everybody_reads_how_many_who_is_next_and_what_happens() -> None:
    offer({**TWO, **TURN})
    anna, hanna = browser(token=citizen_token()), browser(token=staff_token(cast.staff()))
    cast.citizen(DAN)  # known by another name than the applicant writes
    work = filled(BO, CIA, DAN)
    check = anna.get(f"/ansokan/{work.filing.id}/kontrollera/").content.decode()
    assert "behöver 2 av 3 personer skriva under" in check
    assert "Får ett meddelande när det är hens tur" in check
    filing_id = applied(BO, CIA, DAN)
    reference = reference_of(filing_id)
    receipt = anna.get(f"/ansokan/{filing_id}/kvitto/").content.decode()
    own = anna.get(f"/mina-arenden/{reference}/").content.decode()
    handler = hanna.get(f"/handlaggning/arenden/{reference}/").content.decode()
    waiting = hanna.get("/handlaggning/lista/vantar/").content.decode()
    for shown in (receipt, own, handler):
        assert "Näst på tur är <bdi>Cia" in shown
        assert "Väntar på sin tur" in shown
    # What somebody is called is not told to who writes her number.
    assert "Dan Provberg" in own
    assert "Beri" not in receipt + own
    assert "0 av 2 som behövs har skrivit under, av 3 personer" in waiting
    bo = browser(token=citizen_token(BO))
    asked = bo.get(f"/underskrift/{_request(filing_id, BO).id}/").content.decode()
    assert "behöver 2 av 3 personer skriva under" in asked
    for number in (BO, CIA):
        sign(filing_id, cast.citizen_actor(number))
    done = anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert "De underskrifter som behövs finns" in done
    assert "Alla har skrivit under" not in done
    facts = dict(document_texts.facts_of(_case(filing_id)))
    assert facts["Underskrifter"] == (
        "2 av 3 behövdes utöver den sökande. 2 har skrivit under. En i taget."
    )


def _signs_on_paper(filing_id: uuid.UUID, number: PersonalNumber) -> RoomState:
    request = _request(filing_id, number)
    told = on_paper.Told(
        request.id, clock.today(), has_seen=True, uploads=[("papper.pdf", b"%PDF-1.7\nprov")]
    )
    reference = reference_of(filing_id)
    return on_paper.register(reference=reference, told=told, by=cast.staff_actor())


def test_paper_opens_a_declined_room_when_enough_can_sign_again(tmp_path: Path) -> None:
    bind(port=Port.STORAGE, adapter="folder", settings={"path": str(tmp_path)})
    offer({"needed": 3}, min_rows=3)
    filing_id = applied(BO, CIA, DAN)
    for number in (BO, CIA):
        with suppress(TransitionError):  # the first no has ended it
            _declines(filing_id, number)
    SignatureRequest.objects.filter(id=_request(filing_id, CIA).id).update(state="declined")
    assert _signs_on_paper(filing_id, BO) is RoomState.DECLINED  # one more is needed
    assert _room(filing_id).state is RoomState.DECLINED
    assert _signs_on_paper(filing_id, CIA) is RoomState.OPEN
    assert _sent(filing_id, "sign_invitation") == {BO, CIA, DAN}
    what = [event.what for event in cases.timeline(_case(filing_id).id)]
    assert what.count("signing_goes_on") == 1
    sign(filing_id, cast.citizen_actor(DAN))
    assert _case(filing_id).state is CaseState.RECEIVED


def test_guardian_always_signs_beside_as_many_as_are_needed() -> None:
    offer({**GUARDIANS, "needed": 1}, "arrives_at_once", *FAMILY)
    filing_id = applied(CIA, DAN)
    assert _sent(filing_id, "sign_invitation") == {BO, CIA, DAN}
    sign(filing_id, cast.citizen_actor(CIA))
    room = _room(filing_id)
    assert (room.state, room.tally.still, room.named) == (RoomState.OPEN, 1, 2)
    assert (
        "Varje vårdnadshavare" in dict(document_texts.facts_of(_case(filing_id)))["Underskrifter"]
    )
    sign(filing_id, cast.citizen_actor(BO))
    assert _case(filing_id).state is CaseState.RECEIVED
    assert _request(filing_id, DAN).state is RequestState.STOOD_DOWN
    other = applied(CIA, DAN)
    _declines(other, BO)  # nobody signs instead of a guardian
    assert _room(other).state is RoomState.DECLINED


def test_guardian_is_asked_at_once_and_signs_once_while_the_others_wait_for_their_turn() -> None:
    offer({**GUARDIANS, **TURN}, "arrives_at_once", *FAMILY)
    work = filled(BO, CIA, DAN)  # the guardian is named as well
    plan = submit.parties(work)
    assert [one.role for one in plan.parties] == ["applicant", "guardian", "signatory", "signatory"]
    text = submit.visible_text(work, "00", plan)
    assert "Varje vårdnadshavare skriver under" in text
    assert "har angett skriver under: 2 av 2, en i taget" in text
    assert b"samtjanst-text/3" in submit.hidden_data(work.filing.id, "00", plan)
    filing_id = applied(BO, CIA, DAN)
    assert _sent(filing_id, "sign_invitation") == {BO, CIA}
    sign(filing_id, cast.citizen_actor(CIA))
    assert _sent(filing_id, "sign_invitation") == {BO, CIA, DAN}
    sign(filing_id, cast.citizen_actor(DAN))
    assert _room(filing_id).state is RoomState.OPEN
    sign(filing_id, cast.citizen_actor(BO))
    assert _case(filing_id).state is CaseState.RECEIVED
