"""The applicant waits three seconds for the register at most, whatever it does."""

import time
from collections.abc import Iterator

import pytest
from tests import cast

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.types import NO_GROUND
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey.look_up import PATIENCE, gather
from samtjanst.simulators.navet.server import Running, start

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def navet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("navet"))
    yield running
    running.stop()


@pytest.fixture
def _here(navet: Running) -> Iterator[None]:
    navet.register.mode = "up"
    with open_scope(cast.municipality()):
        bind(port=Port.REGISTER, adapter="navet", settings=navet.settings)
        yield
    navet.register.mode = "up"
    navet.register.delay = 12


def _gathered() -> dict[str, object]:
    by = cast.citizen_actor()
    if by.id is None:
        raise LookupError
    return gather(citizen_id=by.id, reference="filing:1", ground=NO_GROUND, by=by, fresh=True)


@pytest.mark.usefixtures("_here")
def test_children_come_with_their_guardians() -> None:
    children = _gathered()["children"]
    assert isinstance(children, list)
    assert {child["name"] for child in children} == {
        "Ella Provsson",
        "Noa Provsson",
        "Tove Provsson",
    }


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("mode", ["slow", "dripping"])
def test_slow_register_is_waited_for_three_seconds_in_all(navet: Running, mode: str) -> None:
    navet.register.mode = mode
    started = time.monotonic()
    assert _gathered()["children"] is None
    assert time.monotonic() - started < 3 * PATIENCE  # on a busy machine; the answer takes twelve
    assert Lookup.objects.count() == 1  # it was asked about nobody else


@pytest.mark.usefixtures("_here")
def test_register_that_is_somewhat_slow_at_every_question_is_waited_for_no_longer(
    navet: Running,
) -> None:
    navet.register.mode, navet.register.delay = "slow", 0.7
    assert _gathered()["children"] is None  # half of them would be worse than none
