"""The process of a case on screen: where it stands in lists, on the case and for the applicant."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.running.cases.test_process import begun, step
from tests.staff_support import browser, citizen_token, staff_token
from tests.town import page_text

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport(document=processes.document())
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        made = complete_case()
        begun(made)
    return made


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def test_lists_show_the_status_and_are_narrowed_by_it(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    mine = "/handlaggning/lista/mina/"
    assert ">Granskas</" in page_text(hanna, mine)
    assert "Status i e-tjänstens process" not in page_text(hanna, mine)
    narrowed = page_text(hanna, f"{mine}?tjanst=skolskjuts&status=review")
    assert "Status i e-tjänstens process" in narrowed
    assert reference in narrowed
    assert reference not in page_text(hanna, f"{mine}?tjanst=skolskjuts&status=writing")
    out = hanna.post(f"{mine}ta-ut/", {"format": "csv", "tjanst": "skolskjuts"})
    assert "Granskas" in out.content.decode("utf-8-sig")


def test_time_line_says_from_where_to_where(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    page = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert "Ny status" in page
    assert "Ny → Granskas" in page


def test_applicant_reads_the_words_that_are_for_her_in_her_language(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        anna = browser(token=citizen_token())
    for path in ("/mina-arenden/", f"/mina-arenden/{reference}/"):
        page = page_text(anna, path)
        assert "För dig: granskas" in page
        assert ">Granskas<" not in page
    with open_scope(mjolby):
        step(reference, "to_write", "review", cast.staff_actor())
    assert "För dig: skrivs" in page_text(anna, f"/mina-arenden/{reference}/")
    anna.post("/sprak/", {"language": "en", "next": "/"})
    assert "For you: writing" in page_text(anna, f"/mina-arenden/{reference}/")


def test_state_is_told_while_the_process_has_no_word_for_it(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        school_transport(document=processes.without(processes.document(), "waits"))
        reference, by = complete_case(), cast.staff_actor()
        begun(reference)
        due = clock.today() + timedelta(days=5)
        asked = Asked(due=due, text="Mer behövs.", extras=(("text", "Mer"),))
        services.ask(reference=reference, asked=asked, by=by)
    page = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    assert "Väntar på komplettering" in page
