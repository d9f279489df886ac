"""The invented companies, and what the register answers about each.

5299999994 is the example of the official description; the other numbers are composed by the
same pattern. A sole trader is found under her personal number.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from samtjanst.simulators.personas import ANNA

PROVCYKEL, TRAVAROR, HUSET, KLUBBEN = "5299999994", "5299990019", "5299990027", "5299990035"
BANKRUPT, LIQUIDATED, GONE, IDLE = "5299990043", "5299990050", "5299990068", "5299990076"
UNSURE, NOBODY = "5299990084", "5299990092"
_PERSON = 12  # digits of a sole trader's number


@dataclass(frozen=True, slots=True)
class Company:
    """One invented company. ``form`` is "" for what only SCB has (a non-profit association)."""

    number: str
    name: str
    label: str  # what it shows, in Swedish
    form: str = "AB"
    proceeding: str = ""  # KK bankruptcy, LI liquidation
    deregistered: str = ""  # day
    works: str = "JA"
    kind: str = "FORETAGSNAMN"
    serial: int | None = None  # tells a sole trader's firms apart
    half: bool = False  # SCB's part never answers


@cache
def companies() -> tuple[Company, ...]:
    """Everything that is registered."""
    return (
        Company(PROVCYKEL, "Provcykel AB", "Aktiebolag som är verksamt"),
        Company(TRAVAROR, "Provträ Handelsbolag", "Handelsbolag", form="HB"),
        Company(HUSET, "Bostadsrättsföreningen Provhuset", "Bostadsrättsförening", form="BRF"),
        Company(KLUBBEN, "Provstads idrottsförening", "Ideell förening, finns bara hos SCB",
                form="", kind="NAMN"),
        Company(BANKRUPT, "Provbygg i Östergötland AB", "I konkurs", proceeding="KK"),
        Company(LIQUIDATED, "Provtryck AB", "I likvidation", proceeding="LI"),
        Company(GONE, "Provfisk AB", "Avregistrerat", deregistered="2024-03-01", works="NEJ"),
        Company(IDLE, "Provvila AB", "Inte verksamt", works="NEJ"),
        Company(UNSURE, "Provhalva AB", "SCB:s del svarar inte", half=True),
        Company(ANNA, "Annas provkeramik", "Enskild firma", form="E", serial=1),
        Company(ANNA, "Annas provkafé", "Samma persons andra firma", form="E", serial=2),
    )  # fmt: skip


def answer(
    number: str, *, without_names: bool = False, bankrupt: bool = False
) -> dict[str, Any] | None:
    """What the interface answers about a number; None when it is no number at all."""
    if not number.isdecimal() or len(number) not in {10, _PERSON}:
        return None
    found = [one for one in companies() if one.number == number]
    found = [replace(one, proceeding="KK") for one in found] if bankrupt else found
    told = [_told(one, without_names=without_names) for one in found]
    return {"organisationer": told or [_absent(number)]}


def _told(one: Company, *, without_names: bool) -> dict[str, Any]:
    mine = _broken("Bolagsverket", "TIMEOUT") if without_names else None
    statistics = _broken("SCB", "OTILLGANGLIG_UPPGIFTSKALLA") if one.half else None
    return {
        "organisationsidentitet": _identity(one.number),
        "namnskyddslopnummer": one.serial,
        "organisationsnamn": mine or _named(one),
        "organisationsform": mine or _form(one),
        "juridiskForm": statistics or _made("SCB", kod="61" if not one.form else "49"),
        "verksamOrganisation": statistics or _made("SCB", kod=one.works),
        "avregistreradOrganisation": mine or _gone(one),
        "pagaendeAvvecklingsEllerOmstruktureringsforfarande": mine or _proceeding(one),
        "postadressOrganisation": statistics or _address(),
    }


def _absent(number: str) -> dict[str, Any]:
    fault = _broken("Bolagsverket", "ORGANISATION_FINNS_EJ")
    return {"organisationsidentitet": _identity(number), "organisationsnamn": fault,
            "organisationsform": fault, "verksamOrganisation": fault}  # fmt: skip


def _identity(number: str) -> dict[str, Any]:
    kind = "PERSONNUMMER" if len(number) == _PERSON else "ORGANISATIONSNUMMER"
    return {"identitetsbeteckning": number, "typ": {"kod": kind, "klartext": kind.capitalize()}}


def _named(one: Company) -> dict[str, Any]:
    name = {"namn": one.name, "organisationsnamntyp": {"kod": one.kind},
            "registreringsdatum": "2020-03-15"}  # fmt: skip
    return _made("Bolagsverket" if one.form else "SCB", organisationsnamnLista=[name])


def _form(one: Company) -> dict[str, Any] | None:
    return _made("Bolagsverket", kod=one.form, klartext=one.form) if one.form else None


def _gone(one: Company) -> dict[str, Any] | None:
    if not one.deregistered:
        return None
    return _made("Bolagsverket", avregistreringsdatum=one.deregistered)


def _proceeding(one: Company) -> dict[str, Any] | None:
    if not one.proceeding:
        return None
    listed = [{"kod": one.proceeding, "klartext": "", "fromDatum": "2026-01-12"}]
    return _made("Bolagsverket", pagaendeAvvecklingsEllerOmstruktureringsforfarandeLista=listed)


def _address() -> dict[str, Any]:
    told = {"utdelningsadress": "Provvägen 2", "postnummer": "59530", "postort": "MJÖLBY",
            "coAdress": None, "land": "Sverige"}  # fmt: skip
    return _made("SCB", postadress=told)


def _made(producer: str, **content: Any) -> dict[str, Any]:
    return {**content, "dataproducent": producer, "fel": None}


def _broken(producer: str, kind: str) -> dict[str, Any]:
    return {"dataproducent": producer, "fel": {"typ": kind, "felBeskrivning": kind}}
