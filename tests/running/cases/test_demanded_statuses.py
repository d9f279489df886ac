"""Rules that demand a status before the decision, and that suggest a step to the handler."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.official_support import colleague
from tests.running.cases.test_process import begun, held, hold, status, step
from tests.staff_support import browser, staff_token

from samtjanst.capabilities.signing.models import SignatureRequest
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import decide, process
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Decision
from samtjanst.running.cases.types import DecisionDraft, Needs

pytestmark = pytest.mark.django_db
TOLD = "Ärendet ska ha haft statusen Granskas före beslut."
DRAFT = DecisionDraft("granted", "Ja", "Därför.", ("10 kap. 32 § skollagen",), "", "")
DESK = "/handlaggning/arenden/"


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality()
    with open_scope(row):
        school_transport(document=processes.document())
        yield row


def demand(effect: str, target: dict[str, str], *, placed: bool) -> dict[str, Any]:
    return {**hold(target, placed=placed), "id": "demand", "effect": effect}


def test_status_that_a_rule_demands_has_been_had_before_the_decision(mjolby: Municipality) -> None:
    reference = held(demand("require", {"status": "review"}, placed=True),
                     hold({"status": "review"}, placed=True))  # fmt: skip
    hanna = cast.staff_actor()
    services.take(reference=reference, by=hanna)
    assert status(reference)[0] == "writing"  # the held status is come to by a step only
    wish = decide.Proposal("granted", "Skäl.", ("transport_municipal",))
    stands = process.standing(cases.get_case(hanna, reference), hanna)
    assert stands
    assert [one.id for one in stands.missing] == ["review"]
    with pytest.raises(InvalidInputError) as caught:
        decide.draft(reference=reference, proposal=wish, by=hanna)
    assert caught.value.problems["outcome"] == [TOLD]
    maria = cast.staff_actor(Role.MANAGER)
    services.put_in_status(
        reference=reference, to="review", status_id="writing", why="Missades.", by=maria
    )
    step(reference, "to_write", "review", hanna)
    assert process.problems(cases.get_case(hanna, reference)) == {}


def test_status_is_not_demanded_where_the_answers_do_not_say_so(mjolby: Municipality) -> None:
    reference = held(demand("require", {"status": "review"}, placed=False))
    hanna = cast.staff_actor()
    services.take(reference=reference, by=hanna)
    stands = process.standing(cases.get_case(hanna, reference), hanna)
    assert stands
    assert stands.missing == ()
    assert process.problems(cases.get_case(hanna, reference)) == {}


@pytest.mark.parametrize(("placed", "expected"), [(True, {"to_write"}), (False, set())])
def test_step_is_suggested_by_the_answers(
    mjolby: Municipality, *, placed: bool, expected: set[str]
) -> None:
    reference = held(demand("suggest", {"step": "to_write"}, placed=placed))
    hanna = begun(reference)
    stands = process.standing(cases.get_case(hanna, reference), hanna)
    assert stands
    assert stands.suggested == expected
    assert [one.id for one in stands.steps] == ["to_write"]


def lacking() -> tuple[str, int]:
    """A case in progress that has not had the status that its rules demand, and its revision."""
    reference = held(demand("require", {"status": "review"}, placed=True),
                     hold({"status": "review"}, placed=True))  # fmt: skip
    services.take(reference=reference, by=cast.staff_actor())
    return reference, Case.objects.get(reference=reference).revision


def test_reader_is_told_what_is_demanded_still_and_sends_it_back(mjolby: Municipality) -> None:
    reference, revision = lacking()
    hanna, maria = cast.staff_actor(), colleague("Mia", Role.MANAGER).client
    key = services.propose(
        reference=reference, draft=DRAFT, needs=Needs.READER, revision=revision, by=hanna
    )
    path = f"{DESK}{reference}/godkann/{key}/"
    answer = maria.post(path, {"approve": "1"})
    page = answer.content.decode()
    assert (answer.status_code, TOLD in page, 'id="f-outcome"' in page) == (422, True, True)
    assert not Decision.objects.exists()
    assert maria.post(path, {"note": "Granska först.", "send_back": "1"}).status_code == 302
    assert [one.state for one in cases.proposals_of(Case.objects.get().id)] == ["returned"]


def test_decision_that_waits_does_not_leave_without_what_is_demanded(
    mjolby: Municipality,
) -> None:
    reference, revision = lacking()
    hanna, row, wait = cast.staff_actor(), Case.objects.get(), timedelta(minutes=1)
    services.decide_later(reference=reference, draft=DRAFT, revision=revision, wait=wait, by=hanna)
    decide.leave({"case": str(row.id)})
    assert Case.objects.get().decision_leaves_at is None
    assert not Decision.objects.exists()
    assert cases.written_decision(hanna, row.id) == DRAFT  # to go on with
    assert status(reference) == ("writing", "in_progress")
    last = cases.timeline(row.id)[-1]
    assert (last.what, last.text) == ("decision_stopped", TOLD)
    page = browser(token=staff_token(cast.staff())).get(f"{DESK}{reference}/").content.decode()
    assert TOLD in page
    told = len(cases.timeline(row.id))
    decide.leave({"case": str(row.id)})  # a job that comes again does nothing
    assert len(cases.timeline(row.id)) == told


def test_nobody_takes_over_to_sign_what_lacks_what_is_demanded(mjolby: Municipality) -> None:
    document = processes.document()
    document["handling"] |= {"decision_signed": True}
    document["rules"] = [
        *document["rules"],
        demand("require", {"status": "review"}, placed=True),
        hold({"status": "review"}, placed=True),
    ]
    school_transport(document=document)
    reference = complete_case()
    hanna, row = cast.staff_actor(), Case.objects.get()
    services.take(reference=reference, by=hanna)
    revision = Case.objects.get().revision
    key = services.propose(
        reference=reference, draft=DRAFT, needs=Needs.DELEGATE, revision=revision, by=hanna
    )
    maria = colleague("Mia", Role.MANAGER).client
    answer = maria.post(f"{DESK}{reference}/godkann/{key}/", {"approve": "1"})
    assert (answer.status_code, TOLD in answer.content.decode()) == (422, True)
    assert [one.needs for one in cases.proposals_of(row.id)] == [Needs.DELEGATE]
    assert not SignatureRequest.objects.exclude(staff=None).exists()
