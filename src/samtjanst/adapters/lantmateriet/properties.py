"""Registerbeteckning Direkt 5 and Inskrivning Direkt 3: designations and registered owners."""

import re
from collections.abc import Iterator

from samtjanst.adapters.lantmateriet.reading import Block, block, blocks, features, listed, text
from samtjanst.adapters.lantmateriet.wire import Wire
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.property_register import FoundProperty, Owner

SCOPES = "registerbeteckning_direkt_v5_read inskrivning_direkt_v3_read"
_DESIGNATIONS = "/distribution/produkter/registerbeteckning/v5"
_TITLES = "/distribution/produkter/inskrivning/v3"
_IN_FORCE, _RENAMED = "gällande", "omregistrerad"
_HOLDS = frozenset({"Lagfart", "Tomträttsinnehav"})  # other kinds are earlier owners
_PROTECTED = "SKYDDAD PERSONUPPGIFT"
_NO_BLOCK = "*"
_MOST = 10


def find(wire: Wire, designation: str, deadline: float) -> FoundProperty | None:
    """The property, by its designation in force or by an earlier one."""
    wanted = _plain(designation)
    for status in (_IN_FORCE, _RENAMED):
        asked = {"beteckning": wanted.upper(), "status": status, "maxHits": _MOST}
        found = listed(wire.get(f"{_DESIGNATIONS}/referens/fritext", asked, deadline))
        for one in found:
            if _plain(text(one, "beteckning")) == wanted and text(one, "registerenhet"):
                return _property(wire, one, status, deadline)
    return None


def owners(wire: Wire, property_id: str, deadline: float) -> tuple[Owner, ...]:
    """Who owns the property now."""
    path = f"{_TITLES}/beror/{key_of(property_id)}"
    told = wire.get(path, {"includeData": "agareAlla"}, deadline)
    shares = (
        share
        for feature in features(told)
        for share in blocks(block(feature, "properties").get("agande"))
    )
    return tuple(_owner(one) for one in shares if text(one, "typ") in _HOLDS)


def _property(wire: Wire, found: Block, status: str, deadline: float) -> FoundProperty:
    key, designation = text(found, "registerenhet"), text(found, "beteckning")
    if status == _RENAMED:
        designation = in_force(wire, key, deadline) or designation
    return FoundProperty(key, designation)


def in_force(wire: Wire, property_id: str, deadline: float) -> str:
    """The designation in force of a property; "" when the register tells none."""
    told = wire.get(f"{_DESIGNATIONS}/tillhor/{key_of(property_id)}", {}, deadline)
    return next(_designations(told), "")


def _designations(told: object) -> Iterator[str]:
    for feature in features(told):
        for one in blocks(block(feature, "properties").get("registerbeteckning")):
            if text(one, "beteckningsstatus") == _IN_FORCE:
                yield _written(one)


def _written(told: Block) -> str:
    piece, number = text(told, "block"), text(told, "enhet")
    last = f"{piece}:{number}" if piece and piece != _NO_BLOCK else number
    return " ".join([text(told, "registeromrade"), text(told, "trakt"), last])


def _owner(told: Block) -> Owner:
    who, share = block(told, "agare"), block(told, "beviljadAndel")
    if text(who, "efternamn").upper() == _PROTECTED:
        return Owner(_share(share), is_protected=True)
    digits = re.sub(r"\D", "", text(who, "idnummer"))
    if block(who, "organisation") or text(who, "organisationsnamn"):
        named = text(who, "organisationsnamn")
        return Owner(_share(share), organisation=digits[-10:], name=named)
    return Owner(_share(share), person=_person(digits))


def _share(told: Block) -> tuple[int, int]:
    over, under = text(told, "taljare"), text(told, "namnare")
    return (int(over), int(under)) if over.isdecimal() and under.isdecimal() else (1, 1)


def _person(digits: str) -> PersonalNumber | None:
    try:
        return PersonalNumber.parse(digits, today=clock.today())
    except ValueError:
        return None  # abroad, or a number that is none


def _plain(designation: str) -> str:
    return " ".join(designation.split()).casefold()


def key_of(key: str) -> str:
    """An id as a part of a path: opaque, but never a path of its own."""
    return re.sub(r"[^\w-]", "", key)
