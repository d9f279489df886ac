"""A browser's own description, as one of a few codes."""

import pytest

from samtjanst.foundation.people.devices import BROWSERS, SYSTEMS, device_of
from samtjanst.foundation.people.models import BrowserSession

MOZILLA = "Mozilla/5.0"
GECKO = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"{MOZILLA} (Windows NT 10.0; Win64; x64) {GECKO} Chrome/140.0.0.0 Safari/537.36"
PHONE = f"{MOZILLA} (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (WINDOWS, "chrome-windows"),
        (f"{WINDOWS} Edg/140.0.0.0", "edge-windows"),
        (f"{WINDOWS} OPR/120.0.0.0", "opera-windows"),
        (f"{PHONE} Version/18.5 Mobile/15E148 Safari/604.1", "safari-iphone"),
        (f"{PHONE} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1", "chrome-iphone"),
        (f"{MOZILLA} (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0", "firefox-android"),
        (f"{MOZILLA} (X11; CrOS x86_64 1) {GECKO} Chrome/140.0.0.0", "chrome-chromeos"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605", "safari-mac"),
        (f"{MOZILLA} (X11; Linux x86_64; rv:142.0) Gecko/2010 Firefox/142.0", "firefox-linux"),
        ("curl/8.5.0", "other-other"),
        ("<script>\x00" + "x" * 9000, "other-other"),
        ("", ""),
    ],
)
def test_header_becomes_a_family_of_browsers_and_of_systems(header: str, code: str) -> None:
    assert device_of(header) == code


def test_every_code_has_room_and_words() -> None:
    from samtjanst.web.ui import devices

    longest = max(len(f"{one}-{two}") for one in BROWSERS for two in SYSTEMS)
    assert longest <= (BrowserSession._meta.get_field("device").max_length or 0)
    assert set(devices.BROWSERS) == set(BROWSERS)
    assert set(devices.SYSTEMS) == set(SYSTEMS)
