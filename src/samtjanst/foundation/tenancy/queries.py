"""Reads of tenancy; municipalities are few and change seldom, so they are kept a while."""

import time
import uuid

from django.conf import settings

from samtjanst.foundation.tenancy.models import HostName, Municipality, Unit
from samtjanst.foundation.tenancy.types import TenantError, scope_id

KEPT_SECONDS = 30.0
_by_host: dict[str, tuple[float, Municipality]] = {}
_by_id: dict[uuid.UUID, tuple[float, Municipality]] = {}


def municipality_for_host(host: str) -> Municipality | None:
    """The municipality that answers at ``host`` (a port is ignored), or None."""
    name = host.rsplit(":", 1)[0].lower().rstrip(".")
    kept = _by_host.get(name)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    row = HostName.objects.select_related("municipality").filter(name=name).first()
    if row is None:
        return None
    _by_host[name] = (time.monotonic() + KEPT_SECONDS, row.municipality)
    return row.municipality


def municipality(municipality_id: uuid.UUID) -> Municipality:
    """The municipality with the key.

    Raises:
        TenantError: there is none.
    """
    kept = _by_id.get(municipality_id)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    row = Municipality.objects.filter(id=municipality_id).first()
    if row is None:
        raise TenantError("no such municipality")
    _by_id[municipality_id] = (time.monotonic() + KEPT_SECONDS, row)
    return row


def current() -> Municipality:
    """The municipality whose scope is open.

    Raises:
        TenantError: no scope is open.
    """
    return municipality(scope_id())


def all_municipalities() -> list[Municipality]:
    """Every municipality of the installation, by name."""
    return list(Municipality.objects.order_by("name"))


def host_of(municipality_id: uuid.UUID) -> str:
    """The first host name of a municipality, without port."""
    row = HostName.objects.filter(municipality_id=municipality_id).order_by("name").first()
    return row.name if row else ""


def address_of(path: str) -> str:
    """The whole address of a path of the open scope's municipality, for letters."""
    scheme = "https" if settings.SECURE_COOKIES else "http"
    port = "" if settings.SECURE_COOKIES else f":{settings.PORT}"
    return f"{scheme}://{host_of(scope_id())}{port}{path}"


def units() -> list[Unit]:
    """The units of the open scope's municipality, by name."""
    return list(Unit.objects.order_by("name"))


def forget() -> None:
    """Drop what is kept, after a change to a municipality."""
    _by_host.clear()
    _by_id.clear()
