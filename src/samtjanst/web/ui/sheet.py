"""Pages that stand alone as one file: no server, no script, the look written into them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

_STYLES = ("ui/vendor/designsystemet.css", "ui/css/app.css", "ui/css/print.css")


def sheet(template: str, context: Mapping[str, Any]) -> str:
    """The template as a whole file; it extends ``ui/sheet.html``."""
    return str(render_to_string(template, {**context, "style": _style()}))


@cache
def _style() -> SafeString:
    """Our own style sheets, which hold nothing that anybody has typed."""
    found = (_text(name) for name in _STYLES)
    return mark_safe("<style>" + "\n".join(found) + "</style>")  # noqa: S308 - files of the product's own


def _text(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the finder gives a text
        css = file.read()
    return f"@media print {{{css}}}" if name.endswith("print.css") else css
