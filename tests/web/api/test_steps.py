"""A connected system sees the process of a case, and takes the steps that are for systems."""

from typing import Any

import pytest
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.running.cases.test_process import begun, status
from tests.web.api import support

from samtjanst.foundation.people.types import Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.running.cases.models import CaseEvent, CaseStep

pytestmark = pytest.mark.django_db
STEPPING = (Scope.CASES, Scope.STEPS)
TO_WRITING = {"step": "by_system", "status": "review"}


def _post(caller: Any, reference: str, data: dict[str, str], key: str) -> Any:
    headers = {"Idempotency-Key": key}
    path = f"/api/v1/cases/{reference}/steps"
    return caller.post(path, data, content_type="application/json", headers=headers)


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    school_transport(document=processes.document())
    made = complete_case()
    begun(made)
    return made


def test_system_takes_a_step_of_its_own_once(reference: str) -> None:
    caller = support.caller(support.connect(STEPPING))
    told = caller.get(f"/api/v1/cases/{reference}/status").json()
    assert (told["process_status"], [one["id"] for one in told["steps"]]) == (
        "review", ["by_system"],
    )  # fmt: skip
    first = _post(caller, reference, TO_WRITING, "k-1")
    again = _post(caller, reference, TO_WRITING, "k-1")
    assert (first.status_code, first.json()) == (201, {"process_status": "writing"})
    assert again.json() == first.json()
    assert status(reference) == ("writing", "in_progress")
    assert CaseStep.objects.filter(status="writing").count() == 1
    assert CaseEvent.objects.filter(what="step").latest("at").who == "Elevsystemet"
    assert _post(caller, reference, TO_WRITING, "k-2").status_code == 409
    assert caller.get(f"/api/v1/cases/{reference}").json()["process_status"] == "writing"


def test_step_of_people_and_a_system_without_the_scope_get_nowhere(reference: str) -> None:
    caller = support.caller(support.connect(STEPPING))
    people = {"step": "to_write", "status": "review"}
    assert _post(caller, reference, people, "k-1").status_code == 404
    reader = support.caller(support.connect((Scope.CASES,)))
    assert _post(reader, reference, TO_WRITING, "k-2").status_code == 403
    assert reader.get(f"/api/v1/cases/{reference}/status").json()["steps"] == []
    elsewhere = support.caller(support.connect(STEPPING, unit="Parkenheten"))
    assert _post(elsewhere, reference, TO_WRITING, "k-3").status_code == 404
    assert status(reference) == ("review", "in_progress")
    assert cast.staff_actor()
