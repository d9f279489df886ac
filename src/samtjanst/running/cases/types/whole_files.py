"""The whole case as one file, made by a job."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from samtjanst.kernel.errors import TransitionError


class FileState(StrEnum):
    """Where a file that somebody has asked for stands."""

    ASKED = "asked"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"  # she may read the case no longer, or it does not match its seal


FILE_TRANSITIONS: dict[tuple[FileState, str], FileState] = {
    (FileState.ASKED, "begin"): FileState.WORKING,
    (FileState.WORKING, "begin"): FileState.WORKING,  # the worker died, and it is done anew
    (FileState.WORKING, "ready"): FileState.READY,
    (FileState.ASKED, "fail"): FileState.FAILED,
    (FileState.WORKING, "fail"): FileState.FAILED,
}


def next_file(state: str, event: str) -> FileState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return FILE_TRANSITIONS[FileState(state), event]
    except KeyError:
        raise TransitionError("file of a case", state, event) from None


@dataclass(frozen=True, slots=True)
class WholeFileView:
    """A file that the reader has asked for; ``revision`` is the case's when it was begun."""

    id: uuid.UUID
    case_id: uuid.UUID
    state: FileState
    attachments: int
    revision: int
    asked_at: datetime
    ready_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in {FileState.READY, FileState.FAILED}
