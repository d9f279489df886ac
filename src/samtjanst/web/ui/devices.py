"""Kinds of browser in words, for pages on which somebody sees where she is logged in."""

from django.utils.translation import gettext_lazy as _

BROWSERS = {
    "edge": _("Edge"),
    "opera": _("Opera"),
    "samsung": _("Samsung Internet"),
    "firefox": _("Firefox"),
    "chrome": _("Chrome"),
    "safari": _("Safari"),
    "other": _("okänd webbläsare"),
}
SYSTEMS = {
    "iphone": _("iPhone"),
    "android": _("Android"),
    "windows": _("Windows"),
    "chromeos": _("Chromebook"),
    "mac": _("Mac eller iPad"),
    "linux": _("Linux"),
    "other": _("okänd enhet"),
}


def device_words(code: str) -> str:
    """The words for a kind of browser; "" while it is not known."""
    browser, _dash, system = code.partition("-")
    return f"{BROWSERS[browser]}, {SYSTEMS[system]}" if system else ""
