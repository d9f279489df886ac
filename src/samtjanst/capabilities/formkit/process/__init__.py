"""The process of an e-service: phases and statuses, who may move a case, and what moves by itself.

``model`` is what a loaded definition holds, ``reading`` reads and checks it, ``graph`` tells which
statuses can be reached, ``timing`` when a timer is due.
"""

from samtjanst.capabilities.formkit.process.model import (
    Automatic,
    Base,
    Event,
    Line,
    Phase,
    Process,
    Status,
    Step,
    Trigger,
    Who,
)

__all__ = [
    "Automatic",
    "Base",
    "Event",
    "Line",
    "Phase",
    "Process",
    "Status",
    "Step",
    "Trigger",
    "Who",
]
