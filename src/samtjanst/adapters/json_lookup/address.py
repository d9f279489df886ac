"""Where a question goes: what an address may be, and which hosts may be asked."""

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlsplit

from samtjanst.adapters.guard import Network
from samtjanst.ports.failures import NotConfigured, Rejected

_LONGEST = 2000  # characters
_PORTS = {"https": 443, "http": 80}
_PLACE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}", re.ASCII)
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_DOTS = {".", ".."}
# What starts a number is read as an address by some resolvers ("2130706433", "0x7f.1", "127.1").
_NUMBER = re.compile(r"(0x[0-9a-f]*|\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """One host that is asked: ``inner`` is the very address, where the operator has written it."""

    scheme: str
    host: str
    port: int
    url: str = field(repr=False)
    inner: tuple[Network, ...] = ()

    @property
    def named(self) -> str:
        """The host as the ``Host`` header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def hosts(text: str) -> tuple[str, ...]:
    """The hosts in the operator's setting, separated by spaces.

    Each is a name (``api.example``, port 443), a name with a port, or an address with a port
    (``10.1.2.3:8080``, ``[fd00::1]:443``): only so can a service on an inner network be asked.

    Raises:
        NotConfigured: one is none of these.
    """
    found = tuple(text.lower().split())
    if not found or not all(map(_is_entry, found)):
        raise NotConfigured("invalid:allowed_hosts" if found else "missing:allowed_hosts")
    return found


def filled(address: str, value: str) -> str:
    """The address with the value in its place, so that the value can never change where it goes.

    An address without a place has one answer for all, and is asked without a value.

    Raises:
        NotConfigured: ``address``, more than one place, or not in the path or the query.
        Rejected: ``value``, it would be another address, or there is one without a place for it.
    """
    around = _PLACE.split(address)
    if len(around) == 1 and "{" not in address and "}" not in address:
        return _whole(address, value)
    if len(around) != 3 or "{" in around[0] + around[2] or "}" in around[0] + around[2]:
        raise NotConfigured("address")
    before, _name, after = around
    if not re.match(r"https?://[^/?#]+[/?]", before) or "#" in address:
        raise NotConfigured("address")
    try:
        put = quote(value, safe="")
    except UnicodeEncodeError:
        raise Rejected("value") from None
    url = f"{before}{put}{after}"
    if not put or len(url) > _LONGEST or _DOTS & set(urlsplit(url).path.split("/")):
        raise Rejected("value")
    return url


def _whole(address: str, value: str) -> str:
    if not re.match(r"https?://[^/?#]+(/|\Z)", address) or "#" in address:
        raise NotConfigured("address")
    if value or len(address) > _LONGEST or _DOTS & set(urlsplit(address).path.split("/")):
        raise Rejected("value")
    return address


def place(url: str, allowed: tuple[str, ...]) -> Place:
    """The host of the address, which must be one of the allowed.

    Raises:
        Rejected: ``address``, it must not be called.
    """
    parts, port = _parts(url)
    host = str(parts.hostname)
    literal = _literal(host)
    written = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if literal:
        return _inner(parts, host, port, is_allowed=written in allowed)
    is_named = host in allowed and port == _PORTS["https"]
    if not _HOST.fullmatch(host) or not (is_named or written in allowed):
        raise Rejected("address")
    if parts.scheme != "https":  # a name is never trusted without a certificate
        raise Rejected("address")
    return Place(parts.scheme, host, port, url)


def _inner(parts: SplitResult, host: str, port: int, *, is_allowed: bool) -> Place:
    if not is_allowed:
        raise Rejected("address")
    return Place(parts.scheme, host, port, parts.geturl(), (ipaddress.ip_network(host),))


def _parts(url: str) -> tuple[SplitResult, int]:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise Rejected("address")
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Rejected("address") from None
    if parts.scheme not in _PORTS or not parts.hostname or set("@%") & set(parts.netloc):
        raise Rejected("address")
    return parts, port


def _literal(host: str) -> bool:
    try:
        return ipaddress.ip_address(host) is not None
    except ValueError:
        pass
    if ":" in host or _NUMBER.fullmatch(host.rsplit(".", 1)[-1]):
        raise Rejected("address")
    return False


def _is_entry(entry: str) -> bool:
    try:
        parts = urlsplit(f"//{entry}")
        host, port = parts.hostname, parts.port
        if not host or parts.path or "@" in entry:
            return False
        return bool(port) if _literal(host) else bool(_HOST.fullmatch(host))
    except (ValueError, Rejected):
        return False
