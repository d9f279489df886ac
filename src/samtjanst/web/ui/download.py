"""Files on their way out. Nothing that people have sent in ever runs as a page."""

from urllib.parse import quote

from django.http import HttpResponse

# Kinds that a browser draws without running anything of theirs; the policy forbids the rest.
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
# A sandbox would also stop the browser's own viewer of PDF.
_DRAWN_ONLY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'"


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The file as an attachment, with no guessing of its type and nothing active in it."""
    response = _answer(content, name, content_type, "attachment")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def inline(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The file opened in the browser; for the kinds in ``SHOWN_INLINE`` only.

    Raises:
        ValueError: another kind.
    """
    if content_type not in SHOWN_INLINE:
        raise ValueError("not a kind that is shown in the browser")
    response = _answer(content, name, content_type, "inline")
    response.headers["Content-Security-Policy"] = f"{_DRAWN_ONLY}; frame-ancestors 'none'"
    return response


def _answer(content: bytes, name: str, content_type: str, how: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response
