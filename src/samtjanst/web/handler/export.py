"""A list as a file: CSV that Swedish spreadsheets read, or a workbook."""

import csv
import io
import uuid
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from samtjanst.kernel import clock
from samtjanst.running.cases.types import CaseView, DecidedView, Priority
from samtjanst.web.handler.standing import state_of

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would take for a formula; written by people, it stays text.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def heads() -> tuple[str, ...]:
    """The columns."""
    return (
        _("Ärendenummer"), _("E-tjänst"), _("Gäller"), _("Sökande"), _("Kom in"), _("Läge"),
        _("Handläggare"), _("Klart senast"), _("Bråttom"), _("Märkningar"),
    )  # fmt: skip


def lines(
    found: Iterable[CaseView], answers: Mapping[uuid.UUID, tuple[str, ...]], more: int
) -> list[tuple[str, ...]]:
    """The cases as lines, with ``more`` answers each. None with a protected party is in a file."""
    none = ("",) * more
    shown = [case for case in found if not case.is_protected]
    return [(*_line(case), *answers.get(case.id, none)) for case in shown]


def decided_heads() -> tuple[str, ...]:
    """The columns of the list of decisions."""
    return (
        _("Beslutat"), _("Ärendenummer"), _("E-tjänst"), _("Beslut"), _("Beslutat av"),
        _("Punkt i delegationsordningen"),
    )  # fmt: skip


def decided_line(one: DecidedView) -> tuple[str, ...]:
    """A decision as a line; nobody but the one who decided is named."""
    at = clock.local(one.decided_at).strftime("%Y-%m-%d")
    return (at, one.reference, one.title, one.outcome, one.decided_by, one.point)


def as_csv(table: Sequence[Sequence[str]]) -> bytes:
    """Semicolons and a byte order mark, as Swedish spreadsheets expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([_harmless(cell) for cell in line] for line in table)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(table: Sequence[Sequence[str]]) -> bytes:
    """One sheet of text, with a fixed head and filters."""
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, settings) as book:
        sheet, bold = book.add_worksheet(_("Ärenden")), book.add_format({"bold": True})
        for number, line in enumerate(table):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell, None if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table) - 1, 0), len(table[0]) - 1)
        sheet.set_column(0, len(table[0]) - 1, 22)
    return out.getvalue()


def _line(case: CaseView) -> tuple[str, ...]:
    return (
        case.reference,
        case.title,
        case.concerns,
        case.who,
        clock.local(case.arrived_at).strftime("%Y-%m-%d %H:%M"),
        state_of(case),
        case.handler,
        case.due.isoformat() if case.due else "",
        _("Ja") if case.priority is Priority.HIGH else "",
        ", ".join(case.labels),
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell
