"""What an e-service itself says in a case: once, at its moment, to whom it is for, filled in."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.journey_support import DOCUMENT, school_transport

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.people.models import Citizen
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import decide, letters, own_words, supplement
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import CaseEvent
from samtjanst.running.cases.types import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mjolby() -> Iterator[None]:
    with open_scope(cast.municipality()):
        yield


def says(*messages: dict[str, Any]) -> None:
    document = copy.deepcopy(DOCUMENT)
    document["handling"]["messages"] = [
        {"id": f"m{place}", **one} for place, one in enumerate(messages)
    ]
    school_transport(document=document)


def say(moment: str, text: str, **more: Any) -> dict[str, Any]:
    return {"moment": moment, "text": {"sv": text}, **more}


def written(reference: str) -> list[tuple[str, str]]:
    by = system_actor(scope_id())
    case = cases.get_case(by, reference)
    names = {one.citizen_id: one.name for one in case.parties}
    found = letters.shown(case=case, by=by)
    return [(names[one.letter.citizen_id], one.letter.text) for one in found]


def test_receipt_is_filled_in_and_written_once_without_a_notice_of_its_own() -> None:
    says(say("received", "Hej {namn}! {ärendenummer} handläggs av {handläggare}."))
    reference = complete_case()
    text = f"Hej Anna Provsson! {reference} handläggs av –."
    assert written(reference) == [("Anna Provsson", text)]
    assert not Message.objects.filter(template="letter_sent").exists()
    assert CaseEvent.objects.filter(what="letter_sent").count() == 1


def test_waiting_goes_to_the_applicant_and_complete_to_all_who_can_be_written_to() -> None:
    says(say("waiting_for_signature", "Vi väntar.", to="parties"),
         say("received", "Nu är den komplett.", to="parties"))  # fmt: skip
    bo = person(cast.OTHER_GUARDIAN, "Bo Provsson")
    filing_id = hand_in_application(other=bo)
    reference = reference_of(filing_id)
    assert written(reference) == [("Anna Provsson", "Vi väntar.")]
    sign(filing_id, bo)
    later = written(reference)[1:]
    assert sorted(later) == [
        ("Anna Provsson", "Nu är den komplett."),
        ("Bo Provsson", "Nu är den komplett."),
    ]


def test_protected_other_party_is_not_written_to() -> None:
    says(say("received", "Komplett.", to="parties"))
    bo = person(cast.OTHER_GUARDIAN, "Bo Provsson", protected=True)
    filing_id = hand_in_application(other=bo, protected=True)
    assert [text for _who, text in written(reference_of(filing_id))] == ["Komplett."]


def test_english_reader_gets_the_english_words_where_there_are_any() -> None:
    says(say("received", "Tack."))
    says({"moment": "received", "text": {"sv": "Tack.", "en": "Thank you."}})
    anna = cast.citizen_actor()
    Citizen.objects.update(language="en")
    assert written(complete_case(anna)) == [("Anna Provsson", "Thank you.")]


def test_request_to_supplement_begins_with_the_words_and_no_slot_is_sent_unfilled() -> None:
    says(say("supplement", "Hej {namn}. Det gäller {gäller}."), say("supplemented", "Tack."))
    reference, hanna = complete_case(), cast.staff_actor()
    services.take(reference=reference, by=hanna)
    case = cases.get_case(hanna, reference)
    begun = own_words.opening(case)
    assert begun == "Hej Anna Provsson. Det gäller Ella Provsson."
    due = supplement.default_due(case)
    asked = Asked(due=due, text=f"{begun} {{skriv mer}}", questions=("traffic_place",))
    with pytest.raises(InvalidInputError) as refused:
        supplement.ask(reference=reference, asked=asked, by=hanna)
    assert "{skriv mer}" in refused.value.problems["text"][0]
    assert written(reference) == []


def test_decision_says_its_words_when_it_has_left(settings: Any) -> None:
    settings.UNDO_SECONDS = 0
    says(say("decided", "Läs beslutet, {namn}.", to="parties"))
    reference, hanna = complete_case(), cast.staff_actor()
    services.take(reference=reference, by=hanna)
    case = cases.get_case(hanna, reference)
    basis = definition_of(case.version_id).handling.legal_basis[0].id
    made = decide.Proposal("granted", "Barnet har långt till skolan.", (basis,))
    decide.decide(reference=reference, proposal=made, revision=case.revision, by=hanna)
    assert written(reference) == [("Anna Provsson", "Läs beslutet, Anna Provsson.")]


def test_e_service_that_says_nothing_writes_nothing_and_asks_no_more_of_the_database() -> None:
    school_transport()
    assert written(complete_case()) == []
