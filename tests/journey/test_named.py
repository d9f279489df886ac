"""Another signatory, named instead of a guardian who does not sign or cannot be asked."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.staff_support import browser, staff_token
from tests.town import ANNA, BO, Town, page_text, reference_in, request_for, words

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import sign as signature
from samtjanst.running.cases.models import Case, CaseParty
from samtjanst.simulators.navet.answers import ABSENT

CARER = "196608253081"  # Teofil, whom the register knows
CHILD, HANNA = "201801012392", cast.HANDLER.digits
PROTECTED = "198602212394"


@pytest.fixture
def place(town: Town) -> Iterator[Town]:  # noqa: F811 - the fixture
    assert town.register
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    yield town
    town.register.register.fates.clear()


@pytest.fixture
def anna(place: Town) -> Client:
    return place.login(ANNA)


@pytest.fixture
def hanna(place: Town) -> Client:
    return place.handler()


@pytest.fixture
def reference(place: Town, anna: Client) -> str:
    place.apply(anna)
    return reference_in(page_text(anna, "/mina-arenden/"))


def _path(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/annan-undertecknare/"


def _data(**changes: str) -> dict[str, str]:
    return {
        "do": "name",
        "personal_number": CARER,
        "email": "teofil@exempel.invalid",
        "keeps": "no",
        "reason": "Teofil är förordnad förmyndare.",
    } | changes


def _states(place: Town) -> list[tuple[str, str]]:
    with open_scope(place.row):
        return list(SignatureRequest.objects.order_by("place").values_list("role", "state"))


def _told(place: Town) -> dict[str, list[str]]:
    """Templates of notices by the recipient's e-mail name."""
    found: dict[str, list[str]] = {}
    with open_scope(place.row):
        names = {row.citizen_id: row for row in CaseParty.objects.all()}
        for row in Message.objects.order_by("created_at"):
            found.setdefault(row.template, []).append(str(row.citizen_id))
        assert names
    return found


def test_another_is_named_in_two_steps_and_the_last_signature_completes(
    place: Town, anna: Client, hanna: Client, reference: str
) -> None:
    asked = request_for(place.login(BO))
    answer = hanna.post(_path(reference), _data(do="check", name=""))
    assert answer.status_code == 200
    assert "Är det rätt person?" in words(answer)
    assert "Namnet kommer från folkbokföringen" in words(answer)
    assert _states(place) == [("applicant", "signed"), ("guardian", "invited")]

    answer = hanna.post(_path(reference), _data(), follow=True)
    assert "Begäran om underskrift är på väg" in words(answer)
    assert "förordnad förmyndare" in words(answer)
    assert _states(place)[1:] == [("guardian", "replaced"), ("guardian", "invited")]
    told = _told(place)
    assert len(told["sign_ended"]) == len(told["case_news"]) == 1
    assert len(told["sign_invitation"]) == 2

    bo = place.login(BO)
    assert bo.get(asked).status_code == 404
    assert bo.post(f"{asked}starta/").status_code == 404
    assert bo.post(f"{asked}avbojd/", {"reason": "Jag vill vara med."}).status_code == 404
    assert bo.get(f"/mina-arenden/{reference}/").status_code == 404

    carer = place.login(CARER)
    place.sign(carer, request_for(carer), CARER)
    with open_scope(place.row):
        assert Case.objects.get().state == "received"
        assert Room.objects.get().state == "complete"
    page = page_text(anna, f"/mina-arenden/{reference}/")
    assert "Teofil" in page
    complete = _told(place)["application_complete"]
    assert len(complete) == len(set(complete)) == 2
    with open_scope(place.row):
        bo_id = str(cast.citizen(cast.OTHER_GUARDIAN).id)
        assert AuditEvent.objects.filter(action="signing.named_instead").count() == 1
        assert AuditEvent.objects.filter(action="case.signatory_named").count() == 1
    assert bo_id not in complete


def test_guardian_who_is_still_one_reads_on_and_gets_the_receipt(
    place: Town, hanna: Client, reference: str
) -> None:
    assert hanna.post(_path(reference), _data(keeps="yes")).status_code == 302
    bo, carer = place.login(BO), place.login(CARER)
    assert "/underskrift/" not in page_text(bo, "/mina-arenden/")
    place.sign(carer, request_for(carer), CARER)
    assert "Komplett" in page_text(bo, f"/mina-arenden/{reference}/")
    assert len(_told(place)["application_complete"]) == 3


def test_after_a_refusal_another_is_asked_and_the_refusal_stays_on_record(
    place: Town, hanna: Client, reference: str
) -> None:
    with open_scope(place.row):
        bo = cast.citizen_actor(cast.OTHER_GUARDIAN)
        [request] = [r for r in signing.requests_of(bo) if r.is_open]
        signature.decline(request_id=request.id, reason="Jag har inte vårdnaden.", by=bo)
    ways = page_text(hanna, f"/handlaggning/arenden/{reference}/vagar-vidare/")
    assert _path(reference) in ways
    assert hanna.post(_path(reference), _data()).status_code == 302
    assert _states(place)[1:] == [("guardian", "replaced"), ("guardian", "invited")]
    assert "Ville inte skriva under" in page_text(hanna, f"/handlaggning/arenden/{reference}/")


def test_guardian_lost_to_the_register_is_followed_by_one_who_signs(
    place: Town, anna: Client, hanna: Client
) -> None:
    assert place.register
    place.register.register.fates[BO] = ABSENT
    place.apply(anna)
    reference = reference_in(page_text(anna, "/mina-arenden/"))
    ways = page_text(hanna, f"/handlaggning/arenden/{reference}/vagar-vidare/")
    assert "Begär igen" not in ways
    assert hanna.post(_path(reference), _data()).status_code == 302
    assert _states(place) == [("applicant", "signed"), ("guardian", "invited")]
    carer = place.login(CARER)
    place.sign(carer, request_for(carer), CARER)
    with open_scope(place.row):
        assert Case.objects.get().state == "received"
    assert len(_told(place)["application_complete"]) == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"personal_number": ANNA}, "redan med bland dem som skriver under"),
        ({"personal_number": BO}, "redan med bland dem som skriver under"),
        ({"personal_number": HANNA}, "inte ange dig själv"),
        ({"personal_number": CHILD}, "inte myndig"),
        ({"personal_number": PROTECTED}, "kan inte bes om underskrift här"),
        ({"personal_number": "19660825-3082"}, "Skriv personnumret"),
        ({"personal_number": ""}, "Skriv personnumret"),
        ({"reason": " "}, "Skriv varför någon annan"),
        ({"reason": "x" * 1001}, "högst 1000 tecken"),
        ({"reason": "x\0y"}, "inte går att läsa"),
        ({"keeps": ""}, "Välj om personen"),
        ({"keeps": "kanske"}, "Välj om personen"),
        ({"email": "teofil"}, "namn@exempel.se"),
    ],
)
def test_nobody_signs_as_two_and_what_is_wrong_is_told_at_the_field(
    place: Town, hanna: Client, reference: str, changes: dict[str, str], told: str
) -> None:
    answer = hanna.post(_path(reference), _data(**changes))
    assert answer.status_code == 422
    assert told in words(answer)
    assert _states(place) == [("applicant", "signed"), ("guardian", "invited")]


def test_who_has_been_replaced_cannot_be_named_again(
    place: Town, hanna: Client, reference: str
) -> None:
    assert hanna.post(_path(reference), _data()).status_code == 302
    again = hanna.post(_path(reference), _data(personal_number=BO))
    assert again.status_code == 422


def test_second_press_names_nobody_twice(place: Town, hanna: Client, reference: str) -> None:
    assert hanna.post(_path(reference), _data()).status_code == 302
    assert hanna.post(_path(reference), _data()).status_code == 422
    assert len(_states(place)) == 3


def test_register_that_is_down_leaves_the_name_to_the_handler(
    place: Town, hanna: Client, reference: str
) -> None:
    assert place.register
    place.register.register.mode = "down"
    assert "Skriv personens namn" in words(hanna.post(_path(reference), _data(do="check")))
    answer = hanna.post(_path(reference), _data(do="check", name="Teofil Testsson"))
    assert "Folkbokföringen svarade inte" in words(answer)
    assert hanna.post(_path(reference), _data(name="Teofil Testsson")).status_code == 302


def test_what_is_complete_or_decided_has_no_such_address(
    place: Town, hanna: Client, reference: str
) -> None:
    bo = place.login(BO)
    place.sign(bo, request_for(bo), BO)
    assert hanna.get(_path(reference)).status_code == 404
    assert hanna.post(_path(reference), _data()).status_code == 404


def test_handler_elsewhere_and_citizens_find_nothing(
    place: Town, anna: Client, reference: str
) -> None:
    with open_scope(cast.municipality("norrkoping")):
        nils = browser("norrkoping", staff_token(cast.staff()))
    assert nils.post(_path(reference), _data()).status_code == 404
    assert anna.post(_path(reference), _data()).status_code == 302
    assert len(_states(place)) == 2
