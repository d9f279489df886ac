"""The screen of an e-ID order: what both login and signing show."""

import io
import uuid
from typing import Any, Protocol

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samtjanst.kernel import ids
from samtjanst.kernel.canonical import digest_bytes

DEVICE_COOKIE = "samtjanst-enhet"
DEVICE_FOR = 365 * 24 * 3600  # seconds


class Shown(Protocol):
    """What the screen needs of an order."""

    @property
    def id(self) -> uuid.UUID:
        """The browser's own key of the order."""
        ...

    @property
    def state(self) -> str:
        """Pending, failed or complete."""
        ...

    @property
    def status_text(self) -> str:
        """What to tell the person."""
        ...

    @property
    def launch_url(self) -> str:
        """Opens the app on this device."""
        ...

    @property
    def show_qr(self) -> bool:
        """Whether a code can be scanned now."""
        ...


def browser_facts(request: HttpRequest) -> dict[str, str]:
    """What is told to the e-ID about the person's browser."""
    return {
        "ip": client_ip(request),
        "user_agent": request.headers.get("User-Agent", "")[:256],
        "host": request.get_host().rsplit(":", 1)[0],
        "origin": origin_of(request),
        "device": digest_bytes(_device(request).encode()),
    }


def origin_of(request: HttpRequest) -> str:
    """The address of the site, as the browser tells it: scheme, host and port."""
    return f"{request.scheme}://{request.get_host()}"


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser keep its name, by which BankID can tell a strange one from a known."""
    response.set_cookie(
        DEVICE_COOKIE,
        _device(request),
        max_age=DEVICE_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest) -> str:
    kept = request.COOKIES.get(DEVICE_COOKIE, "")
    if not kept:
        # For the rest of this request too: what is sent and what is kept must be the same.
        kept = request.COOKIES[DEVICE_COOKIE] = ids.new_token()
    return kept


def client_ip(request: HttpRequest) -> str:
    """The person's address; a proxy's word is taken only from the proxy that is trusted."""
    direct = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    if settings.TRUSTED_PROXY and direct == settings.TRUSTED_PROXY:
        told = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        return told or direct
    return direct


def context(order: Shown, urls: dict[str, str]) -> dict[str, Any]:
    """What the partial ``ui/eid/order.html`` needs; ``urls`` are to cancel and to try again."""
    return {
        "poll_url": reverse("signin:poll", args=[order.id]),
        "qr_url": reverse("signin:qr", args=[order.id]),
        "state": order.state,
        "status_text": order.status_text,
        "launch_url": order.launch_url,
        "qr_svg": order.show_qr,
        **{f"{name}_url": url for name, url in urls.items()},
    }


def qr_response(text: str) -> HttpResponse:
    """The code as SVG, never kept by anybody."""
    out = io.BytesIO()
    # A fixed mask and no boosted correction: four times as fast, and scanned as well.
    segno.make_qr(text, error="l", boost_error=False, mask=3).save(
        out, kind="svg", scale=6, border=4, xmldecl=False, light="#fff"
    )
    response = HttpResponse(out.getvalue(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response
