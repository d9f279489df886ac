"""What is handed in without a signature carries BankID's own answer of the log-in, and it holds."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey.test_without_signature import unsigned
from tests.town import ANNA, BO, Town, fill_in, page_text

from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.people.sessions import proof_of
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import prove
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db
Proof = dict[str, Any]


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:  # noqa: F811 - the fixture
    return unsigned("mjolby", bank, tmp_path)


def _handed_in(town: Town, anna: Client) -> Case:
    filing = fill_in(anna, town.answers())
    seen = re.search(r'name="seen" value="(\w+)"', page_text(anna, f"{filing}kontrollera/"))
    assert seen
    assert anna.post(f"{filing}kontrollera/", {"seen": seen[1]}).status_code == 302
    with open_scope(town.row):
        return Case.objects.get()


def _checked(town: Town, case: Case) -> prove.CheckedSignature:
    with open_scope(town.row):
        [found] = prove.check_again(reference=case.reference, by=cast.staff_actor()).signatures
    return found


def _kept(town: Town, change: Callable[[Proof], Mapping[str, Any]]) -> None:
    """The newest session's proof, changed as by somebody with the keys in her hands."""
    with open_scope(town.row):
        row = BrowserSession.objects.filter(citizen__isnull=False).latest("started_at")
        made = json.dumps(dict(change(proof_of(row.id)))).encode()
        kept = encrypt(f"session:{row.id}:proof", made)
        BrowserSession.objects.filter(id=row.id).update(proof=kept)


def test_log_in_with_bankid_is_kept_with_what_it_was_about_and_can_be_checked(
    mjolby: Town,
) -> None:
    case = _handed_in(mjolby, mjolby.login(ANNA))
    found = _checked(mjolby, case)
    assert found.holds
    assert (found.is_login, found.name) == (True, "Anna Provsson")
    names = {check.name for check in found.checks}
    assert names >= {"snapshot", "chain", "eid_signature", "eid_signatory", "eid_content"}
    page = page_text(mjolby.handler(), f"/handlaggning/arenden/{case.reference}/underskrifter/")
    assert "Beviset håller" in page
    assert "Det är en legitimering och inget annat" in page


def _of(part: str, content: str) -> Callable[[Proof], Proof]:
    def change(proof: Proof) -> Proof:
        done = proof["collect"]["completionData"]
        return {**proof, "collect": {**proof["collect"], "completionData": {**done, part: content}}}

    return change


def _shown_otherwise(proof: Proof) -> Proof:
    text = base64.b64encode(b"Logga in hos en annan kommun").decode()
    return {**proof, "sent": {**proof["sent"], "userVisibleData": text}}


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        (_of("signature", base64.b64encode(b"<x/>").decode()), "eid_signature"),
        (_of("ocspResponse", base64.b64encode(b"no").decode()), "eid_ocsp"),
        (_shown_otherwise, "eid_content"),
        (lambda proof: {**proof, "sent": "nonsense"}, "eid_content"),
        (lambda _proof: {"provider": "bankid"}, "eid_document"),
    ],
)
def test_each_part_that_somebody_changes_is_told(
    mjolby: Town, change: Callable[[Proof], Proof], failed: str
) -> None:
    anna = mjolby.login(ANNA)
    _kept(mjolby, change)
    found = _checked(mjolby, _handed_in(mjolby, anna))
    assert not found.holds
    assert failed in {check.name for check in found.checks if not check.held}


def test_another_persons_log_in_is_no_proof(mjolby: Town) -> None:
    mjolby.login(BO)
    with open_scope(mjolby.row):
        row = BrowserSession.objects.get(citizen__isnull=False)
        theirs = proof_of(row.id)
    anna = mjolby.login(ANNA)
    _kept(mjolby, lambda _proof: theirs)
    found = _checked(mjolby, _handed_in(mjolby, anna))
    assert {check.name for check in found.checks if not check.held} == {"eid_signatory"}


def test_signature_of_hers_is_not_taken_for_a_log_in(mjolby: Town) -> None:
    """What she has signed somewhere is no proof that she was logged in here."""
    anna = mjolby.login(ANNA)

    def as_a_signature(proof: Proof) -> Proof:
        signature = proof["collect"]["completionData"]["signature"]
        xml = base64.b64decode(signature).replace(b"Identification", b"Signing")
        return _of("signature", base64.b64encode(xml).decode())(proof)

    _kept(mjolby, as_a_signature)
    found = _checked(mjolby, _handed_in(mjolby, anna))
    failed = {check.name for check in found.checks if not check.held}
    assert {"eid_function", "eid_signature"} <= failed


def test_no_page_fetches_the_proof(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    with CaptureQueriesContext(connection) as asked:
        page_text(anna, "/mina-arenden/")
    assert not any('"proof"' in one["sql"] for one in asked.captured_queries)
