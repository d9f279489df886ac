"""Port for malware scanning."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the content is clean; ``threat`` names what was found, "" when clean."""

    clean: bool
    threat: str = ""


class Scanner(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    def scan(self, content: bytes) -> Verdict:
        """Judge the content."""
        ...

    def check(self) -> None:
        """Raise the failure that a scan would meet now."""
        ...
