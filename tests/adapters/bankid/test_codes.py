"""The animated code and the launch address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from tests.adapters.bankid.support import DESKTOP, PHONE

from samtjanst.adapters.bankid.codes import is_phone, launch_url, qr_text

ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
WEB, APP = "https://app.bankid.com/", "bankid:///"


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
        (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
        (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
    ],
)
def test_qr_is_the_published_vector(second: int, code: str) -> None:
    token, secret = "67df3917-fa0d-44e5-b327-edcc928297f8", "d28db9a7-4cde-429e-a983-359be676944c"
    assert qr_text(token, secret, second) == f"bankid.{token}.{second}.{code}"


@pytest.mark.parametrize(
    ("agent", "start"),
    [
        (PHONE, WEB),
        (PHONE.replace("Version/18.0", "CriOS/130.0"), APP),
        (PHONE.replace("Version/18.0", "FxiOS/130.0"), APP),
        (ANDROID, WEB),
        (ANDROID + " EdgA/130.0", WEB),
        (ANDROID + " OPR/80.0", APP),
        (ANDROID + " SamsungBrowser/25.0", APP),
        ("Mozilla/5.0 (Android 15; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", APP),
        (DESKTOP, APP),
        ("", APP),
    ],
)
def test_launch_address_follows_the_browser(agent: str, start: str) -> None:
    url = launch_url("t-1", agent, "", "http://x/klar")
    assert url.startswith(start)
    # The order carries the address to return to; the launch's own is the older way.
    assert parse_qs(urlsplit(url).query) == {"autostarttoken": ["t-1"], "redirect": ["null"]}


def test_launch_address_of_ones_own_is_told_where_to_return() -> None:
    url = launch_url("t&1", DESKTOP, "http://sim/app?a=b", "http://x/klar?n=1&m=2")
    assert parse_qs(urlsplit(url).query) == {
        "a": ["b"], "autostarttoken": ["t&1"], "redirect": ["http://x/klar?n=1&m=2"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("agent", "phone"), [(PHONE, True), (ANDROID, True), (DESKTOP, False), ("", False)]
)
def test_phone_is_known_by_its_browser(agent: str, *, phone: bool) -> None:
    assert is_phone(agent) is phone
