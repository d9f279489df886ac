"""The paper meter: how many pages each print, download and export is."""

from samtjanst.building.definitions.queries import slug_of
from samtjanst.capabilities.paper.pictures import page_count
from samtjanst.capabilities.paper.types import RefusedFileError
from samtjanst.foundation.files.sniff import PDF
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, PaperKind

ROWS_PER_PAGE = 40  # of a list on paper


def count_file(
    *, case: CaseView, content: bytes, content_type: str, kind: PaperKind, by: Actor
) -> None:
    """Count a file of a case that the actor has taken out: a picture is a page."""
    pages, slug = _count(content, content_type), slug_of(case.version_id)
    services.count_pages(slug=slug, unit_id=case.unit_id, kind=kind, pages=pages, by=by)


def count_own(*, reference: str, content: bytes, content_type: str, by: Actor) -> None:
    """Count a file of her case that a party has taken out herself."""
    pages = _count(content, content_type)
    services.count_own_pages(reference=reference, pages=pages, by=by)


def count_alone(*, content: bytes, content_type: str, kind: PaperKind, by: Actor) -> None:
    """Count a file that belongs to no case yet."""
    pages = _count(content, content_type)
    services.count_pages(slug="", unit_id=None, kind=kind, pages=pages, by=by)


def count_list(*, rows: int, by: Actor) -> None:
    """Count a list that the actor has taken out as a file."""
    pages = max(1, -(-rows // ROWS_PER_PAGE))
    services.count_pages(slug="", unit_id=None, kind=PaperKind.EXPORT, pages=pages, by=by)


def count_letters(*, content: bytes, by: Actor) -> None:
    """Count letters that the actor prints to be posted."""
    services.count_pages(slug="", unit_id=None, kind=PaperKind.PRINT, pages=_pages(content), by=by)


def _count(content: bytes, content_type: str) -> int:
    return _pages(content) if content_type == PDF else 1


def _pages(content: bytes) -> int:
    try:
        return page_count(content)
    except RefusedFileError:
        return 1
