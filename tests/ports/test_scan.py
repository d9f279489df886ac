"""The contract of a malware scanner."""

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.failures import Rejected

pytestmark = adapters_of("scan")
# In two halves, so that scanners do not stop this very file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 harmless", bytes(150_000)])
def test_harmless_content_is_clean(harness: Harness, content: bytes) -> None:
    verdict = harness.make().scan(content)
    assert (verdict.clean, verdict.threat) == (True, "")


@pytest.mark.parametrize("around", [(b"", b""), (b"x" * 70_000, b"x"), (b"\0", b"\0\n")])
def test_threat_is_found_and_named(harness: Harness, around: tuple[bytes, bytes]) -> None:
    verdict = harness.make().scan(around[0] + EICAR + around[1])
    assert not verdict.clean
    assert verdict.threat


def test_content_over_the_scanners_limit_is_rejected_not_clean(harness: Harness) -> None:
    if harness.largest is None:
        pytest.skip("it has no limit of its own")
    for size in (harness.largest + 1, 20 * harness.largest):
        with pytest.raises(Rejected):
            harness.make().scan(bytes(size))


def test_disturbance_is_never_clean(harness: Harness) -> None:
    scanner = harness.hasty()
    each_disturbed(harness, lambda: scanner.scan(b"x"))
    each_disturbed(harness, scanner.check)
    scanner.check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())
