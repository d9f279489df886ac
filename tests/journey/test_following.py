"""What a recorded test says would follow is what follows: same status, same messages."""

import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests import cast
from tests.handling_support import sign
from tests.signatories_support import BO, CIA, DAN, filled, offer

from samtjanst.capabilities.formkit import following
from samtjanst.capabilities.formkit.following import Phase, Step
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.messages.templates import TEMPLATES
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import submit
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db
ROLES = {cast.APPLICANT: "applicant"}
Sent = Counter[tuple[str, str]]


@pytest.fixture(autouse=True)
def mjolby() -> Iterator[None]:
    with open_scope(cast.municipality()):
        yield


def _sent(filing_id: uuid.UUID) -> Sent:
    people = {cast.citizen(who).id: ROLES.get(who, "signatory")
              for who in (cast.APPLICANT, BO, CIA, DAN)}  # fmt: skip
    rows = Message.objects.filter(subject_id=str(filing_id)).exclude(template="sign_reminder")
    return Counter((row.template, people[row.citizen_id]) for row in rows)


def _phase(filing_id: uuid.UUID) -> str:
    case = cases.case_of_filing(filing_id)
    return case.state.value if case else Phase.OWN_SPACE.value


def _told(step: Step) -> Sent:
    return Counter((one.template, one.role) for one in step.notices)


@pytest.mark.parametrize(
    ("signatories", "mode", "who_signs"),
    [
        ({}, "arrives_at_once", (BO, CIA, DAN)),
        ({"needed": 2}, "arrives_at_once", (BO, CIA)),
        ({"order": "in_turn"}, "arrives_at_once", (BO, CIA, DAN)),
        ({}, "own_space_until_signed", (BO, CIA, DAN)),
    ],
)
def test_status_and_messages_are_those_that_were_foretold(
    signatories: dict[str, Any], mode: str, who_signs: tuple[PersonalNumber, ...]
) -> None:
    offer(signatories, mode)
    work, by = filled(BO, CIA, DAN), cast.citizen_actor()
    before = Message.objects.count()
    first, last, *_ = list(
        following.steps(work.definition, submit.parties(work), work.evaluation.values, work.context)
    )
    assert Message.objects.count() == before
    submit.prepare(filing_id=work.filing.id, by=by)
    sign(work.filing.id, by)
    assert (_phase(work.filing.id), _sent(work.filing.id)) == (first.phase, _told(first))
    for who in who_signs:
        sign(work.filing.id, cast.citizen_actor(who))
    assert _phase(work.filing.id) == last.phase
    assert _sent(work.filing.id) == _told(first) + _told(last)


def test_words_of_it_are_those_of_the_product() -> None:
    assert set(following.NOTICES) <= set(TEMPLATES)
    assert set(following.PHASES) - {Phase.OWN_SPACE} <= {state.value for state in CaseState}
