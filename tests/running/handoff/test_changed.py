"""A decision that is changed reaches those who have the one before it, after that, by name."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import complete_case, decided_case
from tests.running.handoff.delivering import SHIPPED, connected, route, work
from tests.running.handoff.test_order import _admin, _bus

from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import NewClient
from samtjanst.foundation.people.queries import grants_of
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Actor, Role, Scope
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import board, case_package, decide, hand_over, reconsider, whole_case
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as cases_services
from samtjanst.running.cases.models import Case, Decision
from samtjanst.running.cases.types import ChangeGround
from samtjanst.running.handoff import queries, services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import Step
from samtjanst.simulators.pupils.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
REPLACING = {"fields": [
    {"to": "NR", "from": "case.reference"},
    {"to": "BESLUT", "from": "decision.outcome"},
    {"to": "BESLUTSNR", "from": "decision.number"},
    {"to": "ANDRAR", "from": "decision.replaces", "required": False},
    {"to": "ANDRAR_DAG", "from": "decision.replaces_decided_on", "required": False},
    {"to": "ERT_NR", "from": "delivery.earlier_receipt", "required": False},
]}  # fmt: skip


@pytest.fixture(scope="module")
def pupils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("pupils"))
    yield running
    running.stop()


@pytest.fixture
def mjolby(tmp_path: Path, pupils: Running) -> Iterator[Municipality]:
    pupils.register.mode = "up"
    pupils.register.entries.clear()
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        connected(pupils)
        (tmp_path / "folder").mkdir()
        settings = {"path": str(tmp_path / "folder")}
        bind(port=Port.BUSINESS_SYSTEM, adapter="folder", name="bus", settings=settings)
        yield row


def _change(case: Case, outcome: str = "refused") -> None:
    by = cast.staff_actor()
    found = cases.get_case(by, case.reference)
    proposal = decide.Proposal(outcome, "Vägen har mätts om.", (decide.provisions(found)[0][0],),
                               hearing="given", hearing_note="Per telefon.")  # fmt: skip
    reconsider.change(
        reference=case.reference,
        proposal=proposal,
        ground=ChangeGround.CLEARLY_WRONG,
        appeal_id=None,
        revision=found.revision,
        by=by,
    )


def _parts(name: str = "Elevregistret") -> list[tuple[int, str]]:
    rows = Delivery.objects.filter(route__name=name).order_by("part")
    return [(row.part, row.state) for row in rows]


def test_receiver_has_the_changed_decision_whatever_its_outcome(
    mjolby: Municipality, pupils: Running
) -> None:
    route()
    case = decided_case(cast.staff_actor())
    work()
    _change(case)
    work()
    assert _parts() == [(0, "received"), (1, "received")]
    told = [one.values["SKJUTS_KOD"] for one in pupils.register.entries.values()]
    assert told == ["J", "N"]


def test_changed_decision_names_the_one_it_changes_and_the_receivers_own_number(
    mjolby: Municipality, pupils: Running, tmp_path: Path
) -> None:
    route(name="Bussbolaget", system="bus", step=Step.FILE, mapping=REPLACING)
    case = decided_case(cast.staff_actor())
    work()
    Delivery.objects.update(state="received", receipt="BUSS-7")
    _change(case)
    work()
    told = [json.loads(one.read_text()) for one in (tmp_path / "folder").glob("*.json")]
    now = next(one for one in told if "ANDRAR" in str(one) and "refused" in str(one))
    first, second = Decision.objects.order_by("decided_at")
    text = json.dumps(now)
    assert str(first.id) in text
    assert str(second.id) in text
    assert "BUSS-7" in text


def test_changed_decision_waits_for_the_one_before_it(
    mjolby: Municipality, pupils: Running
) -> None:
    route()
    pupils.register.mode = "down"
    case = decided_case(cast.staff_actor())
    work()
    _change(case)
    work()
    assert _parts() == [(0, "queued"), (1, "waiting")]
    pupils.register.mode = "up"
    work()
    work()
    assert _parts() == [(0, "received"), (1, "received")]


def test_parked_one_holds_the_change_until_it_is_mended_or_copied(
    mjolby: Municipality, pupils: Running
) -> None:
    route()
    pupils.register.mode = "refuses"
    case = decided_case(cast.staff_actor())
    work()
    _change(case, "partly_granted")
    assert _parts() == [(0, "parked"), (1, "waiting")]
    pupils.register.mode = "up"
    [stopped] = queries.parked(_admin())
    hand_over.restart(delivery_id=stopped.id, by=_admin())
    work()
    work()
    # The one that stopped was made anew by the decision that holds now.
    assert _parts() == [(0, "received"), (1, "received")]
    assert {one.values["SKJUTS_KOD"] for one in pupils.register.entries.values()} == {"D"}


def test_order_between_receivers_holds_for_the_change_too(
    mjolby: Municipality, pupils: Running
) -> None:
    _bus(route())
    case = decided_case(cast.staff_actor())
    work()
    work()
    system = _system()
    services.confirm(reference=case.reference, route="Bussbolaget", number="B-1", by=system)
    pupils.register.mode = "down"
    _change(case)
    work()
    assert (_parts()[-1], _parts("Bussbolaget")[-1]) == ((1, "queued"), (1, "waiting"))
    pupils.register.mode = "up"
    work()
    work()
    assert _parts("Bussbolaget")[-1] == (1, "sent")
    services.confirm(reference=case.reference, route="Bussbolaget", number="B-1", by=system)
    assert _parts("Bussbolaget") == [(0, "received"), (1, "received")]
    services.confirm(reference=case.reference, route="Bussbolaget", number="B-1", by=system)


def test_copy_card_comes_for_the_change(mjolby: Municipality, pupils: Running) -> None:
    handler = cast.staff_actor()
    route(Step.COPY_CARD, system="", outcomes=("granted",), mapping=SHIPPED["mapping"])
    case = decided_case(handler)
    _change(case)
    assert _parts() == [(0, "to_copy"), (1, "waiting")]
    first = Delivery.objects.get(part=0)
    card = queries.copy_card(handler, case.reference, first.id)
    names = [name for name, _value in card.fields]
    services.copy(reference=case.reference, delivery_id=first.id, names=names, by=handler)
    assert _parts() == [(0, "copied"), (1, "to_copy")]


def test_route_that_the_first_decision_did_not_take_is_taken_as_by_a_first(
    mjolby: Municipality, pupils: Running
) -> None:
    route()
    case = decided_case(cast.staff_actor(), "refused")
    assert _parts() == []
    _change(case, "granted")
    work()
    assert _parts() == [(0, "received")]


def test_switched_off_route_and_another_municipality_get_nothing(
    mjolby: Municipality, pupils: Running, tmp_path: Path
) -> None:
    made = route()
    case = decided_case(cast.staff_actor())
    work()
    services.switch_route(route_id=made, is_active=False, by=_admin())
    _change(case)
    assert _parts() == [(0, "received")]
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        with pytest.raises(NotFoundError):
            hand_over.plan_change(reference=case.reference, by=cast.staff_actor())
        assert not Delivery.objects.exists()


def test_day_of_a_boards_decision_is_the_day_of_its_meeting(mjolby: Municipality) -> None:
    school_transport()
    handler, manager = cast.staff_actor(), _manager()
    met = clock.today() - timedelta(days=2)
    with clock.shifted(timedelta(days=-5)):
        case = complete_case()
        cases_services.take(reference=case.reference, by=handler)
        found = cases.get_case(handler, case.reference)
        proposal = decide.Proposal("granted", "Skäl.", (decide.provisions(found)[0][0],))
        revision = found.revision
        board.propose(reference=case.reference, proposal=proposal, revision=revision, by=handler)
    [made] = cases.proposals_of(case.id)
    minutes = board.Minutes("Utbildningsnämnden", met, "45")
    board.register(reference=case.reference, proposal=made, minutes=minutes, by=manager)
    told = case_package.package(reference=case.reference, by=handler)["decision"]
    assert (told["decided_on"], told["decided_at"].date()) == (met, clock.today())
    kept = whole_case.of(case.reference, clock.now()).decision
    assert kept
    assert kept.decided_at.date() == met
    [values] = [hand_over._values(cases.get_case(handler, case.reference))]
    assert values["decision.decided_on"] == met.isoformat()


def _manager() -> Actor:
    row = put_staff(
        number=PersonalNumber("197502012383"),
        name="Kim Chef",
        email="kim@exempel.invalid",
        roles={Role.MANAGER: cast.unit()},
    )
    return replace(cast.staff_actor(), id=row.id, grants=grants_of(row.id), name=row.name)


def _system() -> Actor:
    made = NewClient(
        name="Elevsystemet",
        scopes=(Scope.CASES, Scope.DELIVERIES),
        unit=cast.unit(),
        expires_at=clock.now() + timedelta(days=1),
    )
    given = clients.put_client(new=made)[1]
    token = clients.issue_token(
        client_id=given.client_id, secret=given.secret, address="127.0.0.1"
    )[0]
    return clients.caller(token=token, address="127.0.0.1").actor
