"""Staff log in with the account at work, in a browser: away to another host, and back."""

from collections.abc import Iterator

import pytest
from tests import cast
from tests.browser.conftest import People
from tests.browser.looking import faults
from tests.town import Town

from samtjanst.foundation.people.directory import STAFF_PROVIDER, put_group_role
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.simulators.oidc import server

pytestmark = pytest.mark.browser


@pytest.fixture
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Running]:
    running = server.start(tmp_path_factory.mktemp("oidc"))
    yield running
    running.stop()


@pytest.mark.parametrize("scripts", [True, False])
def test_handler_is_led_to_the_directory_and_back(
    people: People, town: Town, provider: server.Running, *, scripts: bool
) -> None:
    settings = provider.settings | {"timeout": 30}
    town.bind(Port.LOGIN, "oidc", settings, STAFF_PROVIDER)
    with open_scope(town.row):
        unit = put_unit(name=cast.UNIT, staff_level=2)
        put_group_role(group="skola-handlaggare", role=Role.HANDLER, unit_id=unit.id)
    hanna = people.person(scripts=scripts)
    hanna.go("/handlaggning/")
    hanna.heading("Logga in som medarbetare")
    if scripts:
        assert faults(hanna.page) == []
    hanna.press("Logga in med arbetskontot")
    hanna.page.get_by_role("button", name="Hanna Handläggare").click()
    hanna.page.wait_for_url("**/handlaggning/")
    hanna.go("/medarbetare/jag/")
    hanna.reads("Arbetskontot")
