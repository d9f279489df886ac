"""One HTTP exchange with a limit on time and size, its failures in the ports' classes."""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx2

from samtjanst.ports.failures import NotConfigured, PortError, Temporary

_PLAIN = "identity"
# On a connection that is used again, a second answer to a question is read as the answer to the
# next: a person would be told of another, a receipt kept with the wrong case.
_ONCE = httpx2.Limits(max_keepalive_connections=0)


@dataclass(frozen=True, slots=True)
class Limits:
    """``within`` is in seconds, from first to last; ``most`` in bytes of the answer.

    With ``plain`` a packed answer is refused: a small one can be huge when it is unpacked.
    """

    within: float
    most: int
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]  # names in small letters
    content: bytes = field(repr=False)


def client(
    trust: ssl.SSLContext | bool,  # noqa: FBT001 - the library's own way to say "the system's"
    *,
    auth: tuple[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx2.Client:
    """A client as every adapter has: a connection of its own for each exchange.

    It follows nobody to another address and takes no settings from the environment. An adapter
    makes none by itself.
    """
    return httpx2.Client(
        verify=trust,
        auth=auth,
        headers=headers,
        trust_env=False,
        follow_redirects=False,
        limits=_ONCE,
    )


def exchange(
    http: httpx2.Client,
    request: httpx2.Request,
    limits: Limits,
    name: str,
) -> tuple[int, bytes]:
    """Send the request; status and content of the answer. Codes of failures start with ``name``.

    Raises:
        Temporary: ``unreachable``, ``timeout``, or ``unreadable`` when the answer is too large.
        NotConfigured: ``tls`` when the two do not accept each other's certificates.
    """
    told = answer_to(http, request, limits, name)
    return told.status, told.content


def answer_to(http: httpx2.Client, request: httpx2.Request, limits: Limits, name: str) -> Answer:
    """As :func:`exchange`, with the answer's headers."""
    deadline = time.monotonic() + limits.within
    request.extensions = {**request.extensions, "timeout": _shares(limits.within)}
    try:
        answer = http.send(request, stream=True)
        try:
            if limits.plain and answer.headers.get("content-encoding", _PLAIN) != _PLAIN:
                raise Temporary(f"{name}:unreadable")
            content = _read(answer, deadline, limits.most, name)
            return Answer(answer.status_code, dict(answer.headers), content)
        finally:
            answer.close()
    except httpx2.HTTPError as error:
        raise _failure(error, name) from None  # the library's own message may hold the content


def _shares(within: float) -> Mapping[str, float]:
    # Every phase has a limit of its own in the library: together they must not pass ours.
    # A new connection takes two of the first kind, one for TCP and one for TLS.
    return {"connect": within / 6, "pool": within / 6, "write": within / 6, "read": within / 2}


def _read(answer: httpx2.Response, deadline: float, most: int, name: str) -> bytes:
    content = bytearray()
    # A server that drips is never slow in a single read.
    for part in answer.iter_bytes():
        content += part
        if len(content) > most:
            raise Temporary(f"{name}:unreadable")
        if time.monotonic() > deadline:
            raise Temporary(f"{name}:timeout")
    return bytes(content)


def _failure(error: httpx2.HTTPError, name: str) -> PortError:
    if isinstance(error, httpx2.TimeoutException):
        return Temporary(f"{name}:timeout")
    return NotConfigured(f"{name}:tls") if _is_tls(error) else Temporary(f"{name}:unreachable")


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            # A connection that is broken off is told as one too, but says nothing of trust.
            return not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError)
        cause = cause.__cause__ or cause.__context__
    return False
