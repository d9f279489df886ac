"""The interface as another system meets it: tokens, feed, cases, confirmations, limits."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import complete_case, decided_case
from tests.web.api import support

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import Credentials
from samtjanst.foundation.people.models import ApiClient, ApiToken
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import connect, hand_over
from samtjanst.kernel import clock
from samtjanst.running.cases.models import CaseEvent
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.services import put_route
from samtjanst.running.handoff.types import DeliveryState, NewRoute, Step
from samtjanst.web.api.problems import TYPE

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


def test_token_is_given_for_id_and_secret_either_way(mjolby: Municipality) -> None:
    made = support.connect((Scope.CASES,))
    answer = support.token(made)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.json()["scope"] == "cases:read"
    basic = base64.b64encode(f"{made.client_id}:{made.secret}".encode()).decode()
    form = {"grant_type": "client_credentials"}
    answer = support.http(Authorization=f"Basic {basic}").post("/api/v1/token", form)
    assert answer.json()["token_type"] == "Bearer"


def test_secret_and_token_are_kept_as_hashes_only(mjolby: Municipality) -> None:
    made = support.connect()
    token = support.token(made).json()["access_token"]
    assert made.secret not in repr(made)
    assert made.secret not in str(ApiClient.objects.values())
    assert token not in str(ApiToken.objects.values())


@pytest.mark.parametrize("wrong", ["secret", "id", "closed", "expired", "network", "municipality"])
def test_no_token_for_whoever_may_not(mjolby: Municipality, tmp_path: Path, wrong: str) -> None:
    networks = ("192.0.2.0/24",) if wrong == "network" else ()
    made, slug = support.connect(networks=networks), "mjolby"
    if wrong == "secret":
        made = Credentials(made.client_id, "x")
    elif wrong == "id":
        made = Credentials("c-nobody", made.secret)
    elif wrong == "closed":
        connect.disconnect(
            client_id=ApiClient.objects.get().id, by=cast.staff_actor(Role.ADMINISTRATOR)
        )
    elif wrong == "expired":
        ApiClient.objects.update(expires_at=clock.now())
    elif wrong == "municipality":
        cast.municipality("norrkoping", storage=str(tmp_path / "n"))
        slug = "norrkoping"
    answer = support.token(made, slug)
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:samtjanst:problem:credentials"


def test_token_ends_with_its_hour_and_with_its_client(mjolby: Municipality) -> None:
    made = support.connect()
    caller = support.caller(made)
    assert caller.get("/api/v1/changes").status_code == 200
    ApiToken.objects.update(expires_at=clock.now())
    assert caller.get("/api/v1/changes").status_code == 401
    caller = support.caller(made)
    connect.disconnect(
        client_id=ApiClient.objects.get().id, by=cast.staff_actor(Role.ADMINISTRATOR)
    )
    assert caller.get("/api/v1/changes").status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer \x00"])
def test_call_without_a_living_token_is_refused(mjolby: Municipality, header: str) -> None:
    answer = support.http(Authorization=header).get("/api/v1/changes")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_scope_decides_what_can_be_called(mjolby: Municipality) -> None:
    caller = support.caller(support.connect((Scope.CATALOGUE,)))
    assert caller.get("/api/v1/e-services").status_code == 200
    for path in ("changes", "cases/SKJ-2026-000001-K", "statistics/deliveries"):
        answer = caller.get(f"/api/v1/{path}")
        assert answer.status_code == 403
        assert answer.json()["type"].endswith("scope")


def test_catalogue_is_the_municipalitys_own(mjolby: Municipality, tmp_path: Path) -> None:
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        school_transport("norrkoping")
    caller = support.caller(support.connect())
    assert caller.get("/api/v1/e-services").json() == []
    school_transport()
    assert [one["slug"] for one in caller.get("/api/v1/e-services").json()] == ["skolskjuts"]


def test_feed_tells_each_change_once_in_order(mjolby: Municipality) -> None:
    caller = support.caller(support.connect())
    assert caller.get("/api/v1/changes").json() == {"items": [], "cursor": "", "has_more": False}
    case = decided_case(cast.staff_actor())
    assert caller.get("/api/v1/changes").json()["items"] == []
    told, cursor = [], ""
    with clock.shifted(support.LATER):
        for _ in range(10):
            page = caller.get(f"/api/v1/changes?limit=1&after={cursor}").json()
            told += page["items"]
            cursor = page["cursor"]
            if not page["has_more"]:
                break
    assert [one["event"] for one in told] == ["arrived", "completed", "taken", "decided"]
    assert {one["reference"] for one in told} == {case.reference}
    with clock.shifted(support.LATER):
        assert caller.get("/api/v1/changes", {"after": cursor}).json()["items"] == []


@pytest.mark.parametrize(
    "query", ["after=x", "after=%20", "after=" + "f" * 47, "limit=0", "limit=x", "limit=100000"]
)
def test_broken_query_is_told_by_place_only(mjolby: Municipality, query: str) -> None:
    answer = support.caller(support.connect()).get(f"/api/v1/changes?{query}")
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("invalid")


def test_case_is_fetched_whole_and_the_reading_is_recorded(mjolby: Municipality) -> None:
    case = decided_case(cast.staff_actor())
    caller = support.caller(support.connect())
    answer = caller.get(f"/api/v1/cases/{case.reference}")
    body = answer.json()
    assert body["answers"]["start_date"] == "2027-01-11"
    assert body["decision"]["outcome"] == "granted"
    assert body["parties"][0]["personal_number"] == cast.APPLICANT.digits
    assert AuditEvent.objects.filter(action="case.read", actor_kind="client").exists()
    again = caller.get(
        f"/api/v1/cases/{case.reference}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert caller.get(f"/api/v1/cases/{case.reference}/document.pdf").content.startswith(b"%PDF")


def test_case_out_of_reach_does_not_exist(mjolby: Municipality, tmp_path: Path) -> None:
    case = complete_case()
    hidden = complete_case(is_protected=True)
    other = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(other):
        foreign = complete_case()
    caller = support.caller(support.connect())
    assert caller.get(f"/api/v1/cases/{case.reference}").status_code == 200
    elsewhere = support.caller(support.connect(unit="Socialförvaltningen"))
    limited = support.caller(support.connect(e_services=("annat",)))
    for who, reference in (
        (caller, hidden.reference),
        (elsewhere, case.reference),
        (limited, case.reference),
        (caller, "SKJ-2026-999999-X"),
        (caller, "..%2f"),
    ):
        for tail in ("", "/document.pdf", f"/files/{foreign.id}"):
            assert who.get(f"/api/v1/cases/{reference}{tail}").status_code == 404
    # The same number can be in use in both; it is never the other municipality's.
    assert foreign.filing_id not in {case.filing_id, hidden.filing_id}
    with clock.shifted(support.LATER):
        told = caller.get("/api/v1/changes").json()["items"]
        assert {one["reference"] for one in told} == {case.reference}
        assert elsewhere.get("/api/v1/changes").json()["items"] == []


def test_receiver_that_fetches_confirms_and_ends_the_delivery(mjolby: Municipality) -> None:
    school_transport()
    put_route(
        new=NewRoute(
            "skolskjuts",
            "Elevsystemet",
            "",
            Step.INTERFACE_WITH_RECEIPT,
            ("granted",),
            {"fields": [{"to": "NR", "from": "case.reference"}]},
        ),
        sources=[source.name for source in hand_over.sources("skolskjuts")],
        by=cast.staff_actor(Role.ADMINISTRATOR),
    )
    case = decided_case(cast.staff_actor())
    assert Delivery.objects.get().state == DeliveryState.SENT
    caller, path = support.caller(support.connect()), f"/api/v1/cases/{case.reference}/confirmation"
    given = {"route": "Elevsystemet", "number": "E-17"}
    for _ in range(2):
        answer = caller.put(path, given, content_type="application/json")
        assert (answer.status_code, answer.json()["state"]) == (200, "received")
    other = {"route": "Elevsystemet", "number": "E-18"}
    assert caller.put(path, other, content_type="application/json").status_code == 409
    unknown = {"route": "Annat", "number": "1"}
    assert caller.put(path, unknown, content_type="application/json").status_code == 404
    assert caller.put(path, "{", content_type="application/json").status_code in {400, 422}
    assert caller.get("/api/v1/statistics/deliveries").json()[0]["delivered"] == 1


def test_calls_are_counted_and_the_rest_told(mjolby: Municipality) -> None:
    caller = support.caller(support.connect(per_minute=3))
    # At the beginning of a minute, so that none ends between the calls.
    with clock.shifted(timedelta(seconds=60 - clock.now().second)):
        answers = [caller.get("/api/v1/changes") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    left = [one.headers["RateLimit"].split(";")[1] for one in answers[:3]]
    assert left == ["r=2", "r=1", "r=0"]
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [
        ("sv", "sv", "Det finns inte."),
        ("en-GB", "en", "It does not exist."),
        ("de, en;q=0.5", "en", "It does not exist."),
        ("", "sv", "Det finns inte."),
    ],
)
def test_errors_are_told_in_the_callers_language(
    mjolby: Municipality, asked: str, language: str, title: str
) -> None:
    caller = support.caller(support.connect())
    headers = {"Accept-Language": asked} if asked else {}
    answer = caller.get("/api/v1/cases/x", headers=headers)
    assert (answer.json()["title"], answer.json()["status"]) == (title, 404)
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v2/cases", 404),
        ("delete", "/api/v1/cases", 405),
        ("get", "/api/v1/token", 405),
    ],
)
def test_what_no_address_answers_is_a_problem_too(
    mjolby: Municipality, method: str, path: str, status: int
) -> None:
    answer = getattr(support.http(), method)(path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert ("Allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize("size", [16 * MB, 31 * MB])
def test_too_large_a_call_is_a_problem_wherever_it_is_stopped(
    mjolby: Municipality, size: int
) -> None:
    # One is stopped before anything reads it, the other when the interface reads it.
    case, caller = complete_case(), support.caller(support.connect())
    form = "application/x-www-form-urlencoded"
    for path, kind in (
        (f"/api/v1/cases/{case.reference}/notes", "application/json"),
        ("/api/v1/token", form),
    ):
        answer = caller.post(path, data=b"x" * size, content_type=kind)
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, TYPE)
        assert answer.json()["type"] == "urn:samtjanst:problem:too-large"


def test_too_many_fields_or_files_are_too_large(mjolby: Municipality) -> None:
    caller = support.caller(support.connect())
    fields = caller.post("/api/v1/token", {f"a{n}": "1" for n in range(2_500)})
    files = {f"f{n}": SimpleUploadedFile(f"{n}.pdf", b"x") for n in range(40)}
    for answer in (fields, caller.post("/api/v1/token", files)):
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, TYPE)


@pytest.mark.parametrize("rows", [1, 30])
def test_feed_costs_the_same_for_one_and_for_thirty(
    mjolby: Municipality, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        complete_case()
    caller = support.caller(support.connect())
    caller.get("/api/v1/changes")
    with clock.shifted(support.LATER), django_assert_num_queries(7):
        page = caller.get("/api/v1/changes?limit=200").json()
    assert len(page["items"]) == CaseEvent.objects.count()


def test_description_is_openapi_and_the_page_shows_every_address(mjolby: Municipality) -> None:
    schema = support.http().get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    page = support.http().get("/api/v1/").content.decode()
    assert all(path in page for path in schema["paths"])


def test_old_counts_and_tokens_are_forgotten(mjolby: Municipality) -> None:
    caller = support.caller(support.connect())
    caller.get("/api/v1/changes")
    ApiToken.objects.update(expires_at=clock.now())
    assert clients.forget_counts() == 0
    assert not ApiToken.objects.exists()


def test_every_operation_but_the_token_demands_a_scope() -> None:
    from samtjanst.web.api.api import api
    from samtjanst.web.api.auth import Bearer

    operations = [
        (path, operation)
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]
    assert len(operations) >= 8
    for path, operation in operations:
        scoped = [one for one in operation.auth_callbacks if isinstance(one, Bearer)]
        assert len(scoped) == (0 if path == "/token" else 1), path
