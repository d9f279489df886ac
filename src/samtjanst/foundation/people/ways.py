"""Which e-IDs citizens can choose between, and what each is trusted with.

A provider that nobody has decided anything about is offered with level 3 or 4, after the others.
"""

from dataclasses import dataclass, replace

from samtjanst.foundation.people.models.ways import CitizenWay
from samtjanst.foundation.people.types import LOA2, LOA3, LOA4
from samtjanst.kernel.errors import InvalidInputError

DIRECT = "bankid"  # met without being sent away
LEVELS = (LOA2, LOA3, LOA4)
LAST = 99
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Way:
    """One e-ID as it is to be offered. ``title`` is "" when nobody has named it."""

    provider: str
    title: str = ""
    place: int = LAST
    lowest: int = LOA3
    is_open: bool = True

    @property
    def is_direct(self) -> bool:
        """Whether one logs in with it on our own pages."""
        return self.provider == DIRECT


def ways_of(providers: list[str]) -> list[Way]:
    """The providers as they are to be offered, in order; one query."""
    decided = {row.provider: row for row in CitizenWay.objects.filter(provider__in=providers)}
    found = [_way(name, decided.get(name)) for name in providers]
    return sorted(found, key=lambda way: (way.place, not way.is_direct, way.provider))


def put_way(*, way: Way) -> None:
    """Keep what has been decided about a provider.

    Raises:
        InvalidInputError: no name, or no such level.
    """
    title = " ".join(way.title.split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise InvalidInputError({"title": []})
    if way.lowest not in LEVELS:
        raise InvalidInputError({"lowest": []})
    kept = replace(way, title=title, place=min(max(way.place, 1), LAST))
    row = CitizenWay.objects.filter(provider=way.provider).first()
    row = row or CitizenWay(provider=way.provider)
    row.title, row.place = kept.title, kept.place
    row.lowest, row.is_open = kept.lowest, kept.is_open
    row.save()


def _way(provider: str, row: CitizenWay | None) -> Way:
    if row is None:
        return Way(provider, place=1 if provider == DIRECT else LAST)
    return Way(provider, row.title, row.place, row.lowest, row.is_open)
