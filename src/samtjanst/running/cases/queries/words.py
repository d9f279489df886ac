"""Words as they are hashed, when a case is made findable and when somebody looks for it."""

import re
from collections.abc import Iterable

from samtjanst.foundation.keys.services import blind_index
from samtjanst.kernel import clock
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber

_KIND = "case-word"
_WORD = re.compile(r"[^\W_]+")


def token(kind: str, word: str) -> int:
    """The municipality's keyed hash of a word of a kind."""
    return int(blind_index(_KIND, f"{kind}:{word}")[:15], 16)


def words_of(text: str) -> list[str]:
    """The words of a text, as they are compared."""
    joined = re.sub(r"(?<=\w)-(?=\d)", "", text)  # SKJ-2026-000123 is one word
    return [word[:40] for word in _WORD.findall(joined.casefold())]


def unique(texts: Iterable[str]) -> list[str]:
    """The different words of some texts, in order."""
    return list(dict.fromkeys(word for text in texts for word in words_of(text)))


def whole_number(text: str) -> str:
    """The digits of the personal number, or the foreign identity, that a text is; "" for none."""
    if re.match(r"[A-Z]{2}:", text):
        return _foreign(text)
    if not re.fullmatch(r"[\d\s+-]{10,14}", text):
        return ""
    try:
        return PersonalNumber.parse(text.replace(" ", ""), today=clock.today()).digits
    except ValueError:
        return ""


def _foreign(text: str) -> str:
    try:
        return ForeignIdentity.parse(text).code
    except ValueError:
        return ""


def designation(text: str) -> str:
    """A property's designation as it is compared: small letters, single spaces."""
    joined = re.sub(r"\s*([:>])\s*", r"\1", text.casefold())
    return " ".join(joined.split())[:120]


def called(full: str) -> list[str]:
    """What a property can be looked for by: its designation, also without the first word."""
    parts = designation(full).split(" ")
    return [" ".join(parts[start:]) for start in range(max(len(parts) - 1, 1))]
