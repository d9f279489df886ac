"""Which columns a work list shows: chosen in the address, and so kept with a saved list."""

from enum import StrEnum

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


def kept(data: QueryDict) -> str:
    """The choice as one value of an address; "" for the usual columns."""
    columns = chosen(data)
    return "" if columns == USUAL else ",".join(columns)
