"""Values of jobs."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    DONE = "done"
    PARKED = "parked"


JOB_STATE_TEXTS = {
    JobState.QUEUED: "Väntar på att köras, eller på nästa försök",
    JobState.DONE: "Klart",
    JobState.PARKED: "Har gett upp och väntar på att någon startar om det",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A job to be done. The same name and key twice is one job."""

    name: str
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
    subject: tuple[str, str] = ("", "")
    run_at: datetime | None = None
