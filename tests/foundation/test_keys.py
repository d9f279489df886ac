"""Values are sealed for one municipality, one context, one key."""

import pytest
from tests import cast

from samtjanst.foundation.keys.services import blind_index, decrypt, encrypt, rotate
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.errors import TamperedError

pytestmark = pytest.mark.django_db


def test_value_opens_in_its_own_context_only() -> None:
    with open_scope(cast.municipality()):
        sealed = encrypt("citizen:1", b"hemligt")
        assert decrypt("citizen:1", sealed) == b"hemligt"
        assert b"hemligt" not in sealed
        with pytest.raises(TamperedError):
            decrypt("citizen:2", sealed)


def test_value_does_not_open_in_another_municipality() -> None:
    with open_scope(cast.municipality("mjolby")):
        sealed = encrypt("citizen:1", b"hemligt")
    with open_scope(cast.municipality("norrkoping")), pytest.raises(TamperedError):
        decrypt("citizen:1", sealed)


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_changed_byte_is_noticed(place: int) -> None:
    with open_scope(cast.municipality()):
        sealed = bytearray(encrypt("x", b"hemligt"))
        sealed[place] ^= 1
        with pytest.raises(TamperedError):
            decrypt("x", bytes(sealed))


def test_old_values_open_after_rotation() -> None:
    with open_scope(cast.municipality()):
        old = encrypt("x", b"1")
        rotate()
        new = encrypt("x", b"2")
        assert (decrypt("x", old), decrypt("x", new)) == (b"1", b"2")
        assert old[1:17] != new[1:17]


def test_blind_index_differs_between_municipalities_and_kinds() -> None:
    with open_scope(cast.municipality("mjolby")):
        first = blind_index("personal-number", "198501012382")
        assert first == blind_index("personal-number", "198501012382")
        assert first != blind_index("other", "198501012382")
    with open_scope(cast.municipality("norrkoping")):
        assert first != blind_index("personal-number", "198501012382")
