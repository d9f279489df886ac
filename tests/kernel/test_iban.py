import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as oracle

from samtjanst.kernel.iban import Iban

GOOD = [
    ("SE35 5000 0000 0549 1000 0003", "SE3550000000054910000003"),
    ("se3550000000054910000003", "SE3550000000054910000003"),
    ("IBAN NO93 8601 1117 947", "NO9386011117947"),
    ("GB29-NWBK-6016-1331-9268-19", "GB29NWBK60161331926819"),
]


@pytest.mark.parametrize(("typed", "text"), GOOD)
def test_number_is_read_as_people_write_it(typed: str, text: str) -> None:
    assert Iban.parse(typed).text == text


@pytest.mark.parametrize(
    "typed",
    ["", "SE", "SE3550000000054910000004", "SE355000000005491000000", "123", "SE35 åäö", "٣" * 24],
)
def test_wrong_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"form|length|check digits"):
        Iban.parse(typed)


@given(st.from_regex(r"(SE[0-9]{22}|NO[0-9]{13}|DE[0-9]{20})", fullmatch=True))
def test_check_digits_are_those_of_another_implementation(text: str) -> None:
    right = text[:2] + oracle.calc_check_digits(text) + text[4:]
    assert Iban.parse(right).text == right
    if right != text:
        with pytest.raises(ValueError, match="check digits"):
            Iban.parse(text)
