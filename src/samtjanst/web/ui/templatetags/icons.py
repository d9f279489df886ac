"""The product's icons, drawn on a grid of 24 units; always beside a text, never instead of one."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()
_DRAWINGS = {
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11.5V16M12 8h.01"/>',
    "warning": '<path d="M12 4l9 16H3zM12 10v4.5M12 17.2h.01"/>',
    "stop": '<path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 8v5M12 16h.01"/>',
    "file": '<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5L17.5 10"/>',
    "left": '<path d="M15 5l-7 7 7 7"/>',
    "right": '<path d="M9 5l7 7-7 7"/>',
    "out": '<path d="M14 5h5v5M19 5l-8 8M10 5H5v14h14v-5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
    "lock": '<path d="M6 10.5h12V20H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
    "inbox": '<path d="M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.5h4l1-2.5h5"/>',
    "globe": (
        '<circle cx="12" cy="12" r="8.5"/>'
        '<path d="M3.5 12h17M12 3.5c3 2.4 4 5.2 4 8.5s-1 6.1-4 8.5c-3-2.4-4-5.2-4-8.5s1-6.1'
        ' 4-8.5"/>'
    ),
    "people": (
        '<circle cx="9" cy="8.5" r="3.5"/>'
        '<path d="M2.5 19.5c.7-3.6 3.2-5.5 6.5-5.5s5.8 1.9 6.5 5.5M15.5 5.2a3.5 3.5 0 0 1 0'
        ' 6.6M18 14.4c1.9.8 3.1 2.5 3.5 5.1"/>'
    ),
    "coin": '<path d="M4 8.5V19h16V8.5zM4 8.5L15.5 5v3.5M20 12h-4.5a1.75 1.75 0 0 0 0 3.5H20"/>',
    "gavel": '<path d="M12 4v16M6 20h12M5 7.5h14M5 7.5l-2.5 6h5zM19 7.5l-2.5 6h5z"/>',
    "dot": '<circle cx="12" cy="12" r="4"/>',
}
_OF_LEVEL = {"success": "check", "warning": "clock", "danger": "stop", "info": "info"}
_HEAD = (
    '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
    ' focusable="false">'
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon; an unknown name is an empty drawing of the same size."""
    return SafeString(f"{_HEAD}{_DRAWINGS.get(name, '')}</svg>")


@register.simple_tag
def level_icon(level: str, name: str = "") -> SafeString:
    """The icon of a status: the one asked for, or else the usual one of its level."""
    return icon(name or _OF_LEVEL.get(level, "dot"))
