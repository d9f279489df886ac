"""Which columns a work list shows: chosen in the address, and so kept with a saved list."""

from collections.abc import Sequence
from enum import StrEnum

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtjanst.web.handler.answers import COLUMN

MOST_ANSWERS = 15  # columns of answers in one list


class Column(StrEnum):
    """What can be shown beside the number, in this order; the value stands in the address."""

    SERVICE = "tjanst"
    CONCERNS = "galler"
    APPLICANT = "sokande"
    ARRIVED = "kom"
    COMPLETE = "komplett"
    STATE = "lage"
    HANDLER = "handlaggare"
    UNIT = "enhet"
    LABELS = "marken"
    DUE = "klart"


USUAL = (Column.CONCERNS, Column.ARRIVED, Column.STATE, Column.DUE)
TITLES: dict[Column, Promise] = {
    Column.SERVICE: _("E-tjänst"),
    Column.CONCERNS: _("Gäller"),
    Column.APPLICANT: _("Sökande"),
    Column.ARRIVED: _("Kom in"),
    Column.COMPLETE: _("Komplett"),
    Column.STATE: _("Läge"),
    Column.HANDLER: _("Handläggare"),
    Column.UNIT: _("Enhet"),
    Column.LABELS: _("Märkningar"),
    Column.DUE: _("Klart senast"),
}


def chosen(data: QueryDict) -> tuple[Column, ...]:
    """The columns that an address or a form asks for; the usual ones for none and for nonsense."""
    wanted = {*data.getlist("kolumn"), *data.get("kolumner", "").split(",")}
    return tuple(one for one in Column if one in wanted) or USUAL


def choices(
    shown: Sequence[Column], more: Sequence[tuple[str, str, bool]]
) -> list[tuple[str, str | Promise, bool]]:
    """Every column that can be chosen, in order; ``more`` are the answers', before the last."""
    usual = [(one.value, text, one in shown) for one, text in TITLES.items()]
    return [*usual[:-1], *more, usual[-1]]


def kept(data: QueryDict) -> str:
    """The choice as one value of an address; "" for the usual columns of every e-service."""
    wanted = [*data.getlist("kolumn"), *data.get("kolumner", "").split(",")]
    answers = [one for one in dict.fromkeys(wanted) if COLUMN.fullmatch(one)][:MOST_ANSWERS]
    columns = (*chosen(data), *answers)
    # An e-service can have columns of its own from the beginning: without them is a choice too.
    is_usual = columns == USUAL and not (data.get("tjanst") and any(wanted))
    return "" if is_usual else ",".join(columns)
