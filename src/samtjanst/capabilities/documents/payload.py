"""From typed content to the JSON that the templates read: texts become printable lines."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.documents.places import Place
from samtjanst.capabilities.documents.printable import lines


def of(value: Any, *, plain: bool) -> Any:
    """``value`` with every text as a list of lines; files' bytes are left out.

    Raises:
        TypeError: something that cannot stand in a document.
    """
    if isinstance(value, str):
        return [{"parts": line.parts, "rtl": line.rtl} for line in lines(value, plain=plain)]
    if isinstance(value, Place):
        return value.name  # of the file that it is drawn in
    if isinstance(value, bool | int | None):
        return value
    if isinstance(value, tuple | list):
        return [of(item, plain=plain) for item in value]
    return {name: of(item, plain=plain) for name, item in _fields(value)}


def _fields(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"{type(value).__name__} cannot stand in a document")
    pairs = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
    return [(name, item) for name, item in pairs if not isinstance(item, bytes)]
