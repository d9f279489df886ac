"""The description against the interface: what a tool makes up from it never finds a difference."""

import functools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from tests import cast
from tests.running.case_support import decided_case
from tests.web.api import support

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.project.wsgi import application
from samtjanst.web.api.api import api

pytestmark = pytest.mark.django_db
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
]


def _can_be_wrong(operation: dict[str, Any]) -> bool:
    """Whether anything that is given can break the description (a text in the path cannot)."""
    given = operation.get("parameters", [])
    return "requestBody" in operation or any(
        one["in"] != "path" or "format" in one["schema"] for one in given
    )


CALLS = [
    (method, path, mode)
    for method, path, operation in OPERATIONS
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode is GenerationMode.POSITIVE or _can_be_wrong(operation)
]
# The same made-up calls in every run: a difference is found the first time, or never.
BOUNDED = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def schema(mjolby: Municipality) -> Iterator[Any]:
    """The description as served, to a system that may do everything."""
    decided_case(cast.staff_actor())
    token = support.token(support.connect(per_minute=1_000_000)).json()["access_token"]
    headers = {"Host": "mjolby.localhost", "Authorization": f"Bearer {token}"}
    # As with Django's own test client: the test's transaction outlives each call.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    described = _served()
    described.config.update(headers=headers)
    yield described
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@functools.cache
def _served() -> Any:
    """The description, fetched once: the tool reads all of our code for values to try with it."""
    at = {"Host": "mjolby.localhost"}
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=at)


@pytest.mark.parametrize(("method", "path", "mode"), CALLS)
def test_description_holds(schema: Any, method: str, path: str, mode: GenerationMode) -> None:
    operation = schema[path][method]

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate()

    holds()
