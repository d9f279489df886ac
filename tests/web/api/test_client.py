"""The client for Python is what the description says, and its example works as it stands."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer
from scripts import client
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import decided_case
from tests.web.api import support

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import HostName
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.kernel import clock
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.services import put_route
from samtjanst.running.handoff.types import NewRoute, Step
from samtjanst.web.api.api import api

FOLDER = client.FOLDER.parent
EARLIER = timedelta(minutes=-1)  # the feed holds the last seconds back


def test_client_is_what_the_description_says() -> None:
    made = client.files(api.get_openapi_schema())
    kept = {one.name: one.read_text() for one in client.FOLDER.iterdir() if one.is_file()}
    assert kept == made
    assert max(len(source.splitlines()) for source in made.values()) < 400


@pytest.mark.enable_socket
def test_client_is_typed_to_the_last_line() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "-p", "samtjanst_client"]
    done = subprocess.run(
        command,
        env=os.environ | {"MYPYPATH": str(FOLDER), "MYPY_CACHE_DIR": os.devnull},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout


def test_example_has_twenty_lines_and_stands_on_the_page() -> None:
    assert len((FOLDER / "example.py").read_text().splitlines()) <= 20
    assert "clients/python/example.py" in (FOLDER.parents[1] / "docs" / "api.md").read_text()


def _run(url: str, credentials: dict[str, str], kept: Path) -> subprocess.CompletedProcess[str]:
    values = {"HOST": url, "CURSOR_FILE": str(kept), "NO_PROXY": "*", **credentials}
    return subprocess.run(
        [sys.executable, str(FOLDER / "example.py")],
        env=os.environ | values,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.usefixtures("committed_db")
@pytest.mark.enable_socket
def test_example_fetches_new_cases_and_confirms_them(
    live_server: LiveServer, tmp_path: Path
) -> None:
    mjolby = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    # Not every machine finds names below localhost.
    HostName(name="localhost", municipality=mjolby).save()
    with open_scope(mjolby), clock.shifted(EARLIER):
        school_transport()
        new = NewRoute(
            "skolskjuts",
            "Elevsystemet",
            "",
            Step.INTERFACE_WITH_RECEIPT,
            ("granted",),
            {"fields": [{"to": "NR", "from": "case.reference"}]},
        )
        sources = [source.name for source in hand_over.sources("skolskjuts")]
        put_route(new=new, sources=sources, by=cast.staff_actor(Role.ADMINISTRATOR))
        made = support.connect()
        case = decided_case(cast.staff_actor())
    credentials = {"CLIENT_ID": made.client_id, "SECRET": made.secret}
    done = _run(live_server.url, credentials, tmp_path / "cursor.txt")
    assert done.stdout.split() == [case.reference, "decided", f"E-{case.reference}"], done.stderr
    with open_scope(mjolby):
        row = Delivery.objects.get()
        assert (row.state, row.receipt) == ("received", f"E-{case.reference}")
    again = _run(live_server.url, credentials, tmp_path / "cursor.txt")
    assert (again.stdout, again.returncode) == ("", 0)
    refused = _run(live_server.url, credentials | {"SECRET": "x"}, tmp_path / "other.txt")
    assert refused.returncode == 1
    assert "Nyckeln gäller inte." in refused.stderr
    assert made.secret not in refused.stderr
