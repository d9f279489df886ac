"""A decision: filled in, checked, sent; what the law asks for is there."""

import copy
from dataclasses import replace

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import DOCUMENT, school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.formkit.definition import load
from samtjanst.capabilities.messages import queries as messages
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import letters
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services

pytestmark = pytest.mark.django_db
GRANTED = {"outcome": "granted", "reasons": "Vägen är lång.", "legal_basis": "sl_10_32_1"}
REFUSED = GRANTED | {"outcome": "refused", "reasons": "Vägen är kort."}


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def taken(mjolby: Municipality) -> tuple[Client, str, int]:
    with open_scope(mjolby):
        reference = complete_case()
        actor = cast.staff_actor()
        services.take(reference=reference, by=actor)
        revision = cases.get_case(actor, reference).revision
        client = browser(token=staff_token(cast.staff()))
    return client, f"/handlaggning/arenden/{reference}/", revision


def _post(taken: tuple[Client, str, int], **data: str) -> tuple[int, str]:
    client, case, revision = taken
    answer = client.post(f"{case}beslut/", {"revision": revision, **data})
    return answer.status_code, answer.content.decode()


def test_refusal_asks_how_the_party_was_heard(taken: tuple[Client, str, int]) -> None:
    status, page = _post(taken, **REFUSED)
    assert status == 422
    assert "Ange om parten har fått yttra sig före beslutet." in page
    status, page = _post(taken, **REFUSED, hearing="needless")
    assert status == 422
    assert "Skriv varför parten inte behöver få yttra sig." in page
    status, page = _post(taken, **REFUSED, hearing="own_only")
    assert status == 200
    assert "Besluta och skicka" in page


def test_grant_needs_no_hearing_and_no_appeal_text(taken: tuple[Client, str, int]) -> None:
    status, page = _post(taken, **GRANTED)
    assert status == 200
    assert "Partens yttrande" not in page
    assert "Hur man överklagar" not in page


def test_refusal_tells_how_to_appeal_in_the_municipalitys_own_words(
    taken: tuple[Client, str, int],
) -> None:
    _, page = _post(taken, **REFUSED, hearing="own_only")
    assert "Hur man överklagar" in page
    assert "{contact}" not in page
    assert "förvaltningsrätten" in page


def test_missing_parts_are_told_at_their_fields(taken: tuple[Client, str, int]) -> None:
    status, page = _post(taken)
    assert status == 422
    for field in ("outcome", "reasons", "legal_basis"):
        assert f'href="#f-{field}"' in page
        assert f'id="f-{field}"' in page


def test_slots_of_a_standard_text_are_filled_once_and_those_that_stay_stop_the_decision(
    mjolby: Municipality, taken: tuple[Client, str, int]
) -> None:
    text = "{namn}: ärende {ärendenummer} om {gäller}, {klart senast}, {handläggare}."
    document = copy.deepcopy(DOCUMENT)
    refusal = next(one for one in document["handling"]["outcomes"] if one["id"] == "refused")
    refusal["standard_texts"][0]["text"] = {"sv": text}
    assert load(document)
    with open_scope(mjolby):
        case = cases.get_case(cast.staff_actor(), taken[1].split("/")[-2])
        odd = replace(case, due=None, concerns="{handläggare}")
        assert letters.filled(odd, text, None).text == (
            f"Anna Provsson: ärende {case.reference} om (handläggare), {{klart senast}}, "
            f"{case.handler}."
        )
    wrong = REFUSED | {"reasons": "Fyll i {klart senast}.", "hearing": "own_only"}
    status, page = _post(taken, **wrong)
    assert status == 422
    assert "Fyll i eller ta bort {klart senast}." in page


def test_standard_text_is_added_and_what_was_written_is_kept(
    taken: tuple[Client, str, int],
) -> None:
    status, page = _post(taken, reasons="Eget.", use="refused.short_way", others="Kim")
    assert status == 200
    assert "Eget.\n\nAnsökan avslås. Vägen mellan hemmet och skolan" in page
    assert 'value="refused" id="f-outcome-refused" data-adverse checked' in page
    assert 'value="Kim"' in page
    assert _post(taken, use="nonsense")[0] == 200


def test_decision_goes_out_once_and_the_party_reads_it(
    mjolby: Municipality, taken: tuple[Client, str, int]
) -> None:
    sent = REFUSED | {"hearing": "given", "hearing_note": "Brev 2026-11-01", "send": "1"}
    assert _post(taken, **sent)[0] == 302
    assert _post(taken, **sent)[0] == 409
    client, case, _ = taken
    assert "Beslut:" in client.get(case).content.decode()
    with open_scope(mjolby):
        anna = browser(token=citizen_token())
        found = cases.get_case(cast.staff_actor(), case.split("/")[-2])
        notices = messages.of_subject(("filing", str(found.filing_id)))
        decision = cases.decision_of(found.id)
    assert [m.template for m in notices].count("decision_made") == 1
    assert decision
    assert (decision.hearing, decision.hearing_note) == ("given", "Brev 2026-11-01")
    mine = anna.get(f"/mina-arenden/{found.reference}/").content.decode()
    assert "Vägen är kort." in mine
    assert "överklaga" in mine


def test_stale_revision_decides_nothing(taken: tuple[Client, str, int]) -> None:
    client, case, revision = taken
    for stale in (revision - 1, "x", ""):
        answer = client.post(f"{case}beslut/", GRANTED | {"revision": stale, "send": "1"})
        assert answer.status_code == 409
