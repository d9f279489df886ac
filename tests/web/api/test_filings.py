"""A system fills in an application for somebody, who reads and signs it herself."""

import base64
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey_support import school_transport
from tests.town import ANNA, BO, PDF, Town, first_option, found, page_text, prepare, request_for
from tests.web.api import support

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import ApiAnswer, ApiClient
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.running.filing.models import Filing
from samtjanst.running.filing.services import erase_expired
from samtjanst.running.webhooks import queries as webhook_queries
from samtjanst.running.webhooks import services as webhooks
from samtjanst.running.webhooks.models import WebhookCall
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db
PATH = "/api/v1/e-services/skolskjuts/filings"
HOME = {"care_of": "", "street": "Storgatan 1", "postal_code": "595 30", "city": "Mjölby"}
ANSWERS: dict[str, Any] = {
    "child": {"name": "Ella Provsson", "personal_number": "201801012392", "source": "register"},
    "has_other_guardian": True,
    "other_guardian": {"name": "Bo Provsson", "personal_number": BO},
    "home_address": HOME | {"source": "register"},
    "school": {"id": first_option("school"), "name": "en annan"},
    "placed_school": True,
    "school_year": first_option("school_year"),
    "start_date": "2027-01-11",
    "alternating": False,
    "reasons": ["disability"],
    "disability_description": "Ella kan inte gå långt",
    "days_to": ["monday"],
    "time_to": "07:45",
    "email": "anna@exempel.invalid",
}
CERTIFICATE = {
    "question": "medical_certificate",
    "name": "intyg.pdf",
    "content": base64.b64encode(PDF).decode(),
}


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:  # noqa: F811 - the fixture
    return found("mjolby", bank, tmp_path)


def _caller(town: Town, *scopes: Scope, **more: Any) -> Client:
    with open_scope(town.row):
        return support.caller(support.connect(scopes or (Scope.FILINGS,), **more))


def _send(
    caller: Client, key: str = "k-1", path: str = PATH, language: str = "sv", **changes: Any
) -> Any:
    body = {"personal_number": ANNA, "answers": ANSWERS, "files": [CERTIFICATE], **changes}
    headers = {"Idempotency-Key": key, "Accept-Language": language}
    return caller.post(path, body, content_type="application/json", headers=headers)


def _filings(town: Town) -> list[Filing]:
    with open_scope(town.row):
        return list(Filing.objects.exclude(state="discarded"))


def _faults(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return {one["place"]: one["text"] for one in answer.json()["faults"]}


def test_filing_waits_for_its_owner_and_is_signed_by_everybody_who_must(mjolby: Town) -> None:
    caller = _caller(mjolby)
    answer = _send(caller)
    assert answer.status_code == 201, answer.content
    assert answer.json() | {"id": ""} == {
        "id": "", "e_service": "skolskjuts", "version": 1, "state": "waits_for_applicant",
    }  # fmt: skip
    again = _send(caller)
    assert (again.json(), again["Idempotency-Replayed"]) == (answer.json(), "true")
    [row] = _filings(mjolby)
    assert row.state == "draft"
    with open_scope(mjolby.row):
        assert not Case.objects.exists()  # nothing has come in before she signs
        assert [one.template for one in Message.objects.all()] == ["application_prepared"]
        told = AuditEvent.objects.filter(subject_id=str(row.id)).values_list("actor_kind")
        assert {kind for (kind,) in told} == {"client"}
        assert ANNA not in str(list(ApiAnswer.objects.values()))

    anna = mjolby.login(ANNA)
    assert "Ett anslutet system fyllde i en ansökan åt dig" in page_text(
        anna, "/mina-arenden/slagningar/"
    )
    assert "Ifylld åt dig av <bdi>Elevsystemet</bdi>" in page_text(anna, "/mina-arenden/")
    path = f"/ansokan/{row.id}/"
    shown = page_text(anna, f"{path}kontrollera/")
    assert "Ifylld via API av Elevsystemet" in shown
    assert "Hämtat från folkbokföringen" not in shown  # the system's word for it is not taken
    mjolby.sign(anna, prepare(anna, path), ANNA)
    bo = mjolby.login(BO)
    mjolby.sign(bo, request_for(bo), BO)
    with open_scope(mjolby.row):
        case = Case.objects.get()
    page = page_text(mjolby.handler(), f"/handlaggning/arenden/{case.reference}/")
    assert "Ifylld via API av Elevsystemet" in re.sub(r"<[^>]+>", "", page)
    assert "Besked om en ifylld ansökan" in page


def test_system_is_told_what_became_of_what_it_prepared_and_nothing_more(mjolby: Town) -> None:
    with open_scope(mjolby.row):
        by = cast.staff_actor(Role.ADMINISTRATOR)
        made = support.connect((Scope.FILINGS,))
        mine, client_id = support.caller(made), ApiClient.objects.get().id
        webhooks.put_webhook(client_id=client_id, url="https://a.invalid/", events=(), by=by)
    other = _caller(mjolby)
    sent = [_send(mine, key=key).json()["id"] for key in ("k-1", "k-2", "k-3")]

    def told(key: str, caller: Client = mine) -> Any:
        return caller.get(f"/api/v1/filings/{key}")

    whole = {"e_service": "skolskjuts", "version": 1}
    waits = {"state": "waits_for_applicant", "ended_at": None, "reference": None}
    assert told(sent[0]).json() == {"id": sent[0], **whole, **waits}
    unknown, theirs = told(str(uuid.uuid4())), told(sent[0], other)
    assert (unknown.status_code, theirs.status_code) == (404, 404)
    anna = mjolby.login(ANNA)
    assert "får veta om du lämnar in eller kastar den" in page_text(anna, "/mina-arenden/")
    mjolby.sign(anna, prepare(anna, f"/ansokan/{sent[0]}/"), ANNA)
    anna.post(f"/ansokan/{sent[1]}/kasta/")
    with open_scope(mjolby.row):
        Filing.objects.filter(id=sent[2]).update(expires_at=clock.now())
        erase_expired()
        reference = Case.objects.get().reference
    ends = [told(key).json() for key in sent]
    assert [one["state"] for one in ends] == ["handed_in", "discarded", "expired"]
    assert [one["reference"] for one in ends] == [reference, None, None]
    with open_scope(mjolby.row), clock.shifted(support.LATER):
        assert webhooks.collect() == 3
        assert webhooks.collect() == 0
        calls = WebhookCall.objects.order_by("happened_at").values_list("event", "event_id")
        assert [(event, str(key)) for event, key in calls] == [
            (f"filing.{one['state']}", one["id"]) for one in ends
        ]
        shown = webhook_queries.calls_of(by, client_id)
    assert shown[0].body == '{"type": "filing.expired", "data": {"id": "•••"}}'


def test_faults_are_the_forms_own_and_leave_nothing(mjolby: Town) -> None:
    caller = _caller(mjolby)
    wrong = {
        **ANSWERS,
        "school": {"id": "ingen", "name": "Slottet"},
        "start_date": "i vår",
        "reasons": ["disability", "hemligt"],
        "traffic_place": "Vägen",
        "alternating": None,
        "okänd": 1,
    }
    faults = _faults(_send(caller, answers=wrong, files=[]))
    assert {one.removeprefix("answers.") for one in faults} == {
        "school", "start_date", "reasons", "traffic_place", "alternating", "okänd",
        "medical_certificate",
    }  # fmt: skip
    assert faults["answers.start_date"].startswith("Skriv ")
    english = _faults(_send(caller, answers=wrong, language="en"))
    assert english["answers.start_date"].startswith("Write ")
    for number in ("198501012383", "+-+-+-+-+-+-", "0000000000"):
        assert list(_faults(_send(caller, personal_number=number))) == ["personal_number"]
    broken = {**CERTIFICATE, "content": base64.b64encode(b"MZ").decode()}
    misplaced = {**CERTIFICATE, "question": "school"}
    faults = _faults(_send(caller, files=[broken, misplaced]))
    assert {"files.medical_certificate", "files.school"} <= set(faults)
    english = _faults(_send(caller, files=[broken, misplaced], language="en"))
    assert english["files.school"] == "The e-service has no such question about files."
    assert english["files.medical_certificate"] != faults["files.medical_certificate"]
    assert _filings(mjolby) == []
    with open_scope(mjolby.row):
        assert not Message.objects.exists()
    assert _send(caller).status_code == 201  # the key of what failed can be used again


@pytest.mark.parametrize("value", [None, 0, "", "x" * 99_999, [[]], {"raw": {}}, [{"a": [None]}]])
def test_nonsense_is_refused_wherever_it_stands(mjolby: Town, value: Any) -> None:
    answer = _send(_caller(mjolby), answers=dict.fromkeys(ANSWERS, value))
    assert set(_faults(answer)) & {"answers.child", "answers.school"}
    assert _filings(mjolby) == []


def test_only_systems_that_may_and_only_their_e_services(mjolby: Town, tmp_path: Path) -> None:
    assert _send(_caller(mjolby, Scope.CASES, Scope.NOTES)).status_code == 403
    assert _send(_caller(mjolby, e_services=("bygglov",))).status_code == 404
    with open_scope(mjolby.row):
        cast.unit("annan")
    assert _send(_caller(mjolby, unit="annan")).status_code == 404
    assert _send(_caller(mjolby), path=PATH.replace("skolskjuts", "inget")).status_code == 404
    other = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(other):
        school_transport("norrkoping")
        cast.staff(Role.HANDLER)
        away = support.connect((Scope.FILINGS,))
    token = support.token(away, "norrkoping").json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert _send(support.http("mjolby", **headers)).status_code == 401
    assert _filings(mjolby) == []


def test_what_is_prepared_is_out_of_the_systems_reach(mjolby: Town) -> None:
    caller = _caller(mjolby, *Scope)
    key = _send(caller).json()["id"]
    assert caller.get(f"/api/v1/cases/{key}").status_code == 404
    assert caller.get(f"/ansokan/{key}/").status_code in {302, 404}
    assert mjolby.login(BO).get(f"/ansokan/{key}/oversikt/").status_code == 404
