"""What kind of answer a field asks for, by the words of its label.

The first row that fits counts; the words are those of Swedish forms.
"""

# ruff: noqa: E501 - the words of a kind on one row

import re
from collections.abc import Iterable
from dataclasses import dataclass

from samtjanst.capabilities.paper.types import Control, Found

_WORD = r"(?:^|[\s(/,.:;–-])"


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that mean a kind."""

    kind: str
    words: re.Pattern[str]


def _sign(kind: str, words: str) -> Sign:
    return Sign(kind, re.compile(words, re.IGNORECASE))


SIGNATURE = re.compile(
    r"namnteckning|underskrift|signatur\b|namnförtydligande|ort och datum|datum och ort",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"rektors beslut|beslut av (rektor|nämnd)|fylls i av (kommun|handl|förvalt|nämnd)|kommunens (anteckn|notering)|myndighetens (anteckn|noter)"
    r"|handläggarens|diarienummer|dnr\b|diarienr|ankomststämpel|\bankom\b|inkom den",
    re.IGNORECASE,
)
_SIGNS = (
    _sign("organisation_number", r"organisations?\s*-?(nummer|nr)|org\.?\s*-?(nummer|nr)"),
    _sign("personal_number", r"person\s*-?\s*(nummer|nr)|pers\.?\s*-?nr|födelsenummer"),
    _sign("iban", r"\biban\b"),
    _sign(
        "bank_account", r"konto\s*-?(nummer|nr)|bankkonto|clearing|plusgiro|bankgiro|kontouppgift"
    ),
    _sign("car", r"registrerings?\s*-?(nummer|nr)|reg\.?\s*-?nr|bilens nummer"),
    _sign("property", r"fastighet(s|en|ens)?\s*-?(beteckning|$)|^fastighet\b"),
    _sign("email", r"e-?\s?post|mejl|e-?mail|\bmail"),
    _sign("phone", r"telefon|mobil(nummer|nr|tele|\b)|\btel\.?\b|\btfn\b"),
    _sign(
        "address",
        r"adress|\bbostad:?$|\bgata\b|\bc/o\b|^post\s*-?(nummer|nr|ort)|postnr|^ort$|^ort och|^postadress",
    ),
    _sign(
        "period",
        r"period|tidsperiod|från och med.*till och med|fr\.?o\.?m.*t\.?o\.?m|mellan vilka datum",
    ),
    _sign("time", r"klockslag|kl\.|starttid|sluttid|tid på dagen|vilken tid\b"),
    _sign(
        "date",
        r"datum|födelsedag|(startd|slutd|\bd)ag\b(?! i veckan)|född\b|fr\.?o\.?m|t\.?o\.?m|från och med|till och med|^när\b",
    ),
    _sign("percentage", r"procent|%|sysselsättningsgrad|tjänstgöringsgrad"),
    _sign(
        "money", r"belopp|kostnad|summa|inkomst|lön\b|hyra\b|avgift|\bkr\b|kronor|pris\b|omsättning"
    ),
    _sign(
        "number",
        r"\bkvm\b|kvadratmeter|\bm2\b|m²|\byta\b|areal|höjd\b|bredd\b|längd\b|avstånd|sträcka|vikt\b|volym|kilometer|\bkm\b|temperatur",
    ),
    _sign(
        "school",
        r"^skola\b|skolans namn|vilken skola|skola/förskola|^skolenhet|^förskola\b|önskad skola",
    ),
    _sign("integer", r"antal|hur många|årskurs|ålder|årsmodell|byggår|\bår\b|våning"),
    _sign("company", r"företag(ets|et)?s?\s*(namn)?$|^firma|firmanamn|bolagets namn|^företag\b"),
    _sign("file", r"bifoga|bilaga|bilägg|intyg bifogas"),
)
_FREE = re.compile(
    r"beskriv|motiver|ange skäl|skäl(en|et)? (till|för)|orsak|övrig|upplysning|förklara|berätta|kommentar"
    r"|synpunkt|anledning|redogör|meddelande|motivering|vad har hänt|varför|anteckning",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^(ja|nej|yes|no)\b", re.IGNORECASE)
_CONSENT = re.compile(r"samtyck|godkänner att|medger|tillåter", re.IGNORECASE)
_DECLARATION = re.compile(
    r"försäkra|intygar|intygas|på heder|sanningsenlig|riktiga|har tagit del|förbinder",
    re.IGNORECASE,
)
_FILE_TICK = re.compile(r"bifog|bilaga|bilägg", re.IGNORECASE)
_SEVERAL = re.compile(r"flera|ett eller flera|de alternativ som|vad gäller det", re.IGNORECASE)
_LONG = 90  # letters there is room for on one line; more asks for more than a few words


def kind_of(found: Found) -> str:
    """The kind of question that the field asks, "" for one that only signs or is the office's."""
    if found.control is Control.SIGNATURE or signs(found) or offices(found):
        return ""
    if found.control is Control.TICK:
        return _tick(found.label)
    if found.control is Control.CHOICES:
        return _choices(found)
    if found.control is Control.ROWS:
        return "group"
    return _written(found)


def signs(found: Found) -> bool:
    """Whether the field only signs the paper."""
    in_end = "underskrift" in found.section.casefold() or "försäkran" in found.section.casefold()
    is_date = re.fullmatch(r"(datum|ort|ort, datum|namn)", found.label.strip(" :").casefold())
    return bool(SIGNATURE.search(found.label) or (in_end and is_date))


def offices(found: Found) -> bool:
    """Whether the field is for the office itself."""
    return bool(OFFICE.search(found.label) or OFFICE.search(found.section))


def looks_like(label: str) -> str:
    """The kind that the words mean, "" when they say nothing."""
    plain = " ".join(label.split()).strip(" :*.")
    return next((sign.kind for sign in _SIGNS if sign.words.search(plain)), "")


def _written(found: Found) -> str:
    if found.control is Control.AREA:
        return "address" if looks_like(found.label) == "address" else "long_text"
    if _FREE.search(found.label) and not looks_like(found.label):
        return "long_text"
    return looks_like(found.label) or ("long_text" if found.length > 400 else "text")


def _tick(label: str) -> str:
    if _CONSENT.search(label):
        return "consent"
    if _DECLARATION.search(label):
        return "declaration"
    return "file" if _FILE_TICK.search(label) else "yes_no"


def _choices(found: Found) -> str:
    if is_yes_no(found.options):
        return "yes_no"
    if len(found.options) == 1:
        return _tick(found.options[0])
    if all(_FILE_TICK.search(option) for option in found.options):
        return "file"
    if found.one_only is None:
        return "many_choices" if _SEVERAL.search(f"{found.label} {found.help}") else "choice"
    return "choice" if found.one_only else "many_choices"


def is_yes_no(options: Iterable[str]) -> bool:
    """Whether the only ways to answer are yes and no."""
    listed = list(options)
    return len(listed) == 2 and all(_YES_NO.match(one) and len(one) < 12 for one in listed)
