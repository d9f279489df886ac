"""What the analysis tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.texts import NO_WORDS, Told


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"  # applicants get stuck or see what is wrong: must be mended
    WARNING = "warning"  # most likely not meant
    NOTE = "note"  # worth a thought
    UNDECIDED = "undecided"  # the search ended before an answer: neither proved nor disproved


class Code(StrEnum):
    """What a finding is about."""

    LOAD = "load"
    CIRCLE = "circle"
    NEVER_SHOWN = "never_shown"
    PAGE_UNREACHABLE = "page_unreachable"
    OPTION_NEVER_OFFERED = "option_never_offered"
    NEVER_TRUE = "never_true"
    ALWAYS_TRUE = "always_true"
    CONTRADICTION = "contradiction"
    REQUIRED_HIDDEN = "required_hidden"
    DEAD_END = "dead_end"
    ALWAYS_STOPPED = "always_stopped"
    SIGNING_NEVER = "signing_never"
    NO_COMPLETION = "no_completion"
    TEXT_MISSING = "text_missing"
    TRANSLATION_MISSING = "translation_missing"
    DUPLICATE_WORDING = "duplicate_wording"
    HARD_TO_READ = "hard_to_read"
    LONG_SENTENCE = "long_sentence"
    HELP_MISSING = "help_missing"
    SENSITIVE = "sensitive"
    FOR_STAFF = "for_staff"
    STATUS_UNREACHABLE = "status_unreachable"
    STATUS_NO_WAY_OUT = "status_no_way_out"
    TIMERS_LOOP = "timers_loop"
    LOOKUP_MISSING = "lookup_missing"  # told by who knows the municipality's look-ups
    REGISTER_BASIS = "register_basis"  # asked without a declared purpose and legal basis
    FEE = "fee"  # a payment line that nobody pays, or an amount that is too high
    LOGIN_LEVEL = "login_level"  # told by who knows the class and the municipality's e-IDs


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    ``place`` is the path in the document (``pages[0].questions[2]``); ``kind`` and ``id`` name
    the part ("question", "page", "option", "rule", "text", "status", "definition"). ``reason`` is
    a plain sentence. ``example`` tells a case in words and ``answers`` are the answers of that
    case, where there is one.
    """

    code: Code
    severity: Severity
    place: str
    kind: str
    id: str
    reason: Told
    example: Told = NO_WORDS
    answers: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        tail = f" Exempel: {self.example}" if self.example else ""
        return f"{self.place or 'dokumentet'}: {self.reason}{tail}"


@dataclass(frozen=True, slots=True)
class Report:
    """Every finding, the worst first, each kind in the order of the document."""

    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether it was proved that nobody gets stuck: no error, and nothing undecided."""
        bad = {Severity.ERROR, Severity.UNDECIDED}
        return not any(finding.severity in bad for finding in self.findings)

    def of(self, code: Code) -> tuple[Finding, ...]:
        """The findings of one sort."""
        return tuple(finding for finding in self.findings if finding.code is code)
