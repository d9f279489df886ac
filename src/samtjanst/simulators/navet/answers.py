"""What Navet answers about the personas."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from samtjanst.simulators.personas import ANNA, BO, Persona, person

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NAVET = "http://xmls.skatteverket.se/se/skatteverket/folkbokforing/na/epersondata/V1"
ORGANISATION = "162021004748"  # Skatteverket's public test order
ORDER = "00000079-FO01-0001"

ABSENT = "absent"
_NOTHING: Mapping[str, str] = {}


class RefusedError(Exception):
    """The question is not one that Navet takes."""


def number_asked(content: bytes) -> str:
    """The number in a well-formed question.

    Raises:
        RefusedError: another namespace, order or form.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError from error
    start = f"{{{SOAP}}}Body/{{{NAVET}}}PersonpostRequest"
    order = root.findtext(f"{start}/{{{NAVET}}}Bestallning/{{{NAVET}}}BestallningsId")
    owner = root.findtext(f"{start}/{{{NAVET}}}Bestallning/{{{NAVET}}}OrgNr")
    number = root.findtext(f"{start}/{{{NAVET}}}PersonId") or ""
    if (owner, order) != (ORGANISATION, ORDER) or len(number) != 12 or not number.isdecimal():
        raise RefusedError
    return number


def answer(number: str, fates: Mapping[str, str] = _NOTHING) -> bytes:
    """The envelope about the person with the number; without a post when there is nobody."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"S": SOAP})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    response = etree.SubElement(body, f"{{{NAVET}}}PersonpostXMLResponse", nsmap={"ns0": NAVET})
    posts = etree.SubElement(response, f"{{{NAVET}}}Folkbokforingsposter")
    found, fate = person(number), fates.get(number, "")
    if found and fate:
        found = None if fate == ABSENT else replace(found, deregistered=fate)
    if found and not found.staff:
        _post(posts, found)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def somebody_else(number: str) -> str:
    """The number of another person in the register."""
    return ANNA if number != ANNA else BO


def fault(text: str) -> bytes:
    """A SOAP fault with Navet's detail."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"S": SOAP})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    found = etree.SubElement(body, f"{{{SOAP}}}Fault")
    etree.SubElement(found, "faultcode").text = "S:Server"
    etree.SubElement(found, "faultstring").text = text
    detail = etree.SubElement(
        etree.SubElement(found, "detail"), f"{{{NAVET}}}NaWebServiceException"
    )
    etree.SubElement(detail, f"{{{NAVET}}}Felkod").text = "0"
    etree.SubElement(detail, f"{{{NAVET}}}Beskrivning").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def garbled() -> bytes:
    """An answer in the right form about somebody whose number cannot be."""
    return answer(ANNA).replace(ANNA.encode(), b"198513452389")


def _post(posts: Any, who: Persona) -> None:
    post = etree.SubElement(posts, "Folkbokforingspost")
    _leaf(post, "Sekretessmarkering", "J" if who.protection == "confidentiality_mark" else "N")
    is_hidden = who.protection == "protected_registration"
    _leaf(post, "SkyddadFolkbokforing", "J" if is_hidden else "N")
    record = etree.SubElement(post, "Personpost")
    _number(etree.SubElement(record, "PersonId"), who.personal_number)
    if who.replaced_by:
        _leaf(record, "HanvisningsPersonNr", who.replaced_by)
    if who.deregistered:
        gone = etree.SubElement(record, "Avregistrering")
        _leaf(gone, "AvregistreringsorsakKod", who.deregistered)
        _leaf(gone, "Avregistreringsdatum", "20250300")  # dates can lack the day
    _name(record, who)
    _place(record, who)
    _relations(record, who)


def _number(holder: Any, number: str) -> None:
    is_coordination = int(number[6:8]) > 60
    name = "TilldelatPersonNrSamordningsNr" if is_coordination else "PersonNr"
    _leaf(holder, name, number)


def _name(record: Any, who: Persona) -> None:
    name = etree.SubElement(record, "Namn")
    if who.forenames:
        # The first digit says which of the forenames the person is called by.
        place = who.forenames.split().index(who.given_name) + 1
        _leaf(name, "Tilltalsnamnsmarkering", f"{place}0")
    _leaf(name, "Fornamn", who.forenames or who.given_name)
    _leaf(name, "Efternamn", who.surname)


def _place(record: Any, who: Persona) -> None:
    if who.municipality_code:
        place = etree.SubElement(record, "Folkbokforing")
        _leaf(place, "LanKod", who.municipality_code[:2])
        _leaf(place, "KommunKod", who.municipality_code[2:])
    addresses = etree.SubElement(record, "Adresser")
    if who.street and who.protection != "protected_registration":
        # A person with a mark of confidentiality can be delivered with all data.
        address = etree.SubElement(addresses, "Folkbokforingsadress")
        _leaf(address, "Utdelningsadress2", who.street)
        _leaf(address, "PostNr", who.postal_code)
        _leaf(address, "Postort", who.city)
    if who.deregistered == "UV":
        abroad = etree.SubElement(addresses, "Utlandsadress")
        _leaf(abroad, "Utdelningsadress1", "Karl Johans gate 1")
        _leaf(abroad, "Land", "NORGE")


def _relations(record: Any, who: Persona) -> None:
    holder = etree.SubElement(record, "Relationer")
    for kind, numbers in (("V", who.guardians), ("VF", who.custody_of), ("B", who.custody_of)):
        for number in numbers:
            _relation(holder, kind, number)
    for number in who.ended_guardians:
        _relation(holder, "FA", number)
        _leaf(_relation(holder, "V", number), "RelationTomdatum", "20240630")
    for born, called in who.foreign_guardians:
        _foreign(holder, born, called)


def _relation(holder: Any, kind: str, number: str) -> Any:
    relation = etree.SubElement(holder, "Relation")
    _number(etree.SubElement(relation, "RelationId"), number)
    _leaf(relation, "Relationstyp", kind)
    return relation


def _foreign(holder: Any, born: str, called: str) -> None:
    relation = etree.SubElement(holder, "Relation")
    _leaf(etree.SubElement(relation, "RelationId"), "FodelsetidNr", born)
    _leaf(relation, "Relationstyp", "V")
    name = etree.SubElement(relation, "Namn")
    forename, _, surname = called.partition(" ")
    _leaf(name, "Fornamn", forename)
    _leaf(name, "Efternamn", surname)


def _leaf(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
