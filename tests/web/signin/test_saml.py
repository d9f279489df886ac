"""Logging in over SAML: the answer is posted from another host, without any cookie of ours."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests import cast, invited
from tests.simulators_support import walk_saml
from tests.web.signin import elsewhere

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.directory import put_group_role
from samtjanst.foundation.people.models import BrowserSession, LoginElsewhere, StaffAccount
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.simulators.personas import ANNA, ASTRID, HANNA, PABLO
from samtjanst.simulators.saml import server
from samtjanst.simulators.saml.directory import NUMBER

pytestmark = pytest.mark.django_db
BEGIN, MINE = "/logga-in/annan-e-legitimation/", "/mina-arenden/"
DONE = "/logga-in/hos/eid/klar/"
Form = dict[str, str]


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Running]:
    running = server.start(tmp_path_factory.mktemp("saml"))
    yield running
    running.stop()


@pytest.fixture
def idp(_running: server.Running) -> Iterator[server.Running]:
    """As good as new."""
    yield _running
    _running.directory.mode, _running.directory.extra = "up", {}


def _town(idp: server.Running, slug: str = "mjolby") -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        for name in ("eid", "katalog"):
            bind(port=Port.LOGIN, adapter="saml", name=name, settings=idp.settings)
    return row


@pytest.fixture
def mjolby(idp: server.Running) -> Iterator[Municipality]:
    row = _town(idp)
    with open_scope(row):
        yield row


def _away(client: Client, who: str = ANNA, begin: str = BEGIN, next_path: str = "") -> Form:
    return walk_saml(elsewhere.away(client, begin, next_path), who)[1]


def _posted(form: Form, path: str = DONE, slug: str = "mjolby") -> Any:
    """As it arrives from another host: without cookies, and without a token of ours."""
    stranger = Client(SERVER_NAME=f"{slug}.localhost", SERVER_PORT="8000", enforce_csrf_checks=True)
    response = stranger.post(path, form)
    assert "samtjanst" not in response.cookies
    return response


def _nobody() -> bool:
    logged_in = BrowserSession.objects.exclude(citizen=None, staff=None)
    return not logged_in.exists()


def test_citizen_comes_back_by_a_post_without_cookies_and_is_logged_in(
    mjolby: Municipality,
) -> None:
    client = invited.browser()
    form = _away(client, next_path="/mina-arenden/?q=1")
    there = _posted(form)["Location"]
    assert there.startswith(f"{DONE}?state=")
    assert _nobody()
    kept = bytes(LoginElsewhere.objects.get().answer)
    assert kept
    assert form["SAMLResponse"][:40].encode() not in kept
    assert client.get(there)["Location"] == "/mina-arenden/?q=1"
    assert client.get(MINE).status_code == 200
    session = BrowserSession.objects.get(citizen__isnull=False)
    assert (session.method, session.assurance_level) == ("eid", 3)
    assert bytes(LoginElsewhere.objects.get().answer) == b""
    # Neither the address nor the message is good for anything once more.
    assert client.get(there).status_code == 403
    assert _posted(form).status_code == 403


def test_staff_have_the_roles_of_their_groups(mjolby: Municipality) -> None:
    unit = put_unit(name=cast.UNIT, staff_level=3)
    put_group_role(group="skola-handlaggare", role=Role.HANDLER, unit_id=unit.id)
    client, back = invited.browser(), "/logga-in/hos/katalog/klar/"
    form = _away(client, HANNA, "/handlaggning/logga-in/katalog/")
    assert client.get(_posted(form, back)["Location"])["Location"] == "/handlaggning/"
    assert client.get("/handlaggning/").status_code == 200
    assert StaffAccount.objects.count() == 1


def test_foreign_identity_that_may_become_anothers_opens_no_staff_account(
    mjolby: Municipality, idp: server.Running
) -> None:
    put_group_role(group="gäster", role=Role.HANDLER, unit_id=put_unit(name=cast.UNIT).id)
    for who, status in ((ASTRID, 302), (PABLO, 403)):
        idp.directory.members[who] = ["gäster"]
        client = invited.browser()
        form = _away(client, who, "/handlaggning/logga-in/katalog/")
        there = _posted(form, "/logga-in/hos/katalog/klar/")["Location"]
        assert client.get(there).status_code == status
    assert StaffAccount.objects.get().name == "Astrid Prøvesen"


def test_foreign_identity_is_a_citizens_account_of_its_own(
    mjolby: Municipality, idp: server.Running
) -> None:
    for who, status in ((ASTRID, 302), (PABLO, 403)):
        client = invited.browser()
        assert client.get(_posted(_away(client, who))["Location"]).status_code == status
    session = BrowserSession.objects.get(citizen__isnull=False)
    assert session.citizen_id
    assert identity_of(session.citizen_id).foreign == ForeignIdentity(ASTRID)


@pytest.mark.parametrize("lie", ["xsw1", "stripped", "other_audience", "expired", "low_level"])
def test_lie_logs_nobody_in_and_is_told_without_the_person(
    mjolby: Municipality, idp: server.Running, lie: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = invited.browser()
    idp.directory.mode = lie
    answer = client.get(_posted(_away(client))["Location"])
    assert answer.status_code == 403
    assert _nobody()
    [event] = AuditEvent.objects.filter(action="citizen.login_refused")
    assert event.details["code"].startswith("saml:")
    told = answer.content.decode() + str(event.details) + caplog.text
    assert ANNA not in told
    assert "Provsson" not in told


def test_answer_in_another_browser_or_municipality_or_for_staff_logs_nobody_in(
    mjolby: Municipality, idp: server.Running
) -> None:
    _town(idp, "norrkoping")
    client, thiefs = invited.browser(), invited.browser()
    form = _away(client)
    _away(thiefs)
    assert _posted(form, slug="norrkoping").status_code == 403
    assert _posted(form, "/logga-in/hos/katalog/klar/").status_code == 403
    there = _posted(form)["Location"]
    # The first that was left stands; nobody else can put another in its place.
    assert _posted({**form, "SAMLResponse": "PHg+"}).status_code == 403
    for other in (thiefs, invited.browser()):
        assert other.get(there).status_code == 403
    next_door = invited.browser("norrkoping")
    next_door.cookies = client.cookies
    assert next_door.get(there).status_code == 403
    assert _nobody()
    assert client.get(there)["Location"] == MINE


@pytest.mark.parametrize(
    "change",
    [
        {"RelayState": "https://ond.example/"},
        {"RelayState": ""},
        {"SAMLResponse": "A" * 400_001},
    ],
)
def test_what_nobody_asked_for_is_laid_aside_nowhere(mjolby: Municipality, change: Form) -> None:
    answer = _posted({**_away(invited.browser()), **change})
    assert answer.status_code == 403
    assert "ond.example" not in answer.content.decode()
    assert bytes(LoginElsewhere.objects.get().answer) == b""


def test_who_breaks_off_or_has_no_swedish_number_is_told_plainly(
    mjolby: Municipality, idp: server.Running
) -> None:
    client = invited.browser()
    page = client.get(_posted(_away(client, ""))["Location"])
    assert "Du avbröt" in page.content.decode()
    key = "urn:oid:1.2.752.29.6.2.1"
    idp.directory.extra = {NUMBER: [], key: ["SE-exempel"]}
    settings = idp.settings | {"subject_attribute": key}
    bind(port=Port.LOGIN, adapter="saml", name="eid", settings=settings)
    page = client.get(_posted(_away(client))["Location"])
    assert "samordningsnummer" in page.content.decode()
    assert _nobody()


def test_metadata_is_published_at_the_municipalitys_own_address(
    mjolby: Municipality, idp: server.Running
) -> None:
    answer = invited.browser().get("/logga-in/hos/eid/metadata/")
    assert urlsplit(DONE).path in answer.content.decode()
    assert 'entityID="https://samtjanst.invalid/saml"' in answer.content.decode()
    assert "PRIVATE" not in answer.content.decode()
    assert invited.browser().get("/logga-in/hos/annan/metadata/").status_code == 404
    cast.municipality("norrkoping")
    there = invited.browser("norrkoping").get("/logga-in/hos/eid/metadata/")
    assert there.status_code == 404
