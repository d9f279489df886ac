"""The case page: what a handler reads and does there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.capabilities.documents.word_files import certificate, with_body
from tests.handling_support import (
    complete_case,
    hand_in_application,
    person,
    reference_of,
    sign,
)
from tests.journey_support import school_transport
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.capabilities.messages.templates import TEMPLATES
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.files.queries import infos
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import DecisionDraft
from samtjanst.web.handler import notices

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 10  # and one more for attachments


@pytest.fixture
def mjolby(tmp_path: object) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _case(reference: str, rest: str = "") -> str:
    return f"/handlaggning/arenden/{reference}/{rest}"


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_page_takes_at_most_12_queries_however_much_the_case_holds(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        bo = cast.citizen_actor(cast.OTHER_GUARDIAN)
        small = complete_case()
        many = tuple(f"bilaga {number}.pdf" for number in range(5))
        filing_id = hand_in_application(other=bo, files=many)
        sign(filing_id, bo)
        large = reference_of(filing_id)
    _text(hanna, _case(small))
    taken = []
    for reference in (small, large):
        with CaptureQueriesContext(connection) as seen:
            _text(hanna, _case(reference))
        taken.append(statements(seen))
    assert taken == [PAGE_QUERIES, PAGE_QUERIES + 1]


def test_page_of_a_decided_case_takes_at_most_12_queries(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        actor = cast.staff_actor()
        reference = complete_case(files=("intyg.pdf",))
        services.take(reference=reference, by=actor)
        revision = Case.objects.get(reference=reference).revision
        draft = DecisionDraft("granted", "Bifall", "Vägen är lång.", ("10 kap. 32 § skollagen",))
        services.decide(reference=reference, draft=draft, revision=revision, by=actor)
    _text(hanna, _case(reference))
    with CaptureQueriesContext(connection) as seen:
        assert "Bifall" in _text(hanna, _case(reference))
    assert statements(seen) == 12


def test_waiting_case_tells_who_is_missing_and_reminds_once(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby), clock.shifted(timedelta(days=-2)):
        reference = reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))
    page = _text(hanna, _case(reference))
    assert "Bo Provsson" in page
    assert "Inbjudan att skriva under" in page
    assert "Påminn nu" in page
    told = hanna.post(_case(reference, "paminn/"), follow=True).content.decode()
    assert "Påminnelsen är på väg" in told
    assert "Påminn nu" not in told
    assert "Du kan påminna igen" in told
    again = hanna.post(_case(reference, "paminn/"), follow=True).content.decode()
    assert "det senaste dygnet" in again
    assert "Påminnelse om att skriva under" in again


def test_signatures_are_shown_with_how_they_were_verified(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        reference = complete_case()
    page = _text(hanna, _case(reference))
    assert "Så kontrollerades underskriften av Anna Provsson" in page
    assert page.count("Stämmer:") == 10
    assert "Det som skrevs under är det som visades" in page


def test_handling_without_a_signature_asks_for_a_reason_and_starts_the_limit(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        reference = reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))
    path = _case(reference, "ta-utan-underskrift/")
    refused = hanna.post(path, {"reason": "  "})
    assert refused.status_code == 422
    assert "Skriv varför ärendet handläggs ändå." in refused.content.decode()
    done = hanna.post(path, {"reason": "Bo har samtyckt per telefon."}, follow=True)
    assert "Bo har samtyckt per telefon." in done.content.decode()
    assert hanna.get(path).status_code == 404
    assert hanna.post(path, {"reason": "Igen"}).status_code == 404
    with open_scope(mjolby):
        case = cases.get_case(cast.staff_actor(), reference)
        assert case.due == clock.today() + timedelta(days=30)
        # A late signature changes nothing: the case is being handled.
        assert case.state == "in_progress"


def test_every_message_has_a_name_in_the_events_of_a_case() -> None:
    assert set(notices.MESSAGES) == set(TEMPLATES)


def test_reading_is_recorded_for_page_document_and_file(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        filing_id = hand_in_application(files=("intyg.pdf",))
        reference = reference_of(filing_id)
        info = infos(("filing", filing_id))[0]
    for rest in ("", "dokument.pdf", f"filer/{info.id}/"):
        assert hanna.get(_case(reference, rest)).status_code == 200
    with open_scope(mjolby):
        reads = AuditEvent.objects.filter(actor_kind="staff", action__endswith=".read")
        actions = set(reads.values_list("action", flat=True))
    assert actions >= {"case.read", "case.document.read", "file.read"}


def test_attachment_opens_in_the_browser_only_when_it_can_do_no_harm(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        filing_id = hand_in_application(files=("intyg.pdf",))
        reference = reference_of(filing_id)
        info = infos(("filing", filing_id))[0]
    shown = hanna.get(_case(reference, f"filer/{info.id}/?visa"))
    assert shown["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    saved = hanna.get(_case(reference, f"filer/{info.id}/"))
    assert saved["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved["Content-Security-Policy"]


def test_word_document_is_shown_on_pages_of_ours_and_a_broken_one_is_saved(
    mjolby: Municipality, hanna: Client
) -> None:
    words, broken = certificate(), with_body(lambda body: body[:-40])
    for content, how in ((words, "inline"), (broken, "attachment")):
        with open_scope(mjolby):
            filing_id = hand_in_application(files=("intyg.docx",), pdf=content)
            reference, info = reference_of(filing_id), infos(("filing", filing_id))[0]
        shown = hanna.get(_case(reference, f"filer/{info.id}/?visa"))
        assert shown["Content-Disposition"].startswith(how)
        if how == "inline":
            assert shown["Content-Type"] == "application/pdf"
            assert bare("Klarar 200 meter") in text_of(shown.content)


def test_protected_case_is_hidden_from_who_lacks_the_right(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        reference = reference_of(hand_in_application(other=petra, protected=True))
        boss = put_staff(
            number=PersonalNumber("198510082392"), name="Maja", email="m@x.invalid",
            roles={Role.MANAGER: cast.unit()},
        )  # fmt: skip
        maja = browser(token=staff_token(boss))
    assert hanna.get(_case(reference)).status_code == 404
    assert hanna.post(_case(reference, "ta/")).status_code == 404
    page = _text(maja, _case(reference))
    assert "En part har skyddade personuppgifter" in page
    assert "Du tar hand om samtycket på ett säkert sätt" in page


def test_two_handlers_take_the_last_one_has_it(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference = complete_case()
        other = put_staff(
            number=PersonalNumber("198510082392"), name="Olle Andersson", email="o@x.invalid",
            roles={Role.HANDLER: cast.unit()},
        )  # fmt: skip
        olle = browser(token=staff_token(other))
    for client in (hanna, olle):
        assert client.post(_case(reference, "ta/")).status_code == 302
    assert "Olle Andersson handlägger ärendet." in _text(hanna, _case(reference))
    assert hanna.get(_case(reference, "beslut/")).status_code == 409
