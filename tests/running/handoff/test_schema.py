"""What the receiver would refuse is found here, by field, and never by fetching anything."""

import json
from typing import Any

import pytest

from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.handoff import schema
from samtjanst.running.handoff.mapping import FieldProblem, apply

JSON = json.dumps(
    {
        "type": "object",
        "required": ["PNR", "KOD"],
        "additionalProperties": False,
        "properties": {
            "PNR": {"type": "string", "pattern": "^[0-9]{12}$"},
            "KOD": {"enum": ["J", "N"]},
            "ANTAL": {"type": "integer", "minimum": 1},
        },
    }
)
XSD = """<?xml version="1.0" encoding="utf-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="delivery"><xs:complexType>
<xs:sequence><xs:element name="PNR"><xs:simpleType><xs:restriction base="xs:string">
<xs:pattern value="[0-9]{12}"/></xs:restriction></xs:simpleType></xs:element>
<xs:element name="ANTAL" type="xs:integer"/></xs:sequence>
</xs:complexType></xs:element></xs:schema>"""


@pytest.mark.parametrize(
    ("text", "fields", "found"),
    [
        (JSON, {"PNR": "201801012392", "KOD": "J", "ANTAL": 2}, ()),
        (JSON, {"PNR": "20180101-2392", "KOD": "J"}, (FieldProblem("PNR", "refused"),)),
        (JSON, {"PNR": "201801012392"}, (FieldProblem("KOD", "absent"),)),
        (
            JSON,
            {"PNR": "201801012392", "KOD": "J", "FÄRG": "röd"},
            (FieldProblem("FÄRG", "surplus"),),
        ),
        (XSD, {"PNR": "201801012392", "ANTAL": 2}, ()),
        (XSD, {"PNR": "hemligt", "ANTAL": 2}, (FieldProblem("PNR", "refused"),)),
        (XSD, {"PNR": "201801012392"}, (FieldProblem("", "refused"),)),
        (XSD, {"PNR": "201801012392", "EN ANNAN": "x"}, (FieldProblem("", "refused"),)),
        ("", {"PNR": "vad som helst"}, ()),
    ],
)
def test_fault_is_told_by_field_and_never_by_value(
    text: str, fields: dict[str, Any], found: tuple[FieldProblem, ...]
) -> None:
    schema.check(text)
    assert schema.faults(text, fields) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{\n", "Rad 2"),
        ("[]", "börjar med {"),
        ('{"type": "nothing"}', "inget giltigt"),
        ('{"$ref": "http://127.0.0.1/hidden.json"}', "annan adress"),
        ('{"properties": {"a": {"$ref": "file:///etc/passwd"}}}', "annan adress"),
        ("<xs:schema", "Rad 1"),
        ("<nothing/>", "inget giltigt XML-schema"),
        (XSD.replace('<xs:element name="delivery"', '<xs:include schemaLocation="file:///etc/x"/>'
                     '<xs:element name="delivery"'), "annan fil"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "annan fil"),
        ("{" + " " * 200_000 + "}", "högst 200000"),
        ('{"not":' * 5_000 + "{}" + "}" * 5_000, "inget giltigt"),
    ],
)  # fmt: skip
def test_what_is_no_schema_or_points_outside_is_refused_with_the_reason(
    text: str, reason: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        schema.check(text)
    assert reason in refused.value.problems["schema"][0]


def test_reference_that_leads_nowhere_refuses_the_package_not_the_process() -> None:
    lost = '{"properties": {"PNR": {"$ref": "#/$defs/absent"}}}'
    assert schema.faults(lost, {"PNR": "1"}) == (FieldProblem("", "refused"),)


@pytest.mark.parametrize(
    ("kind", "value", "made"),
    [
        ("number", "12", 12),
        ("number", "12,5", 12.5),
        ("boolean", True, True),
        ("boolean", "no", False),
        ("text", "12", "12"),
    ],
)
def test_receiver_gets_the_type_that_it_wants(kind: str, value: Any, made: Any) -> None:
    fields, problems = apply({"fields": [{"to": "A", "from": "x", "as": kind}]}, {"x": value})
    assert (fields, problems) == ({"A": made}, ())


@pytest.mark.parametrize(
    ("kind", "reason"), [("number", "not_a_number"), ("boolean", "not_a_truth")]
)
def test_value_of_another_type_is_told(kind: str, reason: str) -> None:
    _fields, problems = apply({"fields": [{"to": "A", "from": "x", "as": kind}]}, {"x": "sju"})
    assert problems == (FieldProblem("A", reason),)
