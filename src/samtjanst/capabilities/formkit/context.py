"""What an evaluation knows besides the answers: the day, the municipality's values, the people.

Personal data never shows in ``repr``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """A postal address as the population register writes it."""

    care_of: str = field(default="", repr=False)
    street: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    city: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ApplicantFacts:
    """The person who fills in; ``personal_number`` is twelve digits.

    With another country's e-ID it is "", ``foreign`` is what she is known by (a prid) and ``born``
    the date of birth that it tells (ISO 8601; "" for none).
    ``address`` is None when the register did not answer or the person is protected.
    """

    personal_number: str = field(repr=False)
    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: AddressFacts | None = None
    protected: bool = False
    foreign: str = field(default="", repr=False)
    born: str = field(default="", repr=False)

    @property
    def code(self) -> str:
        """What she is known by: her number, or her foreign identity."""
        return self.foreign or self.personal_number


@dataclass(frozen=True, slots=True)
class GuardianFacts:
    """A guardian according to the child's own record; ``personal_number`` "" when foreign.

    ``status`` is "" for somebody who can be asked to sign; else "dead", "emigrated" (and nobody
    knows how to reach her) or "unknown" (the register has nobody under the number).
    """

    personal_number: str = field(repr=False)
    name: str = field(default="", repr=False)
    protected: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """A child that the applicant is guardian of, with all guardians (the applicant too)."""

    personal_number: str = field(repr=False)
    name: str = field(repr=False)
    guardians: tuple[GuardianFacts, ...] = ()
    protected: bool = False


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company that the register knows; ``power`` says who signs for it, in the register's words.

    ``alone`` is whether the applicant signs for it without anybody else. ``status`` is "" for a
    company that is as one expects, else what has to be known first: "inactive",
    "reconstruction", "liquidation", "bankrupt", "deregistered", or "missing" when the register
    has nothing under the number. Only those with ``is_offered`` are offered in a list: the
    others are what the applicant has named herself.
    """

    organisation_number: str
    name: str = field(repr=False)
    power: str = field(default="", repr=False)
    alone: bool = False
    status: str = ""
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class PropertyFacts:
    """What the register of properties says of a designation that the applicant has named.

    ``asked`` is the designation as named, ``designation`` the one in force. ``status`` is "" for
    one in force, "renamed" or "missing". ``owner`` is "applicant", "another" or "" for not asked,
    with ``share`` such as "1/2".
    """

    asked: str
    designation: str = ""
    id: str = ""
    status: str = ""
    owner: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class AddressMatches:
    """The addresses in the register that fit what the applicant has typed (``asked``)."""

    asked: str = field(repr=False)
    found: tuple[AddressFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a service that the municipality has named says, for one question.

    ``asked`` is what it was asked about, ``status`` "found", "missing" or "unavailable", ``text``
    the value, ``options`` what can be chosen among, ``title`` what the service is called, and
    ``on`` the day (ISO 8601). For a question in rows, ``rows`` has what it says for each of them.
    """

    asked: str = field(repr=False)
    status: str
    text: str = field(default="", repr=False)
    title: str = ""
    on: str = ""
    options: tuple[str, ...] = field(default=(), repr=False)
    rows: "tuple[SourceFacts, ...]" = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OriginFacts:
    """Where an answer came from that a look-up is about.

    ``source`` is "lookup" (its own words), "changed" (she has changed them), "checked" (it knows
    what she wrote), "unknown" (it does not), or "own" (it was not asked, or did not answer);
    ``title`` is what the service is called, ``on`` the day (ISO 8601).
    """

    source: str
    title: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class EmployeeFacts:
    """Somebody in the municipality's directory."""

    id: str
    name: str = field(repr=False)
    unit: str = ""

    @property
    def shown(self) -> str:
        """Name and unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """What the population register says of somebody whom the applicant has named.

    ``status`` is "" for somebody who can be asked to sign, else "dead", or "unknown" when the
    register has nobody under the number. Neither the name nor anything else of the person.
    """

    personal_number: str = field(repr=False)
    status: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class NeighbourFacts:
    """An owner of a property that lies beside the one that is applied for.

    ``status`` is "" for a person who can be asked to sign; else why an official has to reach the
    owner: "organisation", "dead", "minor", "emigrated", "unknown" (the population register has
    nobody under the number), "no_number" (abroad), "nobody" (no owner is registered) or
    "protected": of the last nothing more is told, not even the property. "unanswered" (a register
    did not answer), "missing" (no such property), "alone" (nothing lies beside it) and "many" (more
    than are asked by themselves) are about all of them.
    """

    estate: str = ""  # the designation; of somebody who owns several, with commas between
    personal_number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    status: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that belongs to the filing; ``size`` in bytes.

    ``scan_state`` is "clean", "pending" or "infected".
    """

    id: str
    name: str = field(repr=False)
    content_type: str
    size: int
    scan_state: str = "clean"


@dataclass(frozen=True, slots=True)
class RepresentedFacts:
    """For whom somebody else acts.

    ``kind`` is "child", "person" or "company". ``source`` says what shows it: "navet",
    "bolagsverket", "mina_ombud" or "own_statement". ``at`` is when that was so (ISO 8601),
    ``status`` as of a company, and ``ended`` why it is so no longer: "", a company's status,
    "withdrawn" or "dead". ``alone`` is whether she has stated that she signs for a company alone;
    None where it is not asked, or not said yet. ``mandate`` is a power's id in its register, and
    ``proof`` the answer that the register signed, as JSON with the key.
    """

    kind: str
    source: str
    at: str
    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)  # ten or twelve digits
    status: str = ""
    ended: str = ""
    mandate: str = ""
    proof: str = field(default="", repr=False)
    alone: bool | None = None

    @property
    def is_own_word_for_company(self) -> bool:
        """Whether nothing but her own statement says that she may act for a company."""
        return self.kind == "company" and self.source == "own_statement"


@dataclass(frozen=True, slots=True)
class PreparedFacts:
    """Which system filled the answers in for the applicant, and when (ISO 8601)."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class TakenDownFacts:
    """That staff took it down for the applicant: who, by which channel, when (ISO 8601).

    ``told_by`` is who told it, "" for the applicant herself; ``arrived_on`` the day when it came,
    ``papers`` how many scanned pages belong to it; ``identified_at`` when she who telephoned showed
    with her e-ID who she is, "" when she did not.
    """

    by: str
    channel: str
    at: str
    told_by: str = field(default="", repr=False)
    arrived_on: str = ""
    papers: int = 0
    identified_at: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmedFacts:
    """That the applicant handed in without signing: at which level logged in, when (ISO 8601)."""

    level: int
    at: str


@dataclass(frozen=True, slots=True)
class Context:
    """Everything an evaluation may look at besides the answers.

    ``children`` is None when the register did not answer, and () when it answered that there
    are none; so are ``companies``, ``employees`` and ``neighbours`` (asked for at hand-in).
    ``properties`` and ``addresses`` are what registers have answered about what was named,
    ``people`` about who was, ``sources`` by question, as ``origins`` of answers that are shown.
    ``parameters`` are the municipality's values of the definition's parameters.
    ``assurance_level`` is that of the sign-in (2–4), 0 without one.
    """

    today: date
    parameters: Mapping[str, Any] = field(default_factory=dict)
    applicant: ApplicantFacts | None = None
    children: tuple[ChildFacts, ...] | None = None
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    assurance_level: int = 0
    companies: tuple[CompanyFacts, ...] | None = None
    employees: tuple[EmployeeFacts, ...] | None = None
    represents: RepresentedFacts | None = None
    properties: tuple[PropertyFacts, ...] = ()
    addresses: tuple[AddressMatches, ...] = ()
    people: tuple[NamedFacts, ...] = ()
    neighbours: tuple[NeighbourFacts, ...] | None = None
    sources: Mapping[str, SourceFacts] = field(default_factory=dict)
    origins: Mapping[str, OriginFacts] = field(default_factory=dict)
    prepared: PreparedFacts | None = None
    confirmed: ConfirmedFacts | None = None
    taken_down: TakenDownFacts | None = None
