"""Reading XML that a stranger has sent: small, without declarations, from fixed places only."""

from lxml import etree

from samtjanst.adapters.saml.names import tag
from samtjanst.ports.failures import Rejected

LARGEST = 256 * 1024  # bytes
_BEFORE = b"\xef\xbb\xbf \t\r\n"  # a mark of the encoding and white space, at most


def refuse(reason: str) -> Rejected:
    """A refusal whose code says why and nothing of what was sent."""
    return Rejected(f"saml:{reason}")


def parse(content: bytes) -> etree._Element:
    """The root of a document of elements, attributes and text, nothing else.

    Raises:
        Rejected: too large, not well-formed, or with a DTD, entity, comment or the like.
    """
    if len(content) > LARGEST:
        raise refuse("size")
    if not content.lstrip(_BEFORE).startswith(b"<"):
        raise refuse("unreadable")  # no text at all: signs of a declaration would be chance
    if b"<!" in content or b"<?" in content[1:]:
        # No comment either: it would cut a text in two, of which many read only the first.
        raise refuse("declaration")
    # The encoding is given: a declared one could hide a declaration from the test above.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise refuse("unreadable") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refuse("declaration")
    return root


def children(parent: etree._Element, space: str, name: str) -> list[etree._Element]:
    """The children with the name, never from deeper down."""
    return parent.findall(tag(space, name))


def only(parent: etree._Element, space: str, name: str, reason: str = "layout") -> etree._Element:
    """The one child with the name.

    Raises:
        Rejected: there is none, or more.
    """
    found = children(parent, space, name)
    if len(found) != 1:
        raise refuse(reason)
    return found[0]


def text_of(element: etree._Element, longest: int = 500) -> str:
    """The whole text of an element that holds nothing else.

    Raises:
        Rejected: it holds elements, or is too long.
    """
    text = (element.text or "").strip()
    if len(element) or len(text) > longest:
        raise refuse("text")
    return text


def demand_unique_ids(root: etree._Element) -> None:
    """No two elements share an id, and nothing carries ``xml:id``, which libraries also obey.

    Raises:
        Rejected: they do.
    """
    found = [
        (name, value)
        for node in root.iter()
        for name, value in node.attrib.items()
        if etree.QName(name).localname.lower() == "id"
    ]
    values = [value for _, value in found]
    if any(etree.QName(name).namespace for name, _ in found) or len(set(values)) != len(values):
        raise refuse("ids")
