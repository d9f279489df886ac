"""Which addresses of others may be called: never one of our own, however its name is written."""

import ipaddress
import socket
from collections.abc import Sequence

from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# Addresses that carry another within, which may be one of our own, and the old site-local ones.
_WRAPPED = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10")
)


def networks(text: str, name: str) -> tuple[Network, ...]:
    """Networks separated by spaces.

    Raises:
        NotConfigured: one is none; the code names the setting.
    """
    try:
        return tuple(ipaddress.ip_network(one) for one in text.split())
    except ValueError:
        raise NotConfigured(f"invalid:{name}") from None


def address_of(host: str, port: int, inner: Sequence[Network]) -> Address:
    """The address to connect to: public, or in one of the ``inner`` networks.

    The name is asked for once, and the caller connects to what was found and to nothing else: a
    name that answers differently the next time gets nowhere. One bad address refuses the name.

    Raises:
        Temporary: ``name``, it cannot be found now.
        Rejected: ``address``, it must not be called.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Temporary("name") from None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not all(_is_allowed(one, inner) for one in addresses):
        raise Rejected("address")
    return addresses[0]


def is_within(address: Address, inner: Sequence[Network]) -> bool:
    """Whether the address is in one of the networks."""
    return any(address in network for network in inner)


def _is_allowed(address: Address, inner: Sequence[Network]) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if is_within(address, inner):
        return True
    return address.is_global and not address.is_multicast and not is_within(address, _WRAPPED)
