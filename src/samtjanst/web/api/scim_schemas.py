"""What users and groups consist of here, as SCIM tells it (RFC 7643, 7)."""

from typing import Any

from samtjanst.web.api.scim_wire import GROUP, USER

_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema"


def schemas() -> list[dict[str, Any]]:
    """Both schemas."""
    address = [_attribute("value"), _attribute("primary", "boolean"), _attribute("type")]
    user = [
        _attribute("userName", required=True, uniqueness="server"),
        _attribute("displayName"),
        _attribute("name", "complex", inside=[_attribute("formatted")]),
        _attribute("active", "boolean"),
        _attribute("emails", "complex", inside=address, many=True),
    ]
    group = [
        _attribute("displayName", required=True, uniqueness="server"),
        _attribute("members", "complex", inside=[_attribute("value")], many=True),
    ]
    return [_schema(USER, "User", user), _schema(GROUP, "Group", group)]


def _schema(key: str, name: str, attributes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schemas": [_SCHEMA],
        "id": key,
        "name": name,
        "description": name,
        "attributes": attributes,
    }


def _attribute(  # noqa: PLR0913 - the standard's own list
    name: str,
    kind: str = "string",
    *,
    required: bool = False,
    many: bool = False,
    uniqueness: str = "none",
    inside: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    shown = {
        "name": name,
        "type": kind,
        "multiValued": many,
        "description": name,
        "required": required,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": uniqueness,
    }
    return shown | ({"subAttributes": inside} if inside else {})
