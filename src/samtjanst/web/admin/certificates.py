"""The words for certificates that connections stand on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtjanst.foundation.people.directory import STAFF_PROVIDER
from samtjanst.foundation.plugins.endings import Ending
from samtjanst.foundation.plugins.types import Port
from samtjanst.ports.certificates import Whose

_PORTS: dict[Port, Promise] = {
    Port.IDENTITY: _("BankID, inloggning"),
    Port.SIGNING: _("BankID, underskrift"),
    Port.SEAL: _("Kommunens stämpel på dokument"),
}
_WHOSE = {Whose.OWN: _("kommunens eget"), Whose.THEIRS: _("motpartens")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the list."""

    where: str
    whose: str
    subject: str
    ends_at: datetime
    days: int
    has_ended: bool
    is_soon: bool


def shown(found: Iterable[Ending]) -> list[Shown]:
    """Each certificate as a row."""
    return [
        Shown(
            where=_where(one),
            whose=str(_WHOSE[one.certificate.whose]),
            subject=one.certificate.subject,
            ends_at=one.certificate.ends_at,
            days=one.days,
            has_ended=one.has_ended,
            is_soon=one.is_soon,
        )
        for one in found
    ]


def _where(one: Ending) -> str:
    if one.port is Port.LOGIN:
        kind = _("Medarbetarnas inloggning") if one.name == STAFF_PROVIDER else _("Inloggning")
        return f"{kind} ({one.name})"
    return str(_PORTS.get(one.port, one.port.value))
