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
from samtjanst.simulators.oidc import server as oidc
from samtjanst.simulators.saml import server as saml

pytestmark = pytest.mark.browser
_SERVERS = {"oidc": oidc, "saml": saml}


@pytest.fixture
def protocol(
    request: pytest.FixtureRequest, town: Town, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    name: str = request.param
    running = _SERVERS[name].start(tmp_path_factory.mktemp(name))
    town.bind(Port.LOGIN, name, running.settings | {"timeout": 30}, STAFF_PROVIDER)
    yield name
    running.stop()


@pytest.mark.parametrize(
    ("protocol", "scripts"),
    [("oidc", True), ("oidc", False), ("saml", False)],
    indirect=["protocol"],
)
def test_handler_is_led_to_the_directory_and_back(
    people: People, town: Town, protocol: str, *, scripts: bool
) -> None:
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
    if protocol == "saml":  # posted from another host: no cookie of ours comes with it
        hanna.page.get_by_role("button", name="Tillbaka till kommunen").click()
    hanna.page.wait_for_url("**/handlaggning/")
    hanna.go("/medarbetare/jag/")
    hanna.reads("Arbetskontot")
