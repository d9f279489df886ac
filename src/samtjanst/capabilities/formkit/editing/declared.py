"""What can be set on a question of each kind, read from the published schema.

The schema is made of what the kinds declare, so that a new kind gets its form at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from samtjanst.capabilities.formkit import schema

_REFERENCES = {
    "option_id": "option",
    "words": "words",
    "id": "id",
    "text": "text",
    "operand": "operand",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a kind.

    ``form`` is "whole", "decimal", "flag", "option" (one of the question's own), "one_of",
    "many_of", "words", "text", "id", "operand" or "other" (a structure of its own). ``choices``
    are the allowed words; ``low`` and ``high`` the limits.
    """

    name: str
    form: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class KindForm:
    """What a question of one kind can have.

    ``inner`` are the kinds of question that it can hold (a group, a table), ``marks`` how work
    lists can know the answer.
    """

    kind: str
    settings: tuple[Setting, ...]
    has_options: bool
    is_asked: bool
    inner: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def kind_forms() -> Mapping[str, KindForm]:
    """Every kind of question, in the order of the schema."""
    return _kinds()


def calculated_by(kind: str) -> str:
    """The setting of a kind of question that says how it is worked out, or ""."""
    form = kind_forms().get(kind)
    settings = form.settings if form else ()
    return next((one.name for one in settings if one.form == "operand"), "")


@cache
def _kinds() -> Mapping[str, KindForm]:
    questions = schema.document_schema()["$defs"]["question"]["oneOf"]
    made = (_kind(one["properties"], one.get("required", ())) for one in questions)
    return {one.kind: one for one in made}


def _kind(fields: Mapping[str, Any], required: Any) -> KindForm:
    settings = fields.get("settings", {})
    needed = set(settings.get("required", ())) if "settings" in required else set()
    return KindForm(
        kind=str(fields["kind"]["const"]),
        settings=tuple(
            _setting(name, rule, required=name in needed)
            for name, rule in settings.get("properties", {}).items()
        ),
        has_options="options" in fields,
        is_asked="required" in fields,
        inner=_inner(fields),
        marks=tuple(map(str, fields.get("in_lists", {}).get("enum", ()))),
    )


def _inner(fields: Mapping[str, Any]) -> tuple[str, ...]:
    reference = fields.get("questions", {}).get("items", {}).get("$ref", "")
    listed = schema.document_schema()["$defs"].get(reference.rsplit("/", 1)[-1], {})
    return tuple(one["properties"]["kind"]["const"] for one in listed.get("oneOf", ()))


def _setting(name: str, rule: Mapping[str, Any], *, required: bool) -> Setting:
    form, choices = _form(rule)
    return Setting(name, form, required, choices, rule.get("minimum"), rule.get("maximum"))


def _form(rule: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    if "enum" in rule:
        return "one_of", tuple(map(str, rule["enum"]))
    if "$ref" in rule:
        return _REFERENCES.get(str(rule["$ref"]).rsplit("/", 1)[-1], "other"), ()
    if {one.get("type") for one in rule.get("oneOf", ())} == {"integer", "string"}:
        return "decimal", ()
    if rule.get("type") == "array" and "enum" in rule.get("items", {}):
        return "many_of", tuple(map(str, rule["items"]["enum"]))
    return {"integer": "whole", "boolean": "flag", "string": "text"}.get(
        str(rule.get("type")), "other"
    ), ()
