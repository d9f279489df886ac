"""How much paper an e-service still makes, as a reader may see it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PaperKind(StrEnum):
    """How something left the house as pages."""

    PRINT = "print"  # opened in the browser to be printed
    DOWNLOAD = "download"
    EXPORT = "export"  # a list as a file
    OWN = "own"  # taken out by a party herself, apart from what staff take out


@dataclass(frozen=True, slots=True)
class PaperMonth:
    """The pages of a month, of one e-service or of all."""

    month: date  # its first day
    printed: int = 0
    downloaded: int = 0
    exported: int = 0
    own: int = 0

    @property
    def pages(self) -> int:
        """All that staff have taken out."""
        return self.printed + self.downloaded + self.exported
