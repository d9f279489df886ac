"""The texts of a definition that are written to people in a case, filled in."""

import uuid
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
    shown = replace(case, parties=(), concerns="") if case.is_protected else case
    return filled_for(shown, text.sv, None)


def filled_for(case: CaseView, text: str, to: uuid.UUID | None) -> str:
    """A text with the municipality's values as they were sealed, and what is known of the case."""
    if "{" not in text:
        return text
    parameters = filings.snapshot(case.snapshot_id).content["parameters"]
    own = {name: Text(f"{{{name}}}").filled(parameters) for name in parameters}
    return letters.filled(case, text, to, own).text
