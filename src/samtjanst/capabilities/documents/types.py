"""What a document is made of: plain texts and files, already chosen by the caller.

Whatever stands here is printed, and nothing else: a protected person's address stays out of the
document because the caller leaves it out of the content. Texts are plain text, never markup.
All texts are shown in the reader's words; a digest is SHA-256 in 64 lower-case hexadecimals.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from samtjanst.capabilities.documents.places import Place
from samtjanst.kernel.errors import SamtjanstError

Relationship = Literal["source", "data", "alternative", "supplement"]
DIGEST = re.compile(r"[0-9a-f]{64}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class IncompleteDocumentError(SamtjanstError):
    """The content lacks, or misstates, something that the document must carry."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


def need(*, holds: bool, name: str) -> None:
    """Refuse content in which ``name`` is missing or malformed.

    Raises:
        IncompleteDocumentError: ``holds`` is false.
    """
    if not holds:
        raise IncompleteDocumentError(name)


_SIZED = re.compile(r'<svg [^>]*width="([1-9]\d*)" height="([1-9]\d*)"')


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who speaks, about what, and when the document was made."""

    municipality: str  # "Mjölby kommun"
    colour: str  # "#rrggbb", used for lines only, so any contrast will do
    title: str
    reference: str
    produced_at: datetime  # aware; printed in Swedish time and stamped into the file
    language: str = "sv"  # of the texts given here
    around: str = "sv"  # of the words around them; English in the documentation of an e-service
    contact: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("municipality", "title", "reference"):
            need(holds=bool(getattr(self, name).strip()), name=name)
        need(holds=COLOUR.fullmatch(self.colour) is not None, name="colour")
        need(holds=re.fullmatch(r"[a-z]{2,3}", self.language) is not None, name="language")
        need(holds=self.around in {"sv", "en"}, name="around")
        need(holds=self.produced_at.tzinfo is not None, name="produced_at")


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its answer; no lines at all means that no answer was given."""

    label: str
    lines: tuple[str, ...] = ()
    note: str = ""  # where the answer comes from, for instance "Hämtat från folkbokföringen"
    place: Place | None = None  # that the answer sets out


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form, in the words that the person saw."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One step of the verification of a signature."""

    name: str
    held: bool


@dataclass(frozen=True, slots=True)
class SignatureEntry:
    """One signature, in words for the citizen and with facts for the lawyer."""

    name: str
    role: str
    signed_at: str
    method: str  # "BankID"
    digest: str  # of the sealed content that was signed
    personal_number: str = ""  # as it is to be shown; "" leaves it out
    foreign: str = ""  # with another country's e-ID; "" leaves it out
    signed_text: str = ""  # what the person was shown in the e-identification's own window
    checks: tuple[Check, ...] = ()
    details: tuple[tuple[str, str], ...] = ()  # certificate, order number and the like

    def __post_init__(self) -> None:
        need(holds=bool(self.name.strip() and self.signed_at.strip()), name="signature")
        need(holds=DIGEST.fullmatch(self.digest) is not None, name="signature.digest")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody handed in, exactly as it came; ``sha256`` is checked against it.

    ``pages`` are pictures of its pages, where the caller has drawn them; the file is enclosed too.
    """

    name: str
    content_type: str
    content: bytes = field(repr=False)
    sha256: str
    description: str = ""
    pages: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """Proof that travels inside the PDF: sealed content, signature, status of the certificate."""

    name: str
    mime: str
    content: bytes = field(repr=False)
    description: str
    relationship: Relationship = "data"


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What FL 31–33 §§ demand of a decision: date, content, who decided, why, how to appeal."""

    outcome: str
    decided_on: str
    decided_by: str  # name and title, or the name and version of an automated function
    reasons: str
    legal_basis: tuple[str, ...] = ()
    appeal: str = ""
    presented_by: str = ""  # föredragande
    others: tuple[str, ...] = ()  # others taking part without deciding
    dissent: str = ""  # FL 30 §

    def __post_init__(self) -> None:
        for name in ("outcome", "decided_on", "decided_by"):
            need(holds=bool(getattr(self, name).strip()), name=f"decision.{name}")


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """The whole case in one file: answers, signatures, attachments, decision and proof."""

    head: Letterhead
    status_line: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    signatures: tuple[SignatureEntry, ...] = ()
    unsigned: tuple[str, ...] = ()  # who has not signed, as they are to be named
    attachments: tuple[Attachment, ...] = ()
    decision: DecisionEntry | None = None
    sealed_digest: str = ""
    evidence_files: tuple[EmbeddedFile, ...] = ()

    def __post_init__(self) -> None:
        sealed = not self.sealed_digest or DIGEST.fullmatch(self.sealed_digest)
        need(holds=bool(sealed), name="sealed_digest")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Kvittens: what came in, when, under which reference, and what is still awaited."""

    head: Letterhead
    received_at: str
    received: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    signed: tuple[tuple[str, str], ...] = ()  # who, when
    unsigned: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    sealed_digest: str = ""
    evidence_files: tuple[EmbeddedFile, ...] = ()

    def __post_init__(self) -> None:
        need(holds=bool(self.received_at.strip()), name="received_at")
        sealed = not self.sealed_digest or DIGEST.fullmatch(self.sealed_digest)
        need(holds=bool(sealed), name="sealed_digest")


@dataclass(frozen=True, slots=True)
class PaymentReceipt:
    """Kvitto: what was paid, by whom and to whom."""

    head: Letterhead
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionLetter:
    """Beslut, as it is sent to one party.

    With ``names_withheld`` the names of those who decided are not even put into the file
    (FL 33 § fourth paragraph); the internal record keeps them.
    """

    head: Letterhead
    decision: DecisionEntry
    recipient: tuple[str, ...] = ()  # name and, unless protected, postal address
    facts: tuple[tuple[str, str], ...] = ()
    background: str = ""
    names_withheld: bool = False
    evidence_files: tuple[EmbeddedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class PostedLetter:
    """A letter with its recipient where a window envelope shows it.

    ``decision`` follows on pages of its own, under its ``reference`` and ``facts``.
    """

    recipient: tuple[str, ...]  # name and postal address, a line each
    subject: str
    text: str
    reference: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    decision: DecisionEntry | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with its headings; a row's first cell names the row."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Paragraphs, then tables."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[PrintedTable, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterDrawing:
    """An SVG that stands in a chapter; ``described`` says in words what it shows."""

    chapter: str
    svg: str
    described: str

    def __post_init__(self) -> None:
        need(holds=bool(self.described.strip()), name="described")
        need(holds=_SIZED.search(self.svg) is not None, name="svg")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in the units of the drawing."""
        found = _SIZED.search(self.svg)
        return (int(found[1]), int(found[2])) if found else (1, 1)


@dataclass(frozen=True, slots=True)
class ServiceDocumentation:
    """What an e-service does, for those who judge it and those who adopt it."""

    head: Letterhead
    sections: tuple[Chapter, ...]
    drawings: tuple[ChapterDrawing, ...]

    def __post_init__(self) -> None:
        need(holds=bool(self.drawings), name="drawings")
