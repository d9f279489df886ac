"""Why something is asked for again: chosen by item, told to the applicant, counted."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import hand_in_application, reference_of
from tests.journey_support import school_transport
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token
from tests.statements import statements

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, supplement
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotAllowedError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Supplement
from samtjanst.running.cases.types import Asked, Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


def _taken() -> str:
    reference = reference_of(hand_in_application())
    services.take(reference=reference, by=cast.staff_actor())
    return reference


def _asked(reference: str, **reasons: Reason) -> None:
    due = clock.today() + timedelta(days=20)
    asked = Asked(due, "Vi behöver mer.", ("school", "time_to"), reasons=reasons)
    supplement.ask(reference=reference, asked=asked, by=cast.staff_actor())


def test_reason_of_each_item_is_chosen_told_and_kept_in_the_document(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        reference = _taken()
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
    due = (clock.today() + timedelta(days=20)).isoformat()
    url = f"/handlaggning/arenden/{reference}/komplettering/"
    form = {
        "text": "Vi behöver mer.",
        "due": due,
        "questions": ["school", "time_to"],
        "reason-school": "wrong",
        "reason-time_to": "nonsense",
        "extra_kind": ["file", "file", "text"],
        "extra_reason": ["unclear", "outdated", "unclear"],
        "extra_text": ["", "Intyg från i år", ""],
    }
    again = hanna.post(url, {**form, "text": ""}).content.decode()
    assert '<option value="wrong" selected>' in again
    assert hanna.post(url, form).status_code == 302
    with open_scope(mjolby):
        row = Supplement.objects.get()
        assert row.reasons == ["incomplete", "outdated", "wrong"]
        [found] = cases.supplements_of(row.case_id)
        assert found.asked.reasons == {
            "school": Reason.WRONG,
            "time_to": Reason.INCOMPLETE,
            "supplement_extra_1": Reason.OUTDATED,
        }
        content = document.case_document(reference=reference, by=cast.staff_actor())
    for page in (
        anna.get(f"/mina-arenden/{reference}/"),
        anna.get(f"/mina-arenden/{reference}/komplettering/"),
        hanna.get(f"/handlaggning/arenden/{reference}/"),
    ):
        for told in ("Stämmer inte", "Är inaktuellt", "Saknas eller är ofullständigt"):
            assert told in page.content.decode()
    assert bare("är inaktuellt") in text_of(content)


def test_reasons_are_counted_by_e_service_of_the_managers_own_units(
    mjolby: Municipality, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        _asked(_taken(), school=Reason.WRONG, time_to=Reason.WRONG)
        _asked(_taken(), school=Reason.UNCLEAR)
        manager = cast.staff_actor(Role.MANAGER)
        with CaptureQueriesContext(connection) as seen:
            [found] = cases.why_asked(manager)
        assert statements(seen) == 1
        assert (found.slug, found.whole) == ("skolskjuts", 2)
        assert dict(found.reasons) == {
            Reason.INCOMPLETE: 1,
            Reason.WRONG: 1,
            Reason.UNCLEAR: 1,
            Reason.OUTDATED: 0,
        }
        olga = browser(token=staff_token(cast.staff(Role.MANAGER)))
        with pytest.raises(NotAllowedError):
            cases.why_asked(cast.staff_actor())
        elsewhere = cast.staff_actor(Role.MANAGER, unit_name="Miljöförvaltningen")
        assert cases.why_asked(elsewhere) == []
        olga = browser(token=staff_token(cast.staff(Role.MANAGER)))
    page = olga.get("/handlaggning/papper/").content.decode()
    assert "Varför komplettering behövdes" in page
    assert "Ansökan om skolskjuts" in page
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        school_transport("norrkoping")
        assert cases.why_asked(cast.staff_actor(Role.MANAGER)) == []
