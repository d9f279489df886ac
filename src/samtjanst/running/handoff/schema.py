"""The receiver's own schema: what it would refuse is found before anything is sent. Pure.

A JSON Schema judges the fields as an object; an XML Schema (XSD) judges them as the document
that the file contract makes of them (ports/file_contract.py). Nothing is fetched: a schema that
points outside itself is refused.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from samtjanst.kernel.errors import InvalidInputError
from samtjanst.ports.failures import Rejected
from samtjanst.ports.file_contract import as_xml
from samtjanst.running.handoff.mapping import FieldProblem

LONGEST = 200_000  # characters
MOST_FAULTS = 20
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_OUTSIDE = [f"{_XSD}{name}" for name in ("include", "import", "redefine", "override")]
_LAST_FIELD = re.compile(r"/delivery/(?:\*:)?([^/\[]+)")


def check(text: str) -> None:
    """Refuse what is no schema, or points outside itself.

    Raises:
        InvalidInputError: under ``schema``, with the reason and where possible the line.
    """
    if not text.strip():
        return
    if len(text) > LONGEST:
        raise _refused(f"Schemat får ha högst {LONGEST} tecken.")
    _xsd(text) if _is_xml(text) else _json(text)


def faults(text: str, fields: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
    """What the receiver would refuse, by field; the name "" stands for the whole package."""
    if not text.strip():
        return ()
    found = _xml_faults(text, fields) if _is_xml(text) else _json_faults(text, fields)
    return tuple(dict.fromkeys(found))[:MOST_FAULTS]


def _json_faults(text: str, fields: Mapping[str, Any]) -> Iterator[FieldProblem]:
    from referencing.exceptions import Unresolvable

    try:
        for error in _json(text).iter_errors(dict(fields)):
            yield from _told(error)
    except (Unresolvable, RecursionError):
        yield FieldProblem("", "refused")


def _told(error: Any) -> Iterator[FieldProblem]:
    if error.absolute_path:
        yield FieldProblem(str(error.absolute_path[0]), "refused")
    elif error.validator == "required":
        yield from (FieldProblem(name, "absent") for name in _absent(error))
    elif error.validator == "additionalProperties" and isinstance(error.schema, Mapping):
        known = error.schema.get("properties", {})
        yield from (FieldProblem(name, "surplus") for name in error.instance if name not in known)
    else:
        yield FieldProblem("", "refused")


def _absent(error: Any) -> list[str]:
    return [name for name in error.validator_value if name not in error.instance]


def _json(text: str) -> Any:
    # Forty megabytes that a web process seldom needs.
    import jsonschema
    from jsonschema.validators import validator_for
    from referencing import Registry

    try:
        document = json.loads(text)
        if not isinstance(document, Mapping):
            raise _refused("Ett JSON Schema börjar med { och slutar med }.")
        made = validator_for(document, default=jsonschema.Draft202012Validator)
        made.check_schema(document)
        if any(not target.startswith("#") for target in _references(document)):
            raise _refused("Schemat hänvisar till en annan adress. Klistra in allt i ett schema.")
    except json.JSONDecodeError as error:
        raise _refused(f"Rad {error.lineno}: det går inte att läsa som JSON.") from None
    except (jsonschema.SchemaError, RecursionError):
        raise _refused("Det är inget giltigt JSON Schema.") from None
    checker = made.FORMAT_CHECKER
    return made(document, registry=Registry(), format_checker=checker)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name in {"$ref", "$dynamicRef", "$recursiveRef"} and isinstance(value, str):
                yield value
            yield from _references(value)
    elif isinstance(part, list):
        for one in part:
            yield from _references(one)


def _xml_faults(text: str, fields: Mapping[str, Any]) -> Iterator[FieldProblem]:
    schema = _xsd(text)
    try:
        document = etree.fromstring(as_xml(fields), _parser())
    except Rejected:
        yield FieldProblem("", "refused")
        return
    schema.validate(document)
    log: Any = schema.error_log
    for error in log:
        named = _LAST_FIELD.search(error.path or "")
        yield FieldProblem(named[1] if named else "", "refused")


def _xsd(text: str) -> etree.XMLSchema:
    try:
        root = etree.fromstring(text.strip().encode(), _parser())
        information: Any = root.getroottree().docinfo
        if information.doctype or any(True for _each in root.iter(*_OUTSIDE)):
            raise _refused("Schemat hänvisar till en annan fil. Klistra in allt i ett schema.")
        return etree.XMLSchema(root)
    except etree.XMLSyntaxError as error:
        raise _refused(f"Rad {error.lineno}: det går inte att läsa som XML.") from None
    except etree.XMLSchemaParseError as error:
        line = next((one.line for one in error.error_log), 0)
        raise _refused(f"Rad {line}: det är inget giltigt XML-schema.") from None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _is_xml(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def _refused(reason: str) -> InvalidInputError:
    return InvalidInputError({"schema": [reason]})
