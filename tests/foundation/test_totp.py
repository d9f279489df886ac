"""One-time codes: the standard's own examples, and each code once."""

from datetime import UTC, datetime

import pytest

from samtjanst.foundation.people import totp

SECRET = b"12345678901234567890"
# RFC 6238, appendix B (SHA-1), the last six of eight digits.
EXAMPLES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 20000000000: "353130"}


@pytest.mark.parametrize(("second", "code"), EXAMPLES.items())
def test_code_is_the_standards(second: int, code: str) -> None:
    assert totp.code(SECRET, second // 30) == code


@pytest.mark.parametrize(
    ("off", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_code_of_a_clock_half_a_minute_wrong_is_taken(off: int, *, is_taken: bool) -> None:
    at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    given = totp.code(SECRET, totp.step_at(at) + off)
    found = totp.matching_step(SECRET, given, at=at, after=0)
    assert (found is not None) == is_taken


def test_code_is_good_once() -> None:
    at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    given = totp.code(SECRET, totp.step_at(at))
    used = totp.matching_step(SECRET, given, at=at, after=0)
    assert used is not None
    assert totp.matching_step(SECRET, given, at=at, after=used) is None


@pytest.mark.parametrize("given", ["", "12345", "é12345", "1234567890123", "ABCDEF"])
def test_what_is_no_code_is_refused(given: str) -> None:
    at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert totp.matching_step(SECRET, given, at=at, after=0) is None


def test_address_names_municipality_and_person_and_lets_nothing_in() -> None:
    told = totp.address(SECRET, issuer="Mjölby kommun", account="a&secret=X@x.se")
    assert told.startswith("otpauth://totp/Mj%C3%B6lby%20kommun%3Aa%26secret%3DX%40x.se?")
    assert told.count("secret=") == 1
    assert " " not in told
