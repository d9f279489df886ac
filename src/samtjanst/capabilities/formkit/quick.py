"""Frozen to whoever reads the code, and as quick to make as any object.

A frozen dataclass sets each field by a call of its own: of a page with hundreds of questions that
was half the time of showing it. What is made so often is kept from changes by the type checker.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Made = TypeVar("_Made", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: _Made) -> _Made:
    """A dataclass with slots whose fields nothing may set (mypy refuses it)."""
    return dataclass(slots=True)(cls)  # type: ignore[return-value]  # the same, with slots
