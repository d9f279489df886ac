"""What was handed in and has been changed in the database is shown to nobody, and said so."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db


def _change_what_was_sealed() -> None:
    """As somebody with the database in her hands would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE filing_snapshot SET sha256 = repeat('0', 64)")
        cursor.execute("SET session_replication_role = origin")


def _told(client: Client, path: str) -> str:
    client.raise_request_exception = False
    answer = client.get(path)
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "stämmer inte med hur de lämnades in" in page
    assert "Felnummer:" in page
    assert "Ella" not in page
    return page


def test_changed_application_is_shown_to_nobody_and_said_so(tmp_path: Path) -> None:
    with open_scope(cast.municipality(storage=str(tmp_path))):
        school_transport()
        reference = complete_case()
        hanna, anna = staff_token(cast.staff()), citizen_token()
        _change_what_was_sealed()
    assert "Besluta inget" in _told(browser(token=hanna), f"/handlaggning/arenden/{reference}/")
    assert "Besluta inget" not in _told(browser(token=anna), f"/mina-arenden/{reference}/")
