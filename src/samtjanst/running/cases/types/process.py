"""Where a case stands in its e-service's own process, as a reader may see it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StepView:
    """A status that the case came to.

    ``step`` is "" when its state changed, ``who`` when the platform or a party did it.
    """

    at: datetime
    status: str
    step: str
    who: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TickView:
    """When a line of a checklist was ticked off, and by whom."""

    at: datetime
    who: str = field(repr=False)
