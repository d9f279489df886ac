"""People named to sign are looked up in the population register: when named, and while asked."""

from collections.abc import Iterator

import pytest
from tests import cast
from tests.days import working_days
from tests.handling_support import person, reference_of, sign
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.signatories_support import BO, CIA, DAN, applied, filled, offer
from tests.staff_support import browser, staff_token
from tests.town import Town

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.models import SignatureRequest
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import remind, submit
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState
from samtjanst.simulators import personas
from samtjanst.simulators.navet.answers import ABSENT

DEAD, NOBODY = PersonalNumber(personas.EVERT), PersonalNumber(personas.UNKNOWN_NUMBER)
CHILD, PETRA = PersonalNumber(personas.NOA), PersonalNumber(personas.PETRA)
NEXT = working_days(3)


@pytest.fixture
def place(town: Town) -> Iterator[Town]:  # noqa: F811 - the fixture
    assert town.register
    with open_scope(town.row):
        offer({}, registered=True)
        yield town
    town.register.register.fates.clear()


def _states() -> dict[str, str]:
    rows = SignatureRequest.objects.select_related("citizen").exclude(role="applicant")
    return {identity_of(row.person_id).identity.code: row.state for row in rows}


def _told(template: str) -> int:
    return Message.objects.filter(template=template).count()


def test_who_cannot_sign_is_told_at_the_field_and_nobodys_name_is(place: Town) -> None:
    work = filled(DEAD, NOBODY, CHILD, BO)
    found = work.evaluation.errors()["who"]
    assert [one.partition(": ")[2] for one in found] == [
        "Personen har avlidit enligt folkbokföringen och kan inte skriva under.",
        "Personen finns inte i folkbokföringen. Kontrollera numret.",
        "Personen ska ha fyllt 18 år.",
    ]
    kept = work.filing.facts["people"]
    assert {one["personal_number"] for one in kept} == {DEAD.digits, NOBODY.digits, BO.digits}
    assert all(set(one) == {"personal_number", "status", "protected"} for one in kept)


def test_register_that_is_down_stops_nobody_and_is_asked_again_at_hand_in(place: Town) -> None:
    assert place.register
    place.register.register.mode = "down"
    work, by = filled(BO, CIA), cast.citizen_actor()
    assert work.evaluation.complete
    place.register.register.mode = "up"
    place.register.register.fates[CIA.digits] = ABSENT
    with pytest.raises(InvalidInputError) as raised:
        submit.prepare(filing_id=work.filing.id, by=by)
    assert "finns inte i folkbokföringen" in str(raised.value.problems["who"])
    place.register.register.mode = "down"
    place.register.register.fates.clear()
    other = filled(BO, CIA)
    assert submit.prepare(filing_id=other.filing.id, by=by)


def test_protected_person_is_asked_without_any_message_and_told_to_staff_alone(
    place: Town,
) -> None:
    filing_id = applied(PETRA, BO)
    room = signing.room_of(("filing", filing_id))
    assert room
    petra = next(one for one in room.requests if one.signatory.personal_number == PETRA)
    assert (petra.is_protected, petra.state, petra.name) == (True, "invited", "Nils Namnberg")
    assert petra.signatory.email == ""  # not what the applicant wrote
    assert not Message.objects.filter(citizen_id=petra.citizen_id).exists()
    assert _told("sign_invitation") == 1
    anna = place.login(personas.ANNA)
    hanna = browser(token=staff_token(cast.staff(Role.MANAGER)))
    reference = reference_of(filing_id)
    own = anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert "Nils Namnberg" in own
    assert "Skydd" not in own
    assert "Petra" not in own
    handler = hanna.get(f"/handlaggning/arenden/{reference}/").content.decode()
    assert "inget meddelande skickas" in handler
    known = person(PETRA, "Petra Skyddsson", protected=True)
    for number in (BO, PETRA):
        sign(filing_id, cast.citizen_actor(BO) if number == BO else known)
    assert cases.get_case(cast.staff_actor(Role.MANAGER), reference).state is CaseState.RECEIVED


def test_who_dies_moves_or_is_protected_while_it_waits(place: Town) -> None:
    assert place.register
    filing_id = applied(BO, CIA, DAN)
    fates = place.register.register.fates
    fates |= {BO.digits: "AV", CIA.digits: ABSENT}
    with clock.shifted(NEXT):
        assert remind.remind_due() == 1  # the third
    with clock.shifted(working_days(7)):
        assert remind.remind_due() == 1
    assert _states() == {BO.digits: "excused", CIA.digits: "invited", DAN.digits: "invited"}
    case = cases.get_case(cast.staff_actor(), reference_of(filing_id))
    what = [event.what for event in cases.timeline(case.id)]
    assert (what.count("signatory_dead"), what.count("signatory_lost")) == (1, 1)
    assert case.state is CaseState.WAITING_FOR_SIGNATURE
    sign(filing_id, cast.citizen_actor(DAN))
    sign(filing_id, cast.citizen_actor(CIA))  # she can all the same
    assert cases.get_case(cast.staff_actor(), case.reference).state is CaseState.RECEIVED


def test_who_becomes_protected_hears_nothing_more_and_the_case_closes(place: Town) -> None:
    offer({})  # nobody is looked up when she is named
    filing_id = applied(PETRA, BO)
    assert cases.get_case(cast.staff_actor(), reference_of(filing_id))
    with clock.shifted(NEXT):
        assert remind.remind_due() == 1
    room = signing.room_of(("filing", filing_id))
    assert room
    assert [one.is_protected for one in room.requests] == [False, True, False]
    with pytest.raises(NotFoundError):
        cases.get_case(cast.staff_actor(), reference_of(filing_id))
