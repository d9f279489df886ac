"""Cases over the interface: the list, the parts of a case, notes written once, removals told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests import cast
from tests.handling_support import hand_in_application, person
from tests.journey_support import school_transport
from tests.running.case_support import complete_case, decided_case
from tests.web.api import support

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import idempotency
from samtjanst.foundation.people.models import ApiAnswer
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.running.cases.models import Case, CaseEvent, CaseParty, CaseRemoval, Decision
from samtjanst.running.cases.queries import case_of_filing

pytestmark = pytest.mark.django_db
PARTS = ("", "/status", "/documents", "/messages", "/decision", "/notes", "/document.pdf")
NOTE = {"text": "Skjutsen är beställd."}


def _path(case: Any, tail: str = "") -> str:
    return f"/api/v1/cases/{case.reference}{tail}"


def _write(caller: Any, case: Any, key: str = "k-1", note: Any = None) -> Any:
    return caller.post(
        _path(case, "/notes"),
        note or NOTE,
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def _erase(case: Case) -> None:
    """As the owner of the tables, since what has happened to a case is append-only."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
        cursor.execute("SET session_replication_role = replica")
        for table in ("caseparty", "casesearch", "caseevent"):
            cursor.execute(f"DELETE FROM cases_{table} WHERE case_id = %s", [case.id])
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.id])
        cursor.execute("SET ROLE samtjanst_app")


def test_each_part_of_a_case_is_told(mjolby: Municipality) -> None:
    case = decided_case(cast.staff_actor())
    caller = support.caller(support.connect())
    status = caller.get(_path(case, "/status")).json()
    assert (status["state"], status["waiting_for"]) == ("decided", [])
    assert caller.get(_path(case, "/decision")).json()["outcome"] == "granted"
    assert caller.get(_path(case, "/documents")).json() == []
    assert caller.get(_path(case, "/notes")).json() == []
    kinds = [one["kind"] for one in caller.get(_path(case, "/messages")).json()]
    assert "decision_made" in kinds
    assert cast.APPLICANT.digits not in caller.get(_path(case, "/status")).content.decode()


def test_party_who_has_shown_neither_number_nor_e_id_has_neither(mjolby: Municipality) -> None:
    case = decided_case(cast.staff_actor())
    name = "Nils Namnsson"
    nobody = remember_citizen(identity=ForeignIdentity.unvouched(), name=name, given_name="Nils")
    CaseParty(case=Case.objects.get(), citizen_id=nobody.id, role="guardian").save()
    answer = support.caller(support.connect()).get(_path(case))
    told = next(one for one in answer.json()["parties"] if one["name"] == name)
    assert (told["personal_number"], told["foreign_identity"]) == (None, None)
    assert "ZZ:" not in answer.content.decode()


def test_status_tells_whose_signature_is_missing_without_a_name(mjolby: Municipality) -> None:
    school_transport()
    other = person(cast.OTHER_GUARDIAN, "Bo Provsson")
    case = case_of_filing(hand_in_application(other=other))
    caller = support.caller(support.connect())
    answer = caller.get(_path(case, "/status"))
    assert answer.json()["state"] == "waiting_for_signature"
    assert [one["role"] for one in answer.json()["waiting_for"]] == ["guardian"]
    assert "Provsson" not in answer.content.decode()


def test_no_decision_is_no_address(mjolby: Municipality) -> None:
    case = complete_case()
    assert support.caller(support.connect()).get(_path(case, "/decision")).status_code == 404


def test_every_part_is_out_of_reach_for_others(mjolby: Municipality, tmp_path: Path) -> None:
    hidden = complete_case(is_protected=True)
    here = complete_case()
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        theirs = complete_case()
        theirs_too = complete_case()
        foreign = complete_case()  # a third number, which this municipality has not given
    assert foreign.reference not in {hidden.reference, here.reference}
    everyone = support.caller(support.connect())
    elsewhere = support.caller(support.connect(unit="Socialförvaltningen"))
    limited = support.caller(support.connect(e_services=("annat",)))
    out_of_reach = [(everyone, hidden), (everyone, foreign), (elsewhere, here), (limited, here)]
    absent = everyone.get("/api/v1/cases/SKJ-2026-999999-X").content
    for caller, case in out_of_reach:
        for tail in PARTS:
            answer = caller.get(_path(case, tail))
            assert (answer.status_code, answer.content) == (404, absent), tail
        assert _write(caller, case).status_code == 404
        confirmed = {"route": "Elevregistret", "number": "1"}
        answer = caller.put(_path(case, "/confirmation"), confirmed, "application/json")
        assert (answer.status_code, answer.content) == (404, absent)
    with clock.shifted(support.LATER):
        told = [one["reference"] for one in everyone.get("/api/v1/cases").json()["items"]]
        assert told == [here.reference]
        assert elsewhere.get("/api/v1/cases").json()["items"] == []
        assert limited.get("/api/v1/cases").json()["items"] == []
        assert limited.get("/api/v1/changes").json()["items"] == []
    with open_scope(theirs.municipality_id):
        assert not CaseEvent.objects.filter(case__in=[theirs, theirs_too], what="noted").exists()


def test_token_of_one_municipality_is_worth_nothing_in_another(
    mjolby: Municipality, tmp_path: Path
) -> None:
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        case = complete_case()
    token = support.token(support.connect()).json()["access_token"]
    there = support.http("norrkoping", Authorization=f"Bearer {token}")
    assert there.get(_path(case)).status_code == 401
    assert there.get("/api/v1/changes").status_code == 401


def test_cases_are_listed_page_by_page_in_order_and_narrowed(mjolby: Municipality) -> None:
    made = [complete_case() for _ in range(5)]
    decided = decided_case(cast.staff_actor())
    caller, told, cursor = support.caller(support.connect()), [], ""
    with clock.shifted(support.LATER):
        for _ in range(10):
            page = caller.get(f"/api/v1/cases?limit=2&after={cursor}").json()
            told += [one["reference"] for one in page["items"]]
            cursor = page["cursor"]
            if not page["has_more"]:
                break
        assert sorted(told) == sorted(case.reference for case in [*made, decided])
        narrowed = caller.get("/api/v1/cases?state=decided").json()["items"]
        assert [one["reference"] for one in narrowed] == [decided.reference]
        assert caller.get("/api/v1/cases?e_service=annat").json()["items"] == []
        assert caller.get("/api/v1/cases?state=nonsense").status_code == 422


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_for_one_and_for_thirty(
    mjolby: Municipality, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        complete_case()
    caller = support.caller(support.connect())
    caller.get("/api/v1/cases")
    with clock.shifted(support.LATER), django_assert_num_queries(6):
        assert len(caller.get("/api/v1/cases").json()["items"]) == rows


def test_note_is_written_once_however_often_it_is_sent(mjolby: Municipality) -> None:
    case, caller = complete_case(), support.caller(support.connect())
    first, again = _write(caller, case), _write(caller, case)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    told = caller.get(_path(case, "/notes")).json()
    assert [(one["by"], one["text"]) for one in told] == [("Elevsystemet", NOTE["text"])]
    assert AuditEvent.objects.filter(action="case.noted", actor_kind="client").count() == 1
    assert _write(caller, case, key="k-2").status_code == 201
    assert len(caller.get(_path(case, "/notes")).json()) == 2


def test_key_stands_for_one_call_of_one_client(mjolby: Municipality) -> None:
    case, other = complete_case(), complete_case()
    caller = support.caller(support.connect())
    assert _write(caller, case).status_code == 201
    for answer in (_write(caller, case, note={"text": "Annat."}), _write(caller, other)):
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:samtjanst:problem:key")
    assert _write(support.caller(support.connect()), case).status_code == 201
    assert CaseEvent.objects.filter(what="noted").count() == 2


def test_key_of_what_failed_can_be_used_again(mjolby: Municipality) -> None:
    caller, case = support.caller(support.connect()), complete_case()
    assert _write(caller, case, note={"text": "   "}).status_code == 422
    assert _write(caller, case).status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "å", "x" * 101])
def test_note_without_a_good_key_is_not_written(mjolby: Municipality, key: str) -> None:
    caller, case = support.caller(support.connect()), complete_case()
    assert _write(caller, case, key=key).status_code == 422
    assert not CaseEvent.objects.filter(what="noted").exists()


@pytest.mark.usefixtures("committed_db")
def test_same_note_at_the_same_moment_is_written_once(mjolby: Municipality) -> None:
    case, caller = complete_case(), support.caller(support.connect())
    _write(caller, complete_case())  # everything is loaded
    start = threading.Barrier(4)

    def send(_number: int) -> int:
        try:
            start.wait(30)
            return int(_write(caller, case, key="k-2").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(4))) == [201] * 4
    assert CaseEvent.objects.filter(what="noted", case=case).count() == 1


def test_notes_need_their_scope(mjolby: Municipality) -> None:
    case, caller = complete_case(), support.caller(support.connect((Scope.CASES,)))
    assert _write(caller, case).status_code == 403


def test_kept_answers_are_forgotten_after_a_day(mjolby: Municipality) -> None:
    _write(support.caller(support.connect()), complete_case())
    assert idempotency.forget_answers() == 0
    with clock.shifted(idempotency.KEPT_FOR * 2):
        assert idempotency.forget_answers() == 1
    assert not ApiAnswer.objects.exists()


@pytest.mark.parametrize("path", ["/api/v1/e-services", "/api/v1/changes"])
def test_what_is_unchanged_is_not_sent_again(mjolby: Municipality, path: str) -> None:
    caller = support.caller(support.connect())
    tag = caller.get(path).headers["ETag"]
    for given in (tag, f'"x", W/{tag}', "*"):
        answer = caller.get(path, headers={"If-None-Match": given})
        assert (answer.status_code, answer.content) == (304, b""), given
    assert caller.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


def test_e_service_is_told_with_its_questions(mjolby: Municipality) -> None:
    caller = support.caller(support.connect())
    assert caller.get("/api/v1/e-services/skolskjuts").status_code == 404
    school_transport()
    body = caller.get("/api/v1/e-services/skolskjuts").json()
    assert {one["id"] for one in body["questions"]} >= {"child", "school", "start_date"}
    assert {one["id"] for one in body["outcomes"]} >= {"granted", "refused"}
    assert len(body["sha256"]) == 64


def test_erased_case_is_told_to_those_who_could_read_it(mjolby: Municipality) -> None:
    case, hidden = complete_case(), complete_case(is_protected=True)
    caller = support.caller(support.connect())
    elsewhere = support.caller(support.connect(unit="Socialförvaltningen"))
    limited = support.caller(support.connect(e_services=("annat",)))
    with clock.shifted(support.LATER):
        cursor = caller.get("/api/v1/changes").json()["cursor"]
    _erase(case)
    _erase(hidden)
    with clock.shifted(support.LATER):
        told = caller.get("/api/v1/changes", {"after": cursor}).json()["items"]
        assert [(one["event"], one["reference"]) for one in told] == [("removed", case.reference)]
        for other in (elsewhere, limited):
            assert other.get("/api/v1/changes").json()["items"] == []


def test_case_that_becomes_protected_is_told_as_removed_once(mjolby: Municipality) -> None:
    case = complete_case()
    caller = support.caller(support.connect())
    for _ in range(2):
        Case.objects.filter(id=case.id).update(is_protected=True)
    assert CaseRemoval.objects.count() == 1
    with clock.shifted(support.LATER):
        told = caller.get("/api/v1/changes").json()["items"]
    assert [one["event"] for one in told] == ["removed"]
    assert not Decision.objects.exists()
