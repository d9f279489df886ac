import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtjanst.kernel.phone import PhoneNumber

# The forms are those that Google's libphonenumber writes for the same numbers.
GOOD = [
    ("070-174 06 05", "+46701740605", "070-174 06 05"),
    ("+46 (0)70-174 06 05", "+46701740605", "070-174 06 05"),
    ("0046 70 174 06 05", "+46701740605", "070-174 06 05"),
    ("08-123 456 78", "+46812345678", "08-123 456 78"),
    ("086000000", "+4686000000", "08-600 00 00"),
    ("011-15 00 00", "+4611150000", "011-15 00 00"),
    ("0142-850 00", "+4614285000", "0142-850 00"),
    ("+45 81 23 45 67", "+4581234567", "+4581234567"),
]


@pytest.mark.parametrize(("typed", "e164", "shown"), GOOD)
def test_number_is_read_and_written_as_people_do(typed: str, e164: str, shown: str) -> None:
    number = PhoneNumber.parse(typed)
    assert (number.e164, number.shown) == (e164, shown)


@pytest.mark.parametrize("typed", ["", "112", "ring mig", "07012", "+", "070-174 06 05 anknytning",
                                   "0" * 30, "٠٧٠١٢٣٤٥٦٧"])  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="form"):
        PhoneNumber.parse(typed)


@given(st.from_regex(r"\+(46[1-9][0-9]{6,8}|45[1-9][0-9]{7})", fullmatch=True))
def test_what_is_shown_is_read_as_the_same_number(e164: str) -> None:
    number = PhoneNumber.parse(e164)
    assert number.e164 == e164
    assert PhoneNumber.parse(number.shown) == number
