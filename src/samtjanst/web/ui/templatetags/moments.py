"""Instants on a screen, in its language; which of two hours it was when clocks go back."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samtjanst.kernel import clock

register = template.Library()
_BETWEEN = {"sv": r" \k\l. ", "en": r" \a\t "}
_DAYS = {"": "j F", "year": "j F Y", "seconds": "j F Y"}
_TIMES = {"": "H:i", "year": "H:i", "seconds": "H:i:s"}
_SEASONS = {"sommartid": _("sommartid"), "normaltid": _("normaltid")}


@register.filter
def season(moment: datetime | None) -> str:
    """To be put after a time of day: " (sommartid)" when the hour comes twice, else ""."""
    told = clock.season(moment) if moment else ""
    return f" ({_SEASONS[told]})" if told else ""


@register.filter
def moment(at: datetime | None, exactness: str = "") -> str:
    """``25 november kl. 14:30``; "year" adds the year, "seconds" year and seconds."""
    if at is None:
        return ""
    between = _BETWEEN.get(get_language() or "sv", " ")
    return formatted(timezone.localtime(at), _DAYS[exactness] + between + _TIMES[exactness])
