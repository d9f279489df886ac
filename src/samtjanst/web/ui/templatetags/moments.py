"""Instants on a screen, in its language; which of two hours it was when clocks go back."""

import re
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samtjanst.kernel import clock

register = template.Library()
_BETWEEN = {"sv": r" \k\l. ", "en": r" \a\t "}
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
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


@register.filter
def whole(at: date | datetime | None, pattern: str) -> SafeString:
    """An ISO date, month or time that no line breaks at a hyphen; "" without one.

    For text only, never for what stands in an attribute. The content is what HTML's ``time``
    reads by itself: no attribute repeats it. Between day and time of day a line may break.
    """
    if at is None:
        return SafeString("")
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    parts = (f"<time>{formatted(local, part)}</time>" for part in pattern.split())
    return mark_safe(" ".join(parts))  # noqa: S308 - digits only


@register.filter
def whole_days(text: str) -> SafeString:
    """A text in which no line breaks an ISO date in two."""
    return mark_safe(_ISO_DAY.sub(r"<time>\g<0></time>", escape(text)))  # noqa: S308 - escaped
