"""Rules that demand a status before the decision, and that suggest a step to the handler."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.journey_support import school_transport
from tests.running.cases.test_process import begun, held, hold, status, step

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import decide, process
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services

pytestmark = pytest.mark.django_db


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
    told = "Ärendet ska ha haft statusen Granskas före beslut."
    assert caught.value.problems["outcome"] == [told]
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
