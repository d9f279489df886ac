"""An independent SCIM client, which checks every answer against the standard's own models."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from tests.web.api.test_scim import Directory, directory, mjolby  # noqa: F401 - fixtures

from samtjanst.foundation.people.models import Membership, StaffAccount

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(directory: Directory) -> Iterator[Any]:  # noqa: F811 - the fixture
    # Costs more to import than anything else, so only who runs these tests does.
    engine = pytest.importorskip("scim2_client.engines.wsgi", reason="a test dependency")
    # As Django's own test client does: the test's transaction must outlive the request.
    ends = (request_started, request_finished)
    for one in ends:
        one.disconnect(close_old_connections)
    made = engine.WSGISCIMClient(
        WSGIHandler(),
        base_url="http://mjolby.localhost:8000/scim/v2",
        headers={"Authorization": f"Bearer {directory.token}"},
    )
    made.discover()
    yield made
    for one in ends:
        one.connect(close_old_connections)


def test_independent_client_makes_changes_and_closes(client: Any) -> None:
    user, group = client.get_resource_model("User"), client.get_resource_model("Group")
    nina = client.create(user(user_name="nina@x.example", display_name="Nina", active=True))
    [found] = client.query(user).resources
    assert found.id == nina.id
    made = client.create(group(display_name="skola", members=[{"value": nina.id}]))
    assert Membership.objects.count() == 1
    nina.active = False
    client.replace(nina)
    assert not StaffAccount.objects.get().is_active
    client.delete(group, made.id)
    assert not Membership.objects.exists()
    client.delete(user, nina.id)
    assert client.query(user).total_results == 0
