"""The standard texts of a decision, filled in."""

from dataclasses import replace

from samtjanst.capabilities.formkit.texts import Text
from samtjanst.journey import letters
from samtjanst.running.cases.types import CaseView
from samtjanst.running.filing import queries as filings


def unfilled(text: str) -> tuple[str, ...]:
    """The slots of a text that nothing is known for, to be filled in by the handler."""
    return letters.left(text)


def filled(case: CaseView, text: Text) -> str:
    """A text of the definition with its parameters, and the slots that letters have.

    A decision goes to every party: who the others are is left to the handler where somebody is
    protected.
    """
    if "{" not in text.sv:
        return text.sv
    parameters = filings.snapshot(case.snapshot_id).content["parameters"]
    own = {name: Text(f"{{{name}}}").filled(parameters) for name in parameters}
    shown = replace(case, parties=(), concerns="") if case.is_protected else case
    return letters.filled(shown, text.sv, None, own).text
