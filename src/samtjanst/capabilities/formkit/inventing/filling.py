"""Words that name nobody: made-up names, places, addresses and sentences."""

import itertools
from collections.abc import Iterator, Mapping

ENDINGS: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/heic": ".heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_GIVEN = (
    "Alvhild",
    "Brage",
    "Dagny",
    "Eskil",
    "Frejdis",
    "Gorm",
    "Hillevi",
    "Idun",
    "Jorund",
    "Kettil",
    "Lovisa",
    "Modine",
    "Njord",
    "Oddny",
    "Ragnvi",
    "Sigrun",
    "Torgny",
    "Ylva",
)
_FAMILY = (
    "Almdunge",
    "Björkvret",
    "Ekskär",
    "Furuhed",
    "Granmyr",
    "Hasselrot",
    "Kvistlund",
    "Lövbacke",
    "Mossdal",
    "Näverborg",
    "Rönnsand",
    "Tallhult",
    "Videby",
    "Åsbäck",
)
_PLACES = ("Dungvik", "Lövsta", "Tuvhult", "Kvistnäs", "Mossboda", "Rönnträsk")
_SYLLABLES = ("lu", "re", "mi", "do", "va", "ne", "ko", "su", "ti", "ba", "fo", "gry")
_WORDS = tuple(
    "".join(three) for three in itertools.islice(itertools.permutations(_SYLLABLES, 3), 0, 1320, 11)
)

_MOST = 60  # of those that look real; after that anything goes


def names(words: int) -> Iterator[str]:
    """Given names and a surname, as many words as are asked for."""
    for n in range(_MOST):
        given = [_GIVEN[(n + place * 5) % len(_GIVEN)] for place in range(words - 1)]
        last = _FAMILY[(n // len(_GIVEN) + n) % len(_FAMILY)]
        yield " ".join((*given, last if words > 1 else _GIVEN[n % len(_GIVEN)]))
    for n in itertools.count():
        yield " ".join(_word(n + place * 31).capitalize() for place in range(words))


def companies() -> Iterator[str]:
    """Companies' names."""
    yield from (f"{_FAMILY[n % len(_FAMILY)]} Prov {n + 1} AB" for n in range(_MOST))
    yield from (f"{_word(n).capitalize()} AB" for n in itertools.count())


def emails() -> Iterator[str]:
    """Addresses under names that are kept free (RFC 2606)."""
    for n in itertools.count(1):
        yield f"prov{n}@exempel.invalid"
        yield f"p{n}@prov.example"
        yield f"p{n}@brev.test"


def phones() -> Iterator[str]:
    """Numbers that Post- och telestyrelsen keeps for books and films (070-174 06 05 to 99)."""
    return (f"+467017406{n:02d}" for n in range(5, 100))


def files() -> Iterator[str]:
    """Names of files, without ending."""
    return (f"{word}-{n}" for n in itertools.count(1) for word in ("bilaga", "provfil", "handl"))


def streets() -> Iterator[str]:
    """Streets with a number."""
    yield from (f"{_PLACES[n % len(_PLACES)]}vägen {n + 1}" for n in range(_MOST))
    yield from (f"{_word(n).capitalize()} {n + 1}" for n in itertools.count())


def cities() -> Iterator[str]:
    """Towns."""
    yield from _PLACES
    yield from (_word(n).capitalize() for n in itertools.count())


def designations() -> Iterator[str]:
    """Properties' designations."""
    yield from (f"DUNGVIK LÖVBACKEN {n}:1" for n in range(1, _MOST))
    yield from (f"{_word(n)} {_word(n + 7)} {n + 1}:1".upper() for n in itertools.count())


def digits(length: int, start: int) -> str:
    """Digits."""
    return "".join(str((start * 3 + place * 7 + 1) % 10) for place in range(length))


def _word(number: int) -> str:
    """A word that is in no language, for where all others could be somebody's."""
    return _WORDS[number % len(_WORDS)]


def words(length: int, start: int) -> str:
    """Words without meaning, cut at a length."""
    if not length:
        return ""
    taken, place = "", start
    while len(taken) < length:
        taken += _WORDS[place * 17 % len(_WORDS)] + " "
        place += 1
    cut = taken[:length]
    return cut[:-1] + "a" if cut.endswith(" ") else cut
