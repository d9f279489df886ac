"""What both faces read from, and answer to, a posted message."""

from django.http import HttpRequest, HttpResponseRedirect


def posted(request: HttpRequest) -> tuple[str, list[tuple[str, bytes]]]:
    """The text and the files (name and content) of a posted message."""
    uploads = [(upload.name or "", upload.read()) for upload in request.FILES.getlist("files")]
    return request.POST.get("text", ""), uploads


def sent(address: str) -> HttpResponseRedirect:
    """Back to the messages, which tell that it is sent; a reload sends nothing again."""
    return HttpResponseRedirect(f"{address}?skickat")
