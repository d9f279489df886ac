"""The conversation over the interface, and what supplements have changed."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import complete_case
from tests.staff_support import browser, citizen_token
from tests.web.api import support

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.people.types import Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases import queries
from samtjanst.running.cases.models import Case, Letter

pytestmark = pytest.mark.django_db
TALKING = (Scope.CASES, Scope.LETTERS)


def _post(caller: Any, path: str, data: dict[str, str], key: str = "k-1") -> Any:
    headers = {"Idempotency-Key": key}
    return caller.post(path, data, content_type="application/json", headers=headers)


def test_system_writes_to_a_party_and_reads_what_she_answers(mjolby: Municipality) -> None:
    reference = complete_case().reference
    path = f"/api/v1/cases/{reference}/letters"
    caller = support.caller(support.connect(TALKING))
    anna = browser(token=citizen_token())
    number = cast.APPLICANT.digits
    first = _post(caller, path, {"party": number, "text": "Hej {namn}"})
    assert first.status_code == 422  # a slot that nobody has filled
    first = _post(caller, path, {"party": number, "text": "Turen är ändrad."}, "k-2")
    again = _post(caller, path, {"party": number, "text": "Turen är ändrad."}, "k-2")
    assert (first.status_code, first.json()) == (201, again.json())
    assert Letter.objects.count() == Message.objects.filter(template="letter_sent").count() == 1
    page = anna.get(f"/mina-arenden/{reference}/meddelanden/").content.decode()
    assert "Turen är ändrad." in page
    assert "Elevsystemet" in page
    anna.post(f"/mina-arenden/{reference}/meddelanden/", {"text": "Tack för beskedet."})
    told = caller.get(path).json()
    assert [(one["is_from_party"], one["by"], one["party"]) for one in told] == [
        (False, "Elevsystemet", number),
        (True, "Anna Provsson", number),
    ]
    assert told[0]["read_at"]
    assert told[1]["read_at"] is None
    assert caller.get(path).json()[1]["read_at"] is None  # no person has seen it
    assert queries.get_case(cast.staff_actor(), reference).reference == reference


def test_file_of_a_message_is_given_with_its_message_alone(mjolby: Municipality) -> None:
    reference, other = complete_case().reference, complete_case().reference
    caller = support.caller(support.connect(TALKING))
    anna = browser(token=citizen_token())
    pdf = SimpleUploadedFile("intyg.pdf", b"%PDF-1.7\nintyg")
    anna.post(f"/mina-arenden/{reference}/meddelanden/", {"text": "Här är intyget.", "files": pdf})
    letter = caller.get(f"/api/v1/cases/{reference}/letters").json()[0]
    tail = f"letters/{letter['id']}/files/{letter['files'][0]['id']}"
    given = caller.get(f"/api/v1/cases/{reference}/{tail}")
    assert given.content == b"%PDF-1.7\nintyg"
    assert "intyg.pdf" in given["Content-Disposition"]
    assert Letter.objects.get().read_at is None
    assert caller.get(f"/api/v1/cases/{other}/{tail}").status_code == 404
    wrong = tail.replace(letter["id"], str(uuid.uuid4()))
    assert caller.get(f"/api/v1/cases/{reference}/{wrong}").status_code == 404
    reader = support.caller(support.connect((Scope.CASES, Scope.NOTES)))
    assert reader.get(f"/api/v1/cases/{reference}/{tail}").status_code == 403
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        secret = support.token(support.connect(TALKING), "norrkoping").json()["access_token"]
    there = support.http("norrkoping", Authorization=f"Bearer {secret}")
    assert there.get(f"/api/v1/cases/{reference}/{tail}").status_code == 404


def test_conversation_needs_its_scope_a_party_and_nobody_protected(mjolby: Municipality) -> None:
    reference = complete_case().reference
    path, words = f"/api/v1/cases/{reference}/letters", {"text": "Hej"}
    reader = support.caller(support.connect((Scope.CASES, Scope.NOTES)))
    assert reader.get(path).status_code == 403
    assert _post(reader, path, words | {"party": cast.APPLICANT.digits}).status_code == 403
    caller = support.caller(support.connect(TALKING))
    assert _post(caller, path, words | {"party": cast.OUTSIDER.digits}).status_code == 422
    assert _post(caller, path, words | {"party": "x"}).status_code == 422
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        made = support.connect(TALKING)
        secret = support.token(made, "norrkoping").json()["access_token"]
        there = support.http("norrkoping", Authorization=f"Bearer {secret}")
    assert there.get(path).status_code == 404
    Case.objects.update(is_protected=True)
    assert caller.get(path).status_code == 404
    assert _post(caller, path, words | {"party": cast.APPLICANT.digits}, "k-9").status_code == 404
    assert not Letter.objects.exists()
