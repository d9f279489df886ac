"""SCIM 2.0 on the wire (RFC 7643, 7644): reading what directories send, writing what they read.

Directories differ: operations in capitals, truth values as words, a value without a path.
"""

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseBase

from samtjanst.foundation.people.provisioning import Provisioned, ProvisionedGroup

TYPE = "application/scim+json"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
LONGEST = 200
_FIRST_ERROR = 400
_FILTER = re.compile(r'\s*(\w+)\s+eq\s+"((?:[^"\\]|\\.)*)"\s*', re.IGNORECASE)
_ONE_MEMBER = re.compile(r'members\[value eq "([^"]+)"\]', re.IGNORECASE)


def as_error(response: HttpResponseBase) -> HttpResponseBase:
    """The answer; a failure that met the call outside its own views as SCIM tells one."""
    is_fine = response.status_code < _FIRST_ERROR
    if is_fine or response.headers.get("Content-Type") == TYPE:
        return response
    kept = {name: response.headers[name] for name in ("Allow",) if name in response.headers}
    return error(response.status_code, headers=kept)


def error(
    status: int, kind: str = "", headers: Mapping[str, str] | None = None
) -> HttpResponseBase:
    """An error (RFC 7644, 3.12); ``kind`` is one of its words."""
    value = {"schemas": [ERROR], "status": str(status)} | ({"scimType": kind} if kind else {})
    made = HttpResponse(json.dumps(value), status=status, content_type=TYPE)
    for name, text in {"Cache-Control": "no-store", **(headers or {})}.items():
        made.headers[name] = text
    return made


class ScimError(Exception):
    """What was sent cannot be used. ``kind`` is one of RFC 7644's words."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def body(content: bytes) -> dict[str, Any]:
    """The object that was sent.

    Raises:
        ScimError: it is none.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ScimError("invalidSyntax")
    return value


def filter_of(text: str, allowed: Sequence[str]) -> tuple[str, str]:
    """Attribute and value of a filter; ("", "") without one.

    Raises:
        ScimError: another filter than equality of one of the attributes.
    """
    if not text:
        return "", ""
    match = _FILTER.fullmatch(text[:1_000])
    names = {name.lower(): name for name in allowed}
    if not match or match[1].lower() not in names:
        raise ScimError("invalidFilter")
    return names[match[1].lower()], str(json.loads(f'"{match[2]}"'))


def read_user(value: Mapping[str, Any], known: Provisioned | None = None) -> Provisioned:
    """A whole user.

    Raises:
        ScimError: without a user name, or with a value of the wrong kind.
    """
    sent = value.get("name")
    name: dict[str, Any] = sent if isinstance(sent, dict) else {}
    parts = f"{_text(name, 'givenName')} {_text(name, 'familyName')}".strip()
    told = Provisioned(
        user_name=_text(value, "userName"),
        external_id=_text(value, "externalId"),
        name=_text(value, "displayName") or _text(name, "formatted") or parts,
        email=_email(value.get("emails")),
        is_active=_truth(value.get("active", True)),
        id=known.id if known else None,
    )
    if not told.user_name:
        raise ScimError("invalidValue")
    return told


def patch_user(value: Mapping[str, Any], known: Provisioned) -> Provisioned:
    """A user after some changes; what we do not keep is passed over.

    Raises:
        ScimError: no operations, or one that cannot be read.
    """
    for kind, path, told in _operations(value):
        changes = told if isinstance(told, dict) and not path else {path: told}
        for name, one in changes.items():
            known = _changed(known, str(name), "" if kind == "remove" else one)
    if not known.user_name:
        raise ScimError("invalidValue")
    return known


def read_group(value: Mapping[str, Any]) -> ProvisionedGroup:
    """A whole group.

    Raises:
        ScimError: without a name, or with members that are none.
    """
    name = _text(value, "displayName")
    if not name:
        raise ScimError("invalidValue")
    return ProvisionedGroup(name, _text(value, "externalId"), _members(value.get("members")))


def patch_group(value: Mapping[str, Any], known: ProvisionedGroup) -> ProvisionedGroup:
    """A group after some changes.

    Raises:
        ScimError: no operations, or one that cannot be read.
    """
    for kind, path, told in _operations(value):
        changes = told if isinstance(told, dict) and not path else {path: told}
        for name, one in changes.items():
            known = _changed_group(known, kind, str(name), one)
    return known


def user(told: Provisioned, base: str) -> dict[str, Any]:
    """A user as it is sent."""
    shown: dict[str, Any] = {
        "schemas": [USER],
        "id": str(told.id),
        "userName": told.user_name,
        "displayName": told.name,
        "name": {"formatted": told.name},
        "active": told.is_active,
        "meta": {"resourceType": "User", "location": f"{base}/Users/{told.id}"},
    }
    shown |= {"externalId": told.external_id} if told.external_id else {}
    shown |= {"emails": [{"value": told.email, "primary": True}]} if told.email else {}
    return shown


def group(told: ProvisionedGroup, base: str) -> dict[str, Any]:
    """A group as it is sent."""
    shown: dict[str, Any] = {
        "schemas": [GROUP],
        "id": str(told.id),
        "displayName": told.name,
        "members": [{"value": str(one)} for one in sorted(told.members)],
        "meta": {"resourceType": "Group", "location": f"{base}/Groups/{told.id}"},
    }
    return shown | ({"externalId": told.external_id} if told.external_id else {})


def listed(rows: Sequence[dict[str, Any]], start: int, most: int) -> dict[str, Any]:
    """A page of a list; counted from one."""
    shown = rows[start - 1 : start - 1 + most]
    return {
        "schemas": [LIST],
        "totalResults": len(rows),
        "startIndex": start,
        "itemsPerPage": len(shown),
        "Resources": list(shown),
    }


def _operations(value: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    told = value.get("Operations", value.get("operations"))
    if not isinstance(told, list) or not told or len(told) > 1_000:
        raise ScimError("invalidSyntax")
    return [_operation(one) for one in told]


def _operation(value: Any) -> tuple[str, str, Any]:
    if not isinstance(value, dict):
        raise ScimError("invalidSyntax")
    kind, path = str(value.get("op", "")).lower(), value.get("path") or ""
    if kind not in {"add", "replace", "remove"} or not isinstance(path, str):
        raise ScimError("invalidSyntax")
    if kind == "remove" and not path:
        raise ScimError("noTarget")
    return kind, path, value.get("value")


def _changed(known: Provisioned, path: str, value: Any) -> Provisioned:
    name = path.removeprefix(f"{USER}:").lower()
    if name == "active":
        return replace(known, is_active=_truth(value))
    if name == "emails" or name.startswith("emails["):
        return replace(known, email=_email(value))
    if name == "username":
        return replace(known, user_name=_word(value))
    if name == "externalid":
        return replace(known, external_id=_word(value))
    if name in {"displayname", "name.formatted"}:
        return replace(known, name=_word(value))
    return known


def _changed_group(known: ProvisionedGroup, kind: str, path: str, value: Any) -> ProvisionedGroup:
    name = path.lower()
    if one := _ONE_MEMBER.fullmatch(path):
        known = replace(known, members=known.members - {_key(one[1])})
    elif name == "members":
        known = replace(known, members=_changed_members(known.members, kind, _members(value)))
    elif name == "displayname" and kind != "remove" and _word(value):
        known = replace(known, name=_word(value))
    elif name == "externalid":
        known = replace(known, external_id="" if kind == "remove" else _word(value))
    return known


def _changed_members(
    known: frozenset[uuid.UUID], kind: str, told: frozenset[uuid.UUID]
) -> frozenset[uuid.UUID]:
    if kind == "add":
        return known | told
    if kind == "replace":
        return told
    return known - told if told else frozenset()  # without a value: all of them


def _text(value: Mapping[str, Any], name: str) -> str:
    told = value.get(name)
    return "" if told is None else _word(told)


def _word(told: Any) -> str:
    if not isinstance(told, str) or len(told) > LONGEST or not told.isprintable():
        raise ScimError("invalidValue")
    return told.strip()


def _truth(told: Any) -> bool:
    if isinstance(told, bool):
        return told
    if isinstance(told, str) and told.lower() in {"true", "false"}:
        return told.lower() == "true"
    raise ScimError("invalidValue")


def _email(told: Any) -> str:
    if isinstance(told, str):
        return _word(told)
    rows = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    chosen = next((one for one in rows if one.get("primary") is True), rows[0] if rows else {})
    return _text(chosen, "value")


def _members(told: Any) -> frozenset[uuid.UUID]:
    if told in (None, ""):
        return frozenset()
    rows = told if isinstance(told, list) else [told]
    if len(rows) > 10_000 or not all(isinstance(one, dict) for one in rows):
        raise ScimError("invalidValue")
    return frozenset(_key(_text(one, "value")) for one in rows)


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise ScimError("invalidValue") from None
