"""No call ever goes to an address of our own, however its name is written."""

import socket
from typing import Any

import pytest
from tests.listener import listening

from samtjanst.adapters.webhook import HttpsWebhooks
from samtjanst.ports.failures import Rejected, Temporary
from samtjanst.ports.webhook import Call

pytestmark = pytest.mark.enable_socket
OURS = {"inner_networks": "127.0.0.0/8"}


def _post(url: str, **settings: Any) -> None:
    HttpsWebhooks({"timeout": 20} | settings).post(Call(url, {"webhook-id": "msg_1"}, b"{}"))


def _named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """The name service answers with the addresses; what was asked is told."""
    asked: list[str] = []

    def answer(host: str, port: int, *_args: Any, **_more: Any) -> Any:
        asked.append(host)
        kind = socket.SOCK_STREAM
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, kind, 6, "", (one, port))
            for one in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0.0.0.0",  # noqa: S104 - refused
        "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255", "192.0.2.1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_address_that_is_not_public_is_refused(scheme: str, host: str) -> None:
    with pytest.raises((Rejected, Temporary)) as caught:
        _post(f"{scheme}://{host}/hook")
    assert caught.value.code in {"address", "name"}


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "file:///etc/passwd", "https:///x", "https://u:p@a.example/", "https://a.example:x/",
     "gopher://127.0.0.1:6379/", "//a.example/", ""],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Rejected, match="address"):
        _post(url)


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.215.14", "10.0.0.1"), ("fe80::1",)])
def test_name_with_one_bad_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    _named(monkeypatch, *addresses)
    with pytest.raises(Rejected, match="address"):
        _post("https://a.example/")


def test_public_address_is_never_called_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    _named(monkeypatch, "93.184.215.14")
    with pytest.raises(Rejected, match="address"):
        _post("http://a.example/")


def test_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as listener:
        asked = _named(monkeypatch, "127.0.0.1")
        _post(listener.url.replace("127.0.0.1", "a.example"), **OURS)
    # Asked once under its name; what is connected to after that is an address.
    assert [host for host in asked if host == "a.example"] == ["a.example"]
    headers, _body = listener.heard[0]
    assert headers["host"].startswith("a.example:")


def test_redirection_to_our_own_is_not_followed() -> None:
    with listening() as listener:
        listener.mode = "302"
        with pytest.raises(Temporary, match="status:302"):
            _post(listener.url, **OURS)
        assert len(listener.heard) == 1


def test_receiver_that_is_gone_is_not_asked_again() -> None:
    with listening() as listener:
        listener.mode = "410"
        with pytest.raises(Rejected, match="gone"):
            _post(listener.url, **OURS)
