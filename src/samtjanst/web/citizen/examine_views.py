"""Checking a document that somebody holds: anybody may, and nothing is kept."""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from samtjanst.journey.examine import LARGEST, Finding, examine
from samtjanst.ports.failures import NotConfigured
from samtjanst.web.ui.access import public


class InMemory(FileUploadHandler):
    """Keeps an upload in memory, never on disk; reads away what is too large."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.parts: list[bytes] = []
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """A part of it."""
        self.size += len(raw_data)
        if self.size > LARGEST:
            raise StopUpload(connection_reset=False)
        self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """All of it."""
        content = io.BytesIO(b"".join(self.parts))
        self.parts = []
        return InMemoryUploadedFile(content, self.field_name, "document", "", file_size, None)


@csrf_exempt  # the token is checked once the upload's way is set, by the view inside
@public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The question and, when a document has been sent, the answer."""
    if request.method != "POST":
        return _shown(request)
    # Before anything reads the form: Django would put the file on disk otherwise.
    request.upload_handlers = [InMemory(request)]
    return _answered(request)


@csrf_protect
def _answered(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("document")
    content = file.read() if file else b""
    if not content:
        most = LARGEST // (1024 * 1024)
        told = gettext("Välj en PDF-fil som är högst %(most)s MB.") % {"most": most}
        return _shown(request, problem=told, status=422)
    try:
        return _shown(request, finding=examine(content=content))
    except NotConfigured:
        return _shown(request, cannot=True)


def _shown(
    request: HttpRequest,
    *,
    finding: Finding | None = None,
    problem: str = "",
    cannot: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "finding": finding,
        "problem": problem,
        "problems": [("document", problem)] if problem else [],
        "cannot": cannot,
        "most": LARGEST // (1024 * 1024),
    }
    return render(request, "citizen/examine.html", context, status=status)
