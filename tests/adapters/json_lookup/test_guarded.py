"""A look-up reaches what the operator allows and nothing else, however it is written."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from samtjanst.adapters.json_lookup import HttpLookup
from samtjanst.adapters.json_lookup.reading import parsed
from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary
from samtjanst.ports.lookup import Access, AccessKind, LookupQuery
from samtjanst.simulators.meters import server as meters

pytestmark = pytest.mark.enable_socket
ALLOWED = "api.example other.example:8443"
PUBLIC = "93.184.215.14"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[meters.Running]:
    found = meters.start(tmp_path_factory.mktemp("meters"))
    yield found
    found.stop()


def _ask(address: str, value: str = "a", access: Access | None = None, **settings: Any) -> Any:
    adapter = HttpLookup({"allowed_hosts": ALLOWED, "timeout": 2} | settings)
    return adapter.ask(LookupQuery(address, value, access or Access()))


def _access(running: meters.Running) -> Access:
    return Access(AccessKind.HEADER, meters.HEADER, running.register.secret)


def _named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """The name service answers with the addresses; what was asked and connected to is told."""
    told: list[str] = []

    def answer(host: str, port: int, *_args: Any, **_more: Any) -> Any:
        told.append(host)
        kinds = [(socket.AF_INET6 if ":" in one else socket.AF_INET, one) for one in addresses]
        return [(kind, socket.SOCK_STREAM, 6, "", (one, port)) for kind, one in kinds]

    def connect(address: tuple[str, int], *_args: Any, **_more: Any) -> socket.socket:
        told.append(f"connect {address[0]}:{address[1]}")
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    return told


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001",
        "0177.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::7f00:1]", "[fe80::1%25eth0]",
        "10.0.0.1", "169.254.169.254", "metadata.google.internal", "api.example.",
        "API.example.evil", "evil.example", "api.example:8443", "other.example",
        "other.example:443", "u:p@api.example",
        "api.example@127.0.0.1", "127.0.0.1#api.example", "api.example\\@127.0.0.1", "аpi.example",
        "api.example:x", "api.example:99999", "", "api.example%2f.evil.example", "api.example\t",
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_host_that_is_not_allowed_is_never_asked(
    monkeypatch: pytest.MonkeyPatch, scheme: str, host: str
) -> None:
    told = _named(monkeypatch, "127.0.0.1")
    with pytest.raises((Rejected, NotConfigured)):
        _ask(f"{scheme}://{host}/{{x}}")
    assert told == []


@pytest.mark.parametrize(
    "address",
    ["ftp://api.example/{x}", "file:///etc/{x}", "gopher://api.example/{x}", "//api.example/{x}",
     "https://{x}/a", "https://api.example{x}", "https://api.example:{x}/", "{x}", "https://api.example/",
     "https://api.example/{x}/{y}", "https://api.example/{x", "https://api.example/#{x}", ""],
)  # fmt: skip
def test_what_is_no_address_with_one_place_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    told = _named(monkeypatch, PUBLIC)
    with pytest.raises((Rejected, NotConfigured)):
        _ask(address, value=".evil.example/")
    assert told == []


@pytest.mark.parametrize(
    "addresses",
    [("127.0.0.1",), (PUBLIC, "10.0.0.1"), ("fe80::1",), ("::ffff:10.0.0.1",), ("::10.0.0.1",),
     ("64:ff9b::a00:1",), ("2002:7f00:1::",), ("fec0::1",), ("169.254.169.254",),
     ("fd00:ec2::254",), ("0.0.0.0",), ("100.64.0.1",), ("224.0.0.1",)],  # noqa: S104 - refused
)  # fmt: skip
def test_allowed_name_with_one_address_of_our_own_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    told = _named(monkeypatch, *addresses)
    with pytest.raises(Rejected, match="address"):
        _ask("https://api.example/{x}")
    assert told == ["api.example"]


def test_name_is_asked_for_once_and_the_connection_goes_to_what_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = _named(monkeypatch, PUBLIC)
    with pytest.raises(Temporary, match="unreachable"):
        _ask("https://other.example:8443/{x}")
    assert told == ["other.example", f"connect {PUBLIC}:8443"]


def test_allowed_name_is_never_asked_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _named(monkeypatch, PUBLIC)
    with pytest.raises(Rejected):
        _ask("http://other.example:8443/{x}")
    assert told == []


def test_token_is_had_only_where_one_may_ask(
    running: meters.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _named(monkeypatch, PUBLIC)
    access = Access(AccessKind.OAUTH, "a", "b", "https://evil.example/token")
    with pytest.raises(Rejected, match="address"):
        _ask(running.address, access=access, **running.settings)
    assert told == []


def test_name_service_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: time.sleep(2))
    began = time.monotonic()
    with pytest.raises(Temporary, match="timeout"):
        _ask("https://api.example/{x}", timeout=0.3)
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("mode", "failure", "code"),
    [
        ("redirect", NotConfigured, "lookup:http303"),
        ("page", NotConfigured, "lookup:type"),
        ("huge", Temporary, "lookup:unreadable"),
        ("deep", Temporary, "lookup:unreadable"),
        ("packed", Temporary, "lookup:unreadable"),
        ("drip", Temporary, "lookup:timeout"),
        ("drip_headers", Temporary, "lookup:timeout"),
    ],
)
def test_hostile_answer_ends_in_a_failure_in_time(
    running: meters.Running, mode: str, failure: type[PortError], code: str
) -> None:
    running.register.mode = mode
    began, asked = time.monotonic(), len(running.register.asked)
    with pytest.raises(failure) as caught:
        _ask(running.address, meters.HOUSE, _access(running), **running.settings)
    assert caught.value.code == code
    assert time.monotonic() - began < 5
    assert len(running.register.asked) == asked + 1  # a redirect is not followed
    running.register.mode = "up"


def test_depth_has_a_limit_of_our_own() -> None:
    assert parsed(b"[" * 20 + b"]" * 20)
    for content in (b"[" * 21 + b"]" * 21, b"1" * 5000, b"\xff", b"", b"Infinity"):
        with pytest.raises(Temporary):
            parsed(content)


def test_withdrawn_token_is_had_again(running: meters.Running) -> None:
    access = Access(AccessKind.OAUTH, meters.CLIENT, running.register.secret, running.token_url)
    adapter = HttpLookup(running.settings)
    query = LookupQuery(running.address, meters.HOUSE, access)
    given = running.register.tokens_given
    assert adapter.ask(query)
    assert adapter.ask(query)
    running.register.tokens.clear()
    assert adapter.ask(query)
    assert running.register.tokens_given == given + 2


def test_service_that_is_down_is_left_alone_for_a_while(running: meters.Running) -> None:
    adapter = HttpLookup(running.settings)
    query = LookupQuery(running.address, meters.HOUSE, _access(running))
    running.register.mode = "down"
    for _time in range(5):
        with pytest.raises(Temporary, match="503"):
            adapter.ask(query)
    asked = len(running.register.asked)
    with pytest.raises(Temporary, match="resting"):
        adapter.ask(query)
    assert len(running.register.asked) == asked
    running.register.mode = "up"
