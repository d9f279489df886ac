"""What Navet answers about the personas."""

from typing import Any

from lxml import etree

from samtjanst.simulators.personas import ANNA, Persona, person

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NAVET = "http://xmls.skatteverket.se/se/skatteverket/folkbokforing/na/epersondata/V1"
ORGANISATION = "162021004748"  # Skatteverket's public test order
ORDER = "00000079-FO01-0001"


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


def answer(number: str) -> bytes:
    """The envelope about the person with the number; without a post when there is nobody."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"S": SOAP})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    response = etree.SubElement(body, f"{{{NAVET}}}PersonpostXMLResponse", nsmap={"ns0": NAVET})
    posts = etree.SubElement(response, f"{{{NAVET}}}Folkbokforingsposter")
    found = person(number)
    if found and not found.staff:
        _post(posts, found)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


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
    _leaf(etree.SubElement(record, "PersonId"), "PersonNr", who.personal_number)
    if who.replaced_by:
        _leaf(record, "HanvisningsPersonNr", who.replaced_by)
    if who.deregistered:
        gone = etree.SubElement(record, "Avregistrering")
        _leaf(gone, "AvregistreringsorsakKod", who.deregistered)
    name = etree.SubElement(record, "Namn")
    _leaf(name, "Fornamn", who.given_name)
    _leaf(name, "Efternamn", who.surname)
    _place(record, who)
    _relations(record, who)


def _place(record: Any, who: Persona) -> None:
    if who.municipality_code:
        place = etree.SubElement(record, "Folkbokforing")
        _leaf(place, "LanKod", who.municipality_code[:2])
        _leaf(place, "KommunKod", who.municipality_code[2:])
    if who.street and who.protection == "none":
        address = etree.SubElement(etree.SubElement(record, "Adresser"), "Folkbokforingsadress")
        _leaf(address, "Utdelningsadress2", who.street)
        _leaf(address, "PostNr", who.postal_code.replace(" ", ""))
        _leaf(address, "Postort", who.city)


def _relations(record: Any, who: Persona) -> None:
    holder = etree.SubElement(record, "Relationer")
    for kind, numbers in (("V", who.guardians), ("VF", who.custody_of)):
        for number in numbers:
            relation = etree.SubElement(holder, "Relation")
            _leaf(etree.SubElement(relation, "RelationId"), "PersonNr", number)
            _leaf(relation, "Relationstyp", kind)


def _leaf(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
