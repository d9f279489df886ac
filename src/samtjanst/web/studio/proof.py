"""What the analysis found, as it is told on the screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.analysis import Finding, Severity
from samtjanst.capabilities.formkit.editing.places import Place, place
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.web.ui.language import spoken

Mend = Callable[[OpenDraft, Place], tuple[str, str]]
HEADINGS: Mapping[Severity, str | Promise] = {
    Severity.ERROR: _("Behöver rättas"),
    Severity.WARNING: _("Troligen inte meningen"),
    Severity.UNDECIDED: _("Gick inte att avgöra"),
    Severity.NOTE: _("Tänk igenom"),
}
LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "danger",
    Severity.WARNING: "warning",
    Severity.UNDECIDED: "warning",
    Severity.NOTE: "info",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding: its sentence, an example in words ("" for none) and where it is mended."""

    reason: str
    example: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one severity."""

    heading: str | Promise
    level: str
    is_open: bool
    told: tuple[Told, ...]


def told(draft: OpenDraft, found: Iterable[Finding], mend: Mend) -> list[Group]:
    """The findings by severity, the worst first; severities without any are left out."""
    every = list(found)
    groups = ((severity, [one for one in every if one.severity is severity]) for severity in LEVELS)
    return [
        Group(
            HEADINGS[severity],
            LEVELS[severity],
            severity is Severity.ERROR,
            tuple(_one(draft, finding, mend) for finding in mine),
        )
        for severity, mine in groups
        if mine
    ]


def _one(draft: OpenDraft, finding: Finding, mend: Mend) -> Told:
    where = place(draft.document, Problem(finding.place, 0, finding.reason))
    return Told(spoken(finding.reason), spoken(finding.example), mend(draft, where)[0])
