"""Makes invented data of the same kind as the real, the same one for the same."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from samtjanst.capabilities.formkit.inventing import filling
from samtjanst.capabilities.formkit.inventing.traces import survive
from samtjanst.kernel.bank_account import BankAccount
from samtjanst.kernel.personal_number import luhn_holds

_MOST_TRIES = 5000
_COORDINATION = 60  # is added to the day of birth
_OWN_LENGTH, _WITH_CENTURY = 10, 12
_SIZES = (1_000, 10_000, 100_000, 1_000_000, 3_000_000, 8_000_000, 20_000_000)  # bytes
_SEX = 10  # the place of the digit that is odd for men


class RunOutError(Exception):
    """Nothing could be invented that does not look like what was there."""


class Inventor:
    """Invents; remembers what it has replaced.

    ``avoid`` is what may not be found in anything that is invented; dates move by ``shift``.
    """

    def __init__(self, avoid: frozenset[str], shift: timedelta) -> None:
        """Ready to invent."""
        self.avoid, self.shift = avoid, shift
        self.replaced: dict[str, str] = {}
        self._used: set[str] = set()

    def _new(self, original: str, candidates: Iterator[str]) -> str:
        if not original:
            return original
        if original not in self.replaced:
            self.replaced[original] = self._first(candidates)
        return self.replaced[original]

    def _first(self, candidates: Iterator[str]) -> str:
        for one in itertools.islice(candidates, _MOST_TRIES):
            if one not in self._used and not survive(one, self.avoid):
                self._used.add(one)
                return one
        raise RunOutError

    def day(self, text: str) -> str:
        """A date as far from the others as before."""
        try:
            return (date.fromisoformat(text) + self.shift).isoformat()
        except ValueError:
            return text

    def number(self, digits: str) -> str:
        """A test number of somebody as old and of the same sex, by the official pattern."""
        if len(digits) != _WITH_CENTURY or not digits.isdecimal():
            return self.text(digits)
        return self._new(digits, self._numbers(digits))

    def _numbers(self, digits: str) -> Iterator[str]:
        extra = _COORDINATION if int(digits[6:8]) > _COORDINATION else 0
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]) - extra) + self.shift
        serial = "239" if int(digits[_SEX]) % 2 else "238"
        for more in range(60):
            on = born - timedelta(days=more)
            yield _checked(f"{on:%Y%m}{on.day + extra:02d}{serial}", 2)

    def organisation(self, digits: str) -> str:
        """A number by the pattern of the official example; a sole trader's is her own."""
        own = next((new for old, new in self.replaced.items()
                    if len(old) == _WITH_CENTURY and old[2:] == digits), "")  # fmt: skip
        if own:
            return own[2:]
        if len(digits) == _WITH_CENTURY and not digits.startswith("16"):
            return self.number(digits)
        made = (_checked(f"529999{n:03d}", 0) for n in range(1000))
        head = digits[:-_OWN_LENGTH]
        return self._new(digits, (head + one for one in made))

    def name(self, text: str) -> str:
        """A person's name with as many words."""
        return self._new(text, filling.names(max(1, len(text.split()))))

    def company(self, text: str) -> str:
        """A company's name."""
        return self._new(text, filling.companies())

    def email(self, text: str) -> str:
        """An address that nobody can have."""
        return self._new(text, filling.emails())

    def phone(self, text: str) -> str:
        """A number that is kept for fiction."""
        return self._new(text, filling.phones())

    def street(self, text: str) -> str:
        """A street and a number."""
        return self._new(text, filling.streets())

    def postal_code(self, text: str) -> str:
        """Written as it was."""
        space = " " if " " in text else ""
        return self._new(text, (f"1{n // 100:02d}{space}{n % 100:02d}" for n in range(1000, 9999)))

    def city(self, text: str) -> str:
        """A town."""
        return self._new(text, filling.cities())

    def designation(self, text: str) -> str:
        """A property's."""
        return self._new(text, filling.designations())

    def iban(self, text: str) -> str:
        """A Swedish one with the right check digits."""
        return self._new(text, map(_iban, range(1, 9999)))

    def plate(self, text: str) -> str:
        """A car's registration."""
        made = (f"{letters}{n:02d}A" for letters in ("HPK", "NDM") for n in range(10, 99))
        return self._new(text, made)

    def account(self, clearing: str, account: str) -> tuple[str, str]:
        """A bank account that holds its check digit, as clearing and account number."""
        whole = self._new(f"{clearing}|{account}", filter(_is_account, _accounts()))
        self.replaced |= {clearing: whole.split("|")[0], account: whole.split("|")[1]}
        return self.replaced[clearing], self.replaced[account]

    def text(self, text: str) -> str:
        """Of the same length in each line; digits stay digits."""
        if text in self.replaced or not text.strip():
            return self.replaced.get(text, text)
        is_digits = text.isdecimal()
        make: Callable[[int, int], str] = filling.digits if is_digits else filling.words
        candidates = (
            "\n".join(make(len(line), start + place) for place, line in enumerate(text.split("\n")))
            for start in range(0, _MOST_TRIES, 7)
        )
        if len(text) < 3:
            self.replaced[text] = next(candidates)
        return self._new(text, candidates)

    def file(self, name: str, content_type: str, size: int) -> dict[str, str | int]:
        """A stand-in of the same type, and of a size in the same class but never larger."""
        ending = filling.ENDINGS.get(content_type, "")
        fits = [one for one in _SIZES if one <= size]
        stem = self._new(name.rsplit(".", 1)[0] or name, filling.files())
        return {"name": stem + ending, "size": fits[-1] if fits else size}


def _checked(digits: str, start: int) -> str:
    return next(digits + str(n) for n in range(10) if luhn_holds(digits[start:] + str(n)))


def _iban(number: int) -> str:
    inner = f"{number * 7919:020d}"
    check = 98 - int(f"{inner}281400") % 97  # SE00 as figures, after the account
    return f"SE{check:02d}{inner}"


def _accounts() -> Iterator[str]:
    for clearing in ("6789", "6123", "6345"):
        yield from (f"{clearing}|{number}" for number in range(234_567_101, 234_568_500))


def _is_account(text: str) -> bool:
    try:
        BankAccount.parse(*text.split("|"))
    except ValueError:
        return False
    return True
