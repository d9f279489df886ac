"""Lists of the municipality's, where conditions on their items are told and pointed together."""

from collections.abc import Iterable, Mapping
from typing import Any

from samtjanst.capabilities.formkit.editing.document import Document, Part

Items = Iterable[Mapping[str, Any]]


def with_items(document: Document, parameters: Mapping[str, Any]) -> Document:
    """The document whose questions have the items of their lists as options.

    ``parameters`` are the municipality's values by the parameter's id. Only to tell and to point
    in: items belong to the municipality and are never saved in a document.
    """
    lists = {
        str(one.get("id")): parameters.get(str(one.get("id")))
        for one in document.get("parameters") or ()
        if one.get("type") == "options"
    }
    known = {name: _options(items) for name, items in lists.items() if isinstance(items, list)}
    if not known:
        return document
    return {**document, "pages": [_asking(one, known) for one in document.get("pages") or ()]}


def _asking(part: Part, known: Mapping[str, list[Part]]) -> Part:
    """A page, or a question and those in its rows."""
    made = dict(part)
    if isinstance(part.get("questions"), list):
        made["questions"] = [_asking(one, known) for one in part["questions"]]
    items = known.get(str((part.get("settings") or {}).get("parameter")))
    return {**made, "options": items} if items else made


def _options(items: Items) -> list[Part]:
    return [
        {"id": str(one["id"]), "label": {"sv": str(one["name"]), **(one.get("names") or {})}}
        for one in items
        if isinstance(one, Mapping) and "id" in one and "name" in one
    ]
