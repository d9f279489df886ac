"""Rules that stop the applicant, and rules that leave some decisions out."""

import copy
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey_support import DOCUMENT
from tests.town import (
    ANNA,
    Town,
    fill_in,
    found,
    page_text,
    post,
    prepare,
    revision_of,
    start,
    stated_answers,
    words,
)

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import decide
from samtjanst.journey.decide import Proposal
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db
TOLD, INSTEAD = "Vi ordnar inte resor till andra skolor.", "Ring skolan du har valt."


def _document() -> dict[str, Any]:
    changed = copy.deepcopy(DOCUMENT)
    other_school = {"op": "equals", "question": "placed_school", "value": False}
    in_first = {"op": "equals", "question": "school_year", "value": "1"}
    changed["rules"] += [
        {"id": "stop_other", "effect": "stop", "target": {"page": "the_school"},
         "when": other_school, "message": {"sv": TOLD}, "instead": {"sv": INSTEAD}},
        {"id": "only_in_first", "effect": "show", "target": {"outcome": "granted"},
         "when": in_first},
    ]  # fmt: skip
    return changed


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:  # noqa: F811 - the fixture
    return found("mjolby", bank, tmp_path, document=_document())


def test_stop_tells_why_and_what_to_do_instead_and_nobody_gets_past(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    pages = stated_answers()
    filing = start(anna)
    fill_in(anna, {"the_child": pages["the_child"]}, filing)
    path = f"{filing}sida/the_school/"
    stopped = post(anna, path, pages["the_school"] | {"placed_school": "no"})
    assert stopped.status_code == 422
    assert TOLD in words(stopped)
    assert INSTEAD in words(stopped)
    assert 'href="#f-stopp"' in stopped.content.decode()
    assert TOLD in page_text(anna, path)
    # The ways forward all lead back here, and say why.
    assert anna.get(filing)["Location"] == path
    check = page_text(anna, f"{filing}kontrollera/")
    assert TOLD in check
    assert f"{filing}sida/the_school/" in check
    refused = anna.post(f"{filing}kontrollera/")
    assert refused.status_code == 422
    assert TOLD in words(refused)
    # Another answer lifts it.
    assert post(anna, path, pages["the_school"]).status_code == 302


def test_stop_is_told_while_typing_too(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    pages = stated_answers()
    filing = fill_in(anna, {"the_child": pages["the_child"]})
    path = f"{filing}sida/the_school/"
    data = {"placed_school": "no", "_shown": ["placed_school"]}
    data["revision"] = str(revision_of(anna, path))
    shown = anna.post(f"{path}falt/", data, headers={"HX-Request": "true"})
    assert shown.status_code == 200
    assert TOLD in shown.content.decode()


def _taken(town: Town, **changes: str) -> str:
    anna = town.login(ANNA)
    pages = town.answers(**changes)
    pages["the_child"]["has_other_guardian"] = "no"
    filing = fill_in(anna, pages)
    town.sign(anna, prepare(anna, filing), ANNA)
    with open_scope(town.row):
        reference = Case.objects.get().reference
        services.take(reference=reference, by=cast.staff_actor())
    return reference


def test_decision_that_the_rules_leave_out_can_not_be_made(mjolby: Town) -> None:
    reference = _taken(mjolby)
    with open_scope(mjolby.row):
        hanna = cast.staff_actor()
        case = cases.get_case(hanna, reference)
        assert "granted" not in {choice.id for choice in decide.choices(case)}
        assert {choice.id for choice in decide.choices(case)} == {"partly_granted", "refused"}
        basis = decide.provisions(case)[0][0]
        with pytest.raises(InvalidInputError) as told:
            decide.draft(
                reference=reference, proposal=Proposal("granted", "Skäl", (basis,)), by=hanna
            )
    assert set(told.value.problems) == {"outcome"}


def test_decision_that_the_rules_allow_can_be_made(mjolby: Town) -> None:
    reference = _taken(mjolby, school_year="1")
    with open_scope(mjolby.row):
        case = cases.get_case(cast.staff_actor(), reference)
        assert "granted" in {choice.id for choice in decide.choices(case)}
