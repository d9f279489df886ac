"""Files of a case on their way to staff: shown in the browser or saved, and counted."""

from django.http import HttpResponse

from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey import document, drawn, paper_meter
from samtjanst.running.cases.types import CaseView, PaperKind
from samtjanst.web.handler.request import actor_of
from samtjanst.web.ui.download import SHOWN_INLINE, download, inline

# Kinds that staff can look at without saving them, as they are or made anew.
SHOWN = SHOWN_INLINE | drawn.REMADE


def give_file(
    request: ViewerRequest, *, case: CaseView, info: FileInfo, content: bytes
) -> HttpResponse:
    """A file of a case that the viewer has opened.

    ``?visa`` shows it in the browser, made anew when no browser shows its kind; one that cannot
    be shown is saved. Its pages are counted in the paper meter.
    """
    kind, is_shown = info.content_type, False
    if "visa" in request.GET:
        content, kind = _drawn(case, info, content)
        is_shown = kind in SHOWN_INLINE
    paper_meter.count_file(
        case=case,
        content=content,
        content_type=kind,
        kind=PaperKind.PRINT if is_shown else PaperKind.DOWNLOAD,
        by=actor_of(request),
    )
    return (inline if is_shown else download)(content, info.name, kind)


def give_unplaced(request: ViewerRequest, *, info: FileInfo, content: bytes) -> HttpResponse:
    """A file that belongs to no case yet; shown only when the browser shows its kind as it is."""
    is_shown = "visa" in request.GET and info.content_type in SHOWN_INLINE
    kind = PaperKind.PRINT if is_shown else PaperKind.DOWNLOAD
    paper_meter.count_alone(
        content=content, content_type=info.content_type, kind=kind, by=actor_of(request)
    )
    return (inline if is_shown else download)(content, info.name, info.content_type)


def _drawn(case: CaseView, info: FileInfo, content: bytes) -> tuple[bytes, str]:
    if info.content_type not in drawn.REMADE:
        return content, info.content_type
    made = drawn.remade(content, info.content_type, document.head_of(case, info.name))
    return made or (content, info.content_type)
