"""Proofs over a definition: what can never happen, where applicants get stuck, what reads badly.

``analyse(definition, today=…)`` gives a ``Report`` of typed findings. What it says can never
happen is proved, for every good answer; what it says can happen has an example that the evaluator
itself accepted. Where the search ends before either, the finding's severity is "undecided".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction
from samtjanst.capabilities.formkit.analysis.audience import read_audience
from samtjanst.capabilities.formkit.analysis.demands import read_demands
from samtjanst.capabilities.formkit.analysis.fees import read_amounts, read_fee
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Report, Severity
from samtjanst.capabilities.formkit.analysis.lists import read_lists
from samtjanst.capabilities.formkit.analysis.logic import Logic
from samtjanst.capabilities.formkit.analysis.processes import read_process, read_steps
from samtjanst.capabilities.formkit.analysis.proof import STEPS_ALL, Prover
from samtjanst.capabilities.formkit.analysis.registers import register_findings
from samtjanst.capabilities.formkit.analysis.rows import read_rows
from samtjanst.capabilities.formkit.analysis.texts import read_texts
from samtjanst.capabilities.formkit.definition import Definition

__all__ = ["Code", "Finding", "Report", "Severity", "analyse", "read_lists"]
_ORDER = list(Severity)


def analyse(
    definition: Definition,
    *,
    today: date,
    parameters: Mapping[str, Any] | None = None,
    confidentiality: int | None = None,
    steps: int = STEPS_ALL,
) -> Report:
    """Everything that can be said of a definition without running it.

    ``today`` because rules look at it; ``parameters`` are one municipality's values, None for
    any values. ``confidentiality`` is the e-service's level (KLASSA, 0–3), None when it has not
    been classified. ``steps`` bounds the search. The same arguments always give the same report.
    """
    prover = Prover(Abstraction(definition, today, parameters), steps)
    found = Logic(prover).run()
    if not any(one.code is Code.NO_COMPLETION for one in found):
        of_rows = read_rows(definition, today, parameters, steps)
        found = _undoubted(found, of_rows) + of_rows + read_steps(definition, prover)
        found += read_demands(definition, prover) + read_amounts(definition, prover)
    found += read_texts(definition, confidentiality)
    found += read_lists(definition, parameters or {})
    found += read_process(definition) + read_audience(definition)
    found += read_fee(definition)
    found += register_findings(definition)
    return Report(tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity))))


def _undoubted(found: list[Finding], proved: list[Finding]) -> list[Finding]:
    """Without the doubts that a proof settles."""
    settled = {(one.code, one.id) for one in proved if one.severity is Severity.ERROR}
    return [
        one
        for one in found
        if one.severity is not Severity.UNDECIDED or (one.code, one.id) not in settled
    ]
