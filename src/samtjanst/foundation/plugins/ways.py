"""What each e-ID that citizens can choose between reaches."""

from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext

from samtjanst.foundation.people import ways
from samtjanst.foundation.people.directory import STAFF_PROVIDER
from samtjanst.foundation.people.types import LOA3
from samtjanst.foundation.people.ways import DIRECT, Way
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.services import identity_provider, login_provider
from samtjanst.foundation.plugins.types import Port
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.failures import PortError


@dataclass(frozen=True, slots=True)
class Offered:
    """An e-ID on the page where one chooses. ``levels`` are those that are taken from it."""

    way: Way
    title: str
    levels: tuple[int, ...]

    @property
    def highest(self) -> int:
        """The level that the page tells; 0 when none is taken."""
        return max(self.levels, default=0)


def known() -> list[Offered]:
    """Every e-ID that is connected, open or closed, in the order in which they are offered."""
    names = [name for name in names_of(Port.LOGIN) if name != STAFF_PROVIDER]
    found = ways.ways_of([DIRECT, *names])
    return [Offered(way, way.title or _title(way), _levels(way)) for way in found]


def offered(level: int = 0) -> list[Offered]:
    """The e-IDs to choose between by somebody who needs the level (0: any)."""
    return [one for one in known() if one.way.is_open and one.highest >= max(level, 1)]


def levels_of(provider: str, level: int = 0) -> tuple[int, ...]:
    """The levels to ask a provider for, at least ``level``.

    Raises:
        NotFoundError: it is not offered to citizens, or does not reach it.
    """
    found = next((one for one in offered(level) if one.way.provider == provider), None)
    if found is None:
        raise NotFoundError
    return tuple(one for one in found.levels if one >= level)


def reached() -> int:
    """The highest level that any of the municipality's e-IDs for citizens gives; 0 for none."""
    return max((one.highest for one in offered()), default=0)


def _levels(way: Way) -> tuple[int, ...]:
    reaches = {LOA3} if way.is_direct else set()
    with suppress(PortError):
        reaches = (
            {identity_provider().assurance_level}
            if way.is_direct
            else set(login_provider(way.provider).levels())
        )
    return tuple(sorted(level for level in reaches if level >= way.lowest))


def _title(way: Way) -> str:
    return "BankID" if way.is_direct else gettext("en annan e-legitimation")
