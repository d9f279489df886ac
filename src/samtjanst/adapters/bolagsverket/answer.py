"""Reading the register's answer: every block has a producer and a fault of its own."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from samtjanst.ports.company_register import CompanyStatus, RegisteredCompany
from samtjanst.ports.failures import Temporary
from samtjanst.ports.register import Address

_ABSENT = "ORGANISATION_FINNS_EJ"
_MAIN_NAMES = ("FORETAGSNAMN", "NAMN")
_PROCEEDINGS = {
    "KK": CompanyStatus.BANKRUPT,
    "LI": CompanyStatus.LIQUIDATION,
    "FR": CompanyStatus.RECONSTRUCTION,
}
_SWEDEN = {"", "Sverige", "SE"}
Block = Mapping[str, Any]


def read(content: bytes) -> tuple[RegisteredCompany, ...]:
    """The companies of an answer.

    Raises:
        ValueError: the answer cannot be read.
        Temporary: the register has something, but the part with the name did not answer.
    """
    told = json.loads(content)
    listed = told.get("organisationer") if isinstance(told, Mapping) else None
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        raise ValueError("organisationer")
    return tuple(_company(one) for one in listed if not _is_absent(one))


def _company(told: Block) -> RegisteredCompany:
    named = _block(told, "organisationsnamn")
    name = _name(named)
    if not name:
        raise Temporary(f"bolagsverket:{_fault(named) or 'no_name'}")
    return RegisteredCompany(
        number=_text(_block(told, "organisationsidentitet").get("identitetsbeteckning")),
        name=name,
        form=_text(_block(told, "organisationsform").get("kod")),
        status=_status(told),
        address=_address(_block(told, "postadressOrganisation")),
    )


def _is_absent(told: Block) -> bool:
    faults = [_fault(block) for block in told.values() if isinstance(block, Mapping)]
    return _ABSENT in faults and not _name(_block(told, "organisationsnamn"))


def _name(block: Block) -> str:
    listed = [one for one in _list(block, "organisationsnamnLista") if _text(one.get("namn"))]
    main = [one for one in listed if _code(one, "organisationsnamntyp") in _MAIN_NAMES]
    return _text((main or listed)[0]["namn"]) if listed else ""


def _status(told: Block) -> CompanyStatus:
    if _block(told, "avregistreradOrganisation").get("avregistreringsdatum"):
        return CompanyStatus.DEREGISTERED
    for code in _proceedings(told):
        if code in _PROCEEDINGS:
            return _PROCEEDINGS[code]
    works = _block(told, "verksamOrganisation").get("kod")
    known = {"JA": CompanyStatus.ACTIVE, "NEJ": CompanyStatus.INACTIVE}
    return known.get(_text(works), CompanyStatus.UNKNOWN)


def _proceedings(told: Block) -> Iterator[str]:
    block = _block(told, "pagaendeAvvecklingsEllerOmstruktureringsforfarande")
    listed = _list(block, "pagaendeAvvecklingsEllerOmstruktureringsforfarandeLista")
    codes = {_text(one.get("kod")) for one in listed}
    yield from (code for code in _PROCEEDINGS if code in codes)  # the gravest first


def _address(block: Block) -> Address | None:
    told = _block(block, "postadress")
    street, city = _text(told.get("utdelningsadress")), _text(told.get("postort"))
    if not (street or city) or _text(told.get("land")) not in _SWEDEN:
        return None
    return Address(_text(told.get("coAdress")), street, _text(told.get("postnummer")), city)


def _block(told: Block, name: str) -> Block:
    value = told.get(name)
    return value if isinstance(value, Mapping) else {}


def _list(block: Block, name: str) -> list[Block]:
    value = block.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _fault(block: Block) -> str:
    return _text(_block(block, "fel").get("typ"))


def _code(block: Block, name: str) -> str:
    return _text(_block(block, name).get("kod"))


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
