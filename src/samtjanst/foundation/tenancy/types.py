"""Values of tenancy."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from samtjanst.kernel.errors import SamtjanstError

_scope: ContextVar[uuid.UUID | None] = ContextVar("municipality", default=None)


class TenantError(SamtjanstError):
    """A row of one municipality was about to be read or written from another, or from none."""


def scope_id() -> uuid.UUID:
    """The key of the municipality whose scope is open.

    Raises:
        TenantError: no scope is open.
    """
    municipality_id = _scope.get()
    if municipality_id is None:
        raise TenantError("no municipality's scope is open")
    return municipality_id


def scope_or_none() -> uuid.UUID | None:
    """The key of the municipality whose scope is open, or None."""
    return _scope.get()


@contextmanager
def scope_of(municipality_id: uuid.UUID) -> Iterator[None]:
    """Open the scope of one municipality inside the block."""
    token = _scope.set(municipality_id)
    try:
        yield
    finally:
        _scope.reset(token)
