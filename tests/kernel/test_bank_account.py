import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtjanst.kernel.bank_account import BankAccount

# One account of each type in the manual, made by its rules.
GOOD = [
    ("5000", "1234560", "SEB"),
    ("1101", "0000004", "Nordea"),
    ("9150", "0000002", "Skandiabanken"),
    ("3300", "198501012382"[2:], "Nordea, personkonto"),
    ("6789", "123 456 789", "Handelsbanken"),
    ("8105-9", "744 202 466", "Swedbank och sparbankerna"),
    ("8105", "744202466", "Swedbank och sparbankerna"),
    ("1000", "1234567", ""),
]


@pytest.mark.parametrize(("clearing", "account", "bank"), GOOD)
def test_account_is_read_with_its_bank(clearing: str, account: str, bank: str) -> None:
    assert BankAccount.parse(clearing, account).bank == bank


@pytest.mark.parametrize(
    ("clearing", "account", "why"),
    [
        ("", "1234567", "clearing"),
        ("012", "1234567", "clearing"),
        ("50001", "1234567", "clearing"),
        ("5000", "12", "account"),
        ("5000", "abc", "account"),
        ("5000", "1234561", "check digit"),
        ("5000", "12345600", "check digit"),
        ("3300", "8501012383", "check digit"),
        ("6789", "123456788", "check digit"),
        ("81059", "744202466", ""),
        ("81058", "744202466", "check digit"),
    ],
)
def test_wrong_number_says_what_is_wrong(clearing: str, account: str, why: str) -> None:
    if not why:
        assert BankAccount.parse(clearing, account)
        return
    with pytest.raises(ValueError, match=f"^{why}$"):
        BankAccount.parse(clearing, account)


@given(st.integers(5000, 5999), st.integers(0, 999_999))
def test_exactly_one_last_digit_or_none_fits(clearing: int, body: int) -> None:
    fitting = []
    for last in range(10):
        try:
            fitting.append(BankAccount.parse(str(clearing), f"{body:06d}{last}"))
        except ValueError:
            continue
    assert len(fitting) <= 1
