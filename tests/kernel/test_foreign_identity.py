from datetime import date

import pytest

from samtjanst.kernel.foreign_identity import ForeignIdentity, Persistence


def test_country_and_persistence_are_read_and_nothing_more_is_shown() -> None:
    found = ForeignIdentity.parse("NO:5068907693", "A")
    assert (found.country, found.persistence) == ("NO", Persistence.LASTING)
    assert str([found]) + str(found) == "[ForeignIdentity(NO:****)]NO:****"


def test_what_differs_in_anything_is_somebody_else() -> None:
    told = ["NO:abc-1", "NO:ABC-1", "FI:abc-1", "NO:198501012382", "SI:198501012382"]
    assert len({ForeignIdentity.parse(one, "B") for one in told}) == len(told)


@pytest.mark.parametrize(
    ("prid", "persistence"),
    [
        ("198501012382", "A"),  # a number, and no prid
        ("SE:198501012382", "A"),
        ("no:5068907693", "A"),
        ("NO:", "A"),
        ("NO:-1", "A"),
        ("NO:1\n", "A"),
        ("NO:1 2", "A"),
        ("NO:١٢٣", "A"),  # digits of another script
        ("NO:FI:1", "A"),
        (f"NO:{'1' * 65}", "A"),
        ("NO:5068907693", ""),
        ("NO:5068907693", "D"),
    ],
)
def test_anything_else_is_refused(prid: str, persistence: str) -> None:
    with pytest.raises(ValueError, match=r"form|country|Persistence"):
        ForeignIdentity.parse(prid, persistence)


def test_age_is_what_the_other_country_tells_and_a_year_alone_tells_none() -> None:
    identity = ForeignIdentity.parse("NO:1", "A", "1988-03-14")
    assert [identity.age(date(2026, 3, day)) for day in (13, 14)] == [37, 38]
    for text in ("", "1988", "14.3.1988", "1988-02-30"):
        assert ForeignIdentity.parse("NO:1", "A", text).age(date(2026, 3, 14)) is None
    assert "1988" not in repr(identity) + str(identity)
    assert identity == ForeignIdentity.parse("NO:1", "B")
