"""Navet's envelope: the question, and reading the answer.

The wrapper has a namespace, everything from Folkbokforingspost down has none; unknown elements
are passed over. A guardian is a relation ``V`` on the child's own record that has not ended;
it is never inferred from parenthood.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.register import Address, Guardian, Protection, RegisteredPerson

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NAVET = "http://xmls.skatteverket.se/se/skatteverket/folkbokforing/na/epersondata/V1"
MAX_BYTES = 1024 * 1024


class FaultError(Exception):
    """A SOAP fault; ``text`` is the register's own description."""

    def __init__(self, text: str) -> None:
        super().__init__("fault")
        self.text = text


@dataclass(frozen=True, slots=True)
class Found:
    """A person, and the number that has replaced the one asked for, if any."""

    person: RegisteredPerson
    referred_to: PersonalNumber | None


def request(organisation: str, order: str, number: str) -> bytes:
    """The envelope that asks for one person."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "v1": NAVET})
    etree.SubElement(root, f"{{{SOAP}}}Header")
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    question = etree.SubElement(body, f"{{{NAVET}}}PersonpostRequest")
    ordered = etree.SubElement(question, f"{{{NAVET}}}Bestallning")
    etree.SubElement(ordered, f"{{{NAVET}}}OrgNr").text = organisation
    etree.SubElement(ordered, f"{{{NAVET}}}BestallningsId").text = order
    etree.SubElement(question, f"{{{NAVET}}}PersonId").text = number
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def read(content: bytes, *, today: date) -> Found | None:
    """The person in an answer; None when the register has nobody.

    Raises:
        FaultError: the answer is a fault.
        ValueError: it is not an answer of Navet's.
    """
    root = _parse(content)
    if root.find(f".//{{{SOAP}}}Fault") is not None:
        raise FaultError(_local(root, "Beskrivning") or _local(root, "faultstring"))
    if root.find(f".//{{{NAVET}}}PersonpostXMLResponse") is None:
        raise ValueError("not an answer")
    post = root.find(f".//{{{NAVET}}}Folkbokforingsposter/Folkbokforingspost")
    return _found(post, today) if post is not None else None


def _parse(content: bytes) -> Any:
    if len(content) > MAX_BYTES or b"<!DOCTYPE" in content:
        raise ValueError("not an answer")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not an answer") from error


def _found(post: Any, today: date) -> Found:
    record = post.find("Personpost")
    number = _number(record.find("PersonId"), today) if record is not None else None
    if record is None or number is None:
        raise ValueError("a post without a person")
    protection = _protection(post)
    person = RegisteredPerson(
        personal_number=number,
        given_name=_given_name(record.find("Namn")),
        surname=_surname(record.find("Namn")),
        protection=protection,
        address=_address(record) if protection is Protection.NONE else None,
        guardians=tuple(_guardians(record, today)),
        custody_of=tuple(_custody(record, today)),
        deregistered=record.findtext("Avregistrering/AvregistreringsorsakKod") or "",
        municipality_code=_municipality(record),
    )
    reference = record.findtext("HanvisningsPersonNr") or record.findtext("PersonId/Hanvisning")
    return Found(person, PersonalNumber.parse(reference, today=today) if reference else None)


def _protection(post: Any) -> Protection:
    if post.findtext("SkyddadFolkbokforing") == "J":
        return Protection.PROTECTED_REGISTRATION
    if post.findtext("Sekretessmarkering") == "J":
        return Protection.CONFIDENTIALITY_MARK
    return Protection.NONE


def _number(holder: Any, today: date) -> PersonalNumber | None:
    if holder is None:
        return None
    text = holder.findtext("PersonNr") or holder.findtext("TilldelatPersonNrSamordningsNr")
    return PersonalNumber.parse(text, today=today) if text else None


def _given_name(name: Any) -> str:
    if name is None:
        return ""
    every = (name.findtext("Fornamn") or "").split()
    mark = name.findtext("Tilltalsnamnsmarkering") or ""
    chosen = [int(digit) for digit in mark if digit.isdecimal() and digit != "0"]
    called = [every[place - 1] for place in chosen if place <= len(every)]
    return " ".join(called or every)


def _surname(name: Any) -> str:
    if name is None:
        return ""
    parts = (name.findtext("Mellannamn"), name.findtext("Efternamn"))
    return " ".join(part for part in parts if part)


def _address(record: Any) -> Address | None:
    for kind in ("SarskildPostadress", "Folkbokforingsadress"):
        found = record.find(f"Adresser/{kind}")
        if found is not None:
            lines = (found.findtext("Utdelningsadress1"), found.findtext("Utdelningsadress2"))
            return Address(
                care_of=found.findtext("CareOf") or "",
                street=" ".join(line for line in lines if line),
                postal_code=found.findtext("PostNr") or "",
                city=found.findtext("Postort") or "",
            )
    return None


def _guardians(record: Any, today: date) -> list[Guardian]:
    found = []
    for relation in _relations(record, "V", today):
        number = _number(relation.find("RelationId"), today)
        name = relation.find("Namn")
        found.append(Guardian(number, f"{_given_name(name)} {_surname(name)}".strip()))
    return found


def _custody(record: Any, today: date) -> list[PersonalNumber]:
    numbers = (_number(r.find("RelationId"), today) for r in _relations(record, "VF", today))
    return [number for number in numbers if number]


def _relations(record: Any, kind: str, today: date) -> list[Any]:
    return [
        relation
        for relation in record.findall("Relationer/Relation")
        if relation.findtext("Relationstyp") == kind
        and relation.find("Avregistrering") is None
        and not _has_ended(relation.findtext("RelationTomdatum"), today)
    ]


def _has_ended(text: str | None, today: date) -> bool:
    # Dates can be incomplete (zeros); compared as text a day too early is on the safe side.
    return bool(text) and str(text) <= today.strftime("%Y%m%d")


def _municipality(record: Any) -> str:
    place = record.find("Folkbokforing")
    if place is None:
        return ""
    return (place.findtext("LanKod") or "") + (place.findtext("KommunKod") or "")


def _local(root: Any, name: str) -> str:
    for node in root.iter():
        if isinstance(node.tag, str) and etree.QName(node).localname == name:
            return node.text or ""
    return ""
