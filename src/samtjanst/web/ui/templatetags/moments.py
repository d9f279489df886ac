"""Instants on a screen: which of two hours it was, in the night when clocks go back."""

from datetime import datetime

from django import template
from django.utils.translation import gettext_lazy as _

from samtjanst.kernel import clock

register = template.Library()
_SEASONS = {"sommartid": _("sommartid"), "normaltid": _("normaltid")}


@register.filter
def season(moment: datetime | None) -> str:
    """To be put after a time of day: " (sommartid)" when the hour comes twice, else ""."""
    told = clock.season(moment) if moment else ""
    return f" ({_SEASONS[told]})" if told else ""
