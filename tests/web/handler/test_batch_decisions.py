"""The same decision in many cases: written once, made, proposed or sent to be signed in each."""

import copy
import re
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import GRANTED, SIGN, colleague, official
from tests.staff_support import browser, staff_token
from tests.town import page_text

from samtjanst.capabilities.signing.models import SignatureRequest
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import ids
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Decision, HeldDecision, Proposal
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db
LIST = "/handlaggning/lista/alla/"


def _town(slug: str = "mjolby", **handling: Any) -> Municipality:
    row = cast.municipality(slug)
    document = copy.deepcopy(DOCUMENT)
    document["handling"] |= handling
    with open_scope(row):
        school_transport(slug, document)
    return row


def _taken(count: int) -> list[str]:
    found = [complete_case() for _ in range(count)]
    for reference in found:
        services.take(reference=reference, by=cast.staff_actor())
    return found


def _hanna() -> Client:
    return browser(token=staff_token(cast.staff()))


def _form(client: Client, *references: str) -> str:
    answer = client.post(f"{LIST}flera/", {"gor": "besluta", "arende": list(references)})
    assert answer.status_code == 200
    return answer.content.decode()


def _chosen(page: str) -> list[str]:
    return re.findall(r'name="beslutas" value="([^"]+)"', page)


def _post(client: Client, page: str, status: int = 200, **more: object) -> str:
    """The form or the check page sent on, with what is added."""
    once = re.findall(r'name="engang" value="([^"]+)"', page)
    wish = {"beslutas": _chosen(page), "engang": once[0]} | GRANTED | more
    answer = client.post(f"{LIST}flera/beslut/", wish)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def _states(*references: str) -> list[str]:
    return [Case.objects.get(reference=one).state for one in references]


def test_decision_is_made_in_each_and_filled_in_with_its_own_facts() -> None:
    with open_scope(town := _town()):
        first, second = _taken(2)
        fresh = complete_case()
        hanna = _hanna()
    assert '<option value="besluta">Besluta</option>' in page_text(hanna, LIST)
    page = _form(hanna, first, fresh, second, "SKJ-finns-inte")
    assert [one.rpartition(":")[0] for one in _chosen(page)] == [first, second]
    assert "Det går inte i det läge som ärendet är i." in page
    assert "Ärendet finns inte." in page
    reasons = "Vägen i {ärendenummer} är lång."
    check = _post(hanna, page, check="1", reasons=reasons)
    assert f"Vägen i {first} är lång." in check
    assert "Inget är beslutat än." in check
    told = _post(hanna, page, send="1", reasons=reasons)
    assert "2 beslut är fattade, och parterna har fått besked." in told
    with open_scope(town):
        assert _states(first, fresh, second) == ["decided", "received", "decided"]
        for reference in (first, second):
            made = cases.decision_of(Case.objects.get(reference=reference).id)
            assert made
            assert made.reasons == f"Vägen i {reference} är lång."
    # The same form again decides nothing more, and tells the same.
    assert "2 beslut är fattade" in _post(hanna, page, send="1", reasons=reasons)
    with open_scope(town):
        assert Decision.objects.count() == 2
        assert AuditEvent.objects.filter(action="case.batch_begun").count() == 1


def test_what_is_wrong_is_told_at_the_field_and_nothing_typed_is_lost() -> None:
    with open_scope(_town()):
        references, hanna = _taken(2), _hanna()
    page = _form(hanna, *references)
    again = _post(hanna, page, 422, check="1", outcome="", reasons="Kvar.", legal_basis="")
    assert "Kvar." in again
    assert 'href="#f-outcome"' in again
    assert [one.rpartition(":")[0] for one in _chosen(again)] == references
    unfilled = _post(hanna, page, 422, check="1", reasons="Se {okänt}.")
    assert "{okänt}" in unfilled
    title = re.findall(r'name="use" value="([^"]+)"', page)[0]
    used = _post(hanna, page, use=title, reasons="Först.")
    assert "Först." in used


def test_case_in_which_something_has_happened_is_left_with_the_reason() -> None:
    with open_scope(town := _town()):
        first, second = _taken(2)
        hanna = _hanna()
    page = _form(hanna, first, second)
    with open_scope(town):
        anna = cast.citizen_actor()
        services.write_to_handler(reference=first, text="Jag vill tillägga.", by=anna)
    told = _post(hanna, page, send="1")
    assert "Något har hänt i ärendet sedan du valde" in told
    with open_scope(town):
        assert _states(first, second) == ["in_progress", "decided"]


def test_decisions_can_be_taken_back_all_at_once_until_they_leave(settings: Any) -> None:
    settings.UNDO_SECONDS = 60
    with open_scope(town := _town()):
        references, hanna = _taken(2), _hanna()
    told = _post(hanna, _form(hanna, *references), send="1")
    assert "2 beslut skickas strax." in told
    once = re.findall(r'name="engang" value="([^"]+)"', told)[0]
    with open_scope(town):
        assert HeldDecision.objects.count() == 2
    undone = hanna.post(f"{LIST}flera/angra/", {"engang": once}).content.decode()
    assert "2 beslut är tillbakatagna." in undone
    with open_scope(town):
        assert not Case.objects.exclude(decision_leaves_at=None).exists()
        assert _states(*references) == ["in_progress"] * 2


def test_signed_decisions_wait_each_to_be_signed_by_itself_and_lead_on_to_the_next() -> None:
    with open_scope(town := _town(decision_signed=True, approvers=1)):
        references = _taken(3)
        hanna, kim = official(cast.staff()), colleague("Kim")
    page = _form(hanna.client, *references)
    check = _post(hanna.client, page, check="1")
    assert "Varje beslut läggs under Att skriva under" in check
    without = _post(hanna.client, page, 422, send="1", approvers="")
    assert "Välj en kollega i varje ruta" in without
    told = _post(hanna.client, page, send="1", approvers=str(kim.account.id))
    assert "3 beslut väntar på din underskrift." in told
    assert f'href="{SIGN}"' in told
    with open_scope(town):
        assert Proposal.objects.filter(state="open", needs="signatures").count() == 3
        assert not Decision.objects.exists()
        mine = SignatureRequest.objects.filter(staff=hanna.account).order_by("room__opened_at")
        digests = {one.room.digest for one in mine}
        assert len(digests) == 3
    assert hanna.client.get(SIGN).content.decode().count("work__case") >= 3
    with open_scope(town):
        hanna.show()  # the latest
        page = hanna.client.get(hanna.path()).content.decode()
    assert f"Nästa att skriva under: {references[0]}" in page
    assert "2 kvar" in page
    with open_scope(town):
        kim.show()
        assert _states(*references) == ["in_progress", "in_progress", "decided"]


def test_decision_that_rules_or_an_approver_do_not_let_through_is_left_by_itself() -> None:
    with open_scope(town := _town(decision_signed=True, approvers=1)):
        references, hanna = _taken(1), _hanna()
    page = _form(hanna, *references)
    told = _post(hanna, page, send="1", approvers=str(ids.new_id()))
    assert "1 ärende ändrades inte." in told
    told = _post(hanna, _form(hanna, *references), send="1", outcome="finns_inte", approvers=[])
    assert "E-tjänstens regler lämnar inte det beslutet öppet" in told
    with open_scope(town):
        assert not Proposal.objects.exists()


def test_colleagues_case_another_municipalitys_and_nonsense_are_left_out() -> None:
    with open_scope(town := _town()):
        kim = colleague("Kim")
        theirs = complete_case()
        hanna = _hanna()
        path = f"/handlaggning/arenden/{theirs}/ta/"
        assert kim.client.post(path).status_code == 302
    with open_scope(there := _town("norrkoping")):
        foreign = _taken(2)[-1]
    page = _form(hanna, theirs, foreign)
    assert "Någon annan handlägger det. Ta över det först." in page
    assert "Ärendet finns inte." in page
    assert "Inget av de valda ärendena kan beslutas av dig nu." in page
    wish = {"beslutas": [f"{foreign}:1", f"{theirs}:2", "x", ":", "\x00:1"], "send": "1"} | GRANTED
    answer = hanna.post(f"{LIST}flera/beslut/", wish)
    assert answer.status_code == 200
    assert "ändrades inte" in answer.content.decode()
    assert hanna.post("/handlaggning/lista/finns-inte/flera/beslut/", wish).status_code == 404
    with open_scope(there):
        assert _states(foreign) == [CaseState.IN_PROGRESS]
    with open_scope(town):
        assert not Decision.objects.exists()
