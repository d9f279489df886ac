"""What the interface can say no with.

Made from the interface's description by scripts/client.py: change that, not this.
"""

import json
from typing import Any


class ProblemError(Exception):
    """The interface said no. ``retry_after`` is in seconds; 0 when it says nothing of that."""

    def __init__(self, status: int, told: dict[str, Any], retry_after: int) -> None:
        super().__init__(f"{status} {told.get('type', '')} {told.get('title', '')}")
        self.status, self.type = status, str(told.get("type", ""))
        self.title, self.reference = str(told.get("title", "")), str(told.get("reference", ""))
        self.errors: list[str] = list(told.get("errors", []))
        self.faults: list[dict[str, str]] = list(told.get("faults", []))
        self.retry_after = retry_after


def told(content: bytes) -> dict[str, Any]:
    """The problem in an answer; {} when there is none to read."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
