"""What the analysis of a draft tells: what keeps it from being published, and what is odd."""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit import definition as formkit
from samtjanst.capabilities.formkit.analysis import Code, Finding, Severity, analyse
from samtjanst.kernel import clock

# Nobody meets an e-service that she cannot get out of, nor one with a page that nobody meets;
# the rest is for the author to judge.
BLOCKING = frozenset({Code.DEAD_END, Code.NO_COMPLETION, Code.PAGE_UNREACHABLE})


def findings(
    document: Mapping[str, Any], confidentiality: int | None = None
) -> tuple[Finding, ...]:
    """The findings about the document, the worst first; () for one that is no definition yet.

    They hold for any values of the municipality's parameters.
    """
    try:
        definition = formkit.load(document)
    except formkit.DefinitionError:
        return ()
    return analyse(definition, today=clock.today(), confidentiality=confidentiality).findings


def blocks(finding: Finding) -> bool:
    """Whether nothing is published while it stands."""
    return finding.severity is Severity.ERROR and finding.code in BLOCKING
