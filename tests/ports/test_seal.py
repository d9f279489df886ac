"""The contract of a seal on documents."""

from tests import seals
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_misconfigured

from samtjanst.ports.seal import Examined, SealState

pytestmark = adapters_of("seal")


def test_what_is_sealed_is_recognised_and_nothing_else_is(harness: Harness) -> None:
    seal, pdf = harness.make(), seals.document()
    seal.check()
    sealed = seal.seal(pdf).pdf
    assert sealed.startswith(pdf)
    assert seal.examine(sealed, "x").state is SealState.SEALED
    assert seal.examine(pdf, "x") == Examined(SealState.UNSEALED)


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())
