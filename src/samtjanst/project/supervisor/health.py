"""Whether somebody listens and answers."""

import http.client
import socket
from collections.abc import Callable, Iterator
from itertools import islice

_LOOPBACK = "127.0.0.1"


def listens(*ports: int) -> Callable[[], bool]:
    """A check that every port accepts connections."""
    return lambda: all(_accepts(port) for port in ports)


def answers(port: int, path: str, host: str) -> Callable[[], bool]:
    """A check that a web server answers without a fault of its own."""
    return lambda: _accepts(port) and _status(port, path, host) < http.HTTPStatus.BAD_REQUEST


def at_once() -> bool:
    """For processes that have nothing to wait for."""
    return True


def free_ports(first: int, count: int) -> list[int]:
    """The first free ports from a number and upwards."""
    return list(islice(_free_from(first), count))


def _free_from(first: int) -> Iterator[int]:
    return (port for port in range(first, 65_536) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose connections are only fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, port))
        except OSError:
            return False
    return not _accepts(port)


def _accepts(port: int) -> bool:
    try:
        with socket.create_connection((_LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def _status(port: int, path: str, host: str) -> int:
    connection = http.client.HTTPConnection(_LOOPBACK, port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return http.HTTPStatus.SERVICE_UNAVAILABLE
    finally:
        connection.close()
